import type { ByLanguage } from '#libs/language';
import type { Additivity, Unit } from '#libs/semantic-model';

interface UnitWords {
  readonly note: (column: string, facts: readonly string[]) => string;
  readonly unit: (unit: Unit) => string[];
  readonly additivity: Readonly<Partial<Record<Additivity, readonly string[]>>>;
}

const ZH_UNITS: Readonly<Record<string, string>> = {
  CNY: '人民币元',
  '10000 CNY': '万元',
  cent: '分',
  USD: '美元',
  EUR: '欧元',
  GBP: '英镑',
  JPY: '日元',
  millisecond: '毫秒',
  second: '秒',
  minute: '分钟',
  hour: '小时',
  day: '天',
  byte: '字节',
  kg: '公斤',
  g: '克',
  t: '吨',
  lb: '磅',
  km: '公里',
  m: '米',
  cm: '厘米',
  mm: '毫米',
  mile: '英里',
};

const EN_UNITS: Readonly<Record<string, string>> = { cent: 'cents', '10000 CNY': '10,000 CNY' };

export const UNIT_WORDS: ByLanguage<UnitWords> = {
  zh: {
    note: (column, facts) => `${column} ${facts.join('；')}`,
    unit: ({ kind, code, field }) => {
      if (kind === 'share') {
        return ['为比例，取值 0～1'];
      }
      if (kind === 'percent') {
        return ['为百分数，取值 0～100'];
      }
      const unit = code === null ? '' : (ZH_UNITS[code] ?? code);
      const currency = field === null ? '' : `，币种见 ${field}，不同币种不可相加`;
      if (kind === 'currency') {
        return [`为金额${unit && `，单位：${unit}`}${currency}`];
      }
      return unit ? [`的单位为${unit}`] : [];
    },
    additivity: {
      semi_additive: ['是某一时点的存量，不可按时间相加'],
      rate: ['求平均值，不求和'],
      unit_price: ['是单价，乘以数量后才能汇总'],
    },
  },
  en: {
    note: (column, facts) => `${column}: ${facts.join('; ')}`,
    unit: ({ kind, code, field }) => {
      if (kind === 'share') {
        return ['a share from 0 to 1'];
      }
      if (kind === 'percent') {
        return ['a percentage'];
      }
      const unit = code === null ? '' : (EN_UNITS[code] ?? code);
      const currency =
        field === null ? '' : `, in the currency of ${field}: amounts of several currencies do not add up`;
      if (kind === 'currency') {
        return [`an amount of money${unit && ` in ${unit}`}${currency}`];
      }
      return unit ? [`in ${unit}${code === 'cent' || /^[a-z]{4,}$/.test(unit) ? 's' : ''}`.replace(/ss$/, 's')] : [];
    },
    additivity: {
      semi_additive: ['a level at one time, do not add it up over time'],
      rate: ['average it, do not sum it'],
      unit_price: ['a price of one piece, multiply it by the quantity before summing'],
    },
  },
};
