import type { Unit } from '#libs/semantic-model';
import type { Value } from '../../intent.js';
import { amountIn } from '../amount.js';
import type { Names } from '../names.js';

/** Numbers stand as they are, other values are quoted; the Chinese meaning of a code needs no quotes. */
export function shownValueZh(value: Value, names: Names): string {
  const text = names.value(value);
  return value.meaning !== null && !/[a-z]{2}/i.test(text)
    ? text
    : /^-?\d+(\.\d+)?$/.test(text)
      ? ` ${text} `
      : `“${text}”`;
}

const UNITS: Readonly<Record<string, string>> = {
  CNY: '元',
  USD: '美元',
  EUR: '欧元',
  GBP: '英镑',
  JPY: '日元',
  HKD: '港元',
  cent: '分',
  millisecond: '毫秒',
  second: '秒',
  minute: '分钟',
  hour: '小时',
  day: '天',
  week: '周',
  month: '个月',
  year: '年',
  kg: '公斤',
  g: '克',
  lb: '磅',
  t: '吨',
  ton: '吨',
  m: '米',
  km: '公里',
  cm: '厘米',
  mm: '毫米',
  byte: '字节',
  piece: '件',
  person: '人',
  liter: '升',
  pound: '磅',
  mile: '英里',
  foot: '英尺',
};

/** Symbols such as `GB` stand as they are; an English word would not be Chinese. */
function unitZh(code: string): string {
  return UNITS[code] ?? (/^[a-z]{4,}$/.test(code) ? '' : code);
}

/** A number with its unit: `20 元`, `90 分钟`, `10%`. */
export function amountZh(text: string, unit: Unit | null): string {
  return amountIn(text, unit, (plain, _, { code }) => (code === null ? plain : `${plain} ${unitZh(code)}`.trimEnd()));
}

/** Says a state by itself: `已发货`, `停用`, `待审核`. */
export function isState(text: string, label: string): boolean {
  return (
    /^(已|未|待|可|不|无|有|正在|尚未)/u.test(text) ||
    /(.中|成功|失败|完成|通过)$/u.test(text) ||
    (/(状态|阶段|进度|结果)$/u.test(label) && /^\p{Script=Han}{1,4}$/u.test(text))
  );
}

/** `甲`, `甲或乙`, `甲、乙或丙`. */
export function joinedZh(items: readonly string[], word: string): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join('、')}${word}${items.at(-1)}`;
}
