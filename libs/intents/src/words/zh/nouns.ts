import type { Entity } from '#libs/semantic-model';
import type { Bucket, Dimension, FieldRef, Measure, Quantity } from '../../intent.js';
import type { Names } from '../names.js';
import { measureWordOf } from '#libs/lexicon';
import { compactZh } from './labels-of.js';

/** `运费总额`, `订单数`, `平均每位客户的订单数`. */
export function measureNounZh(measure: Measure, subject: Entity, names: Names): string {
  switch (measure.form) {
    case 'count':
      return countNounZh(names.entity(subject).text);
    case 'distinct':
      return countNounZh(names.end(measure.entity, measure.path).text);
    case 'distinct_values':
      return `不同${names.field(measure.of.field).text}的数量`;
    case 'aggregate':
      return aggregateNoun(measure.by, measure.of, names);
    case 'percentile':
      return `${quantityNounZh(measure.of, names)}的 ${Math.round(measure.at * 100)} 分位数`;
    case 'rate':
      return '占比(%)';
    case 'ratio':
      return ratioNoun(measure, subject, names);
  }
}

/** What is done is counted by its measure word: 付款笔数, 租借次数. */
const DONE =
  /(销售|付款|收款|退款|支付|缴费|租借|租赁|借阅|交易|转账|治疗|就诊|住院|手术|检查|检验|登录|访问|维修|保养|预约|预订|发货|配送|充值|提现|考试|投诉|入库|出库)$/u;

/** `订单数`, `维修记录数`, `付款笔数`. */
export function countNounZh(noun: string): string {
  if (DONE.test(noun)) {
    return `${noun}${measureWordOf(noun)}数`.replace('个数', '数');
  }
  if (noun.endsWith('`')) {
    return `${noun} 记录数`;
  }
  const isOfLines = /(数据|明细|信息|资料|日志|单据|清单|列表|余额|快照)$/u.test(noun) && measureWordOf(noun) === '条';
  return `${noun}${isOfLines ? '条数' : '数'}`;
}

/** 付款笔数, of which a share is asked: the share of payments would be that of the money. */
export function numberOfZh(noun: string): string {
  const counted = countNounZh(noun);
  return counted.endsWith('笔数') ? counted : noun;
}

/** 订单 (最多), 付款笔数 (最多). */
export function mostOfZh(noun: string): string {
  return DONE.test(noun) ? countNounZh(noun) : noun;
}

export const STOCK = /库存(明细|记录)?$/u;

export function quantityNounZh(quantity: Quantity, names: Names): string {
  const sold = quantity.form === 'field' ? soldZh(quantity) : null;
  if (sold !== null) {
    return sold;
  }
  // The quantity of stock is no number of products.
  if (
    quantity.form === 'field' &&
    quantity.field.label.zh.text === '数量' &&
    STOCK.test(quantity.entity.name.zh.text)
  ) {
    return '库存量';
  }
  const noun = quantity.form === 'field' ? names.field(quantity.field).text : names.metric(quantity.metric).text;
  // How long a voucher or a contract holds is no 持续天数.
  if (noun === '持续天数' && /(券|合同|协议|证书|证|执照|许可|保单|套餐|卡)$/u.test(quantity.entity.name.zh.text)) {
    return '有效天数';
  }
  if (noun === '小计' && quantity.form === 'field') {
    return quantity.entity.fields.some(({ label }) => /税/u.test(label.zh.text)) ? '税前金额' : '金额';
  }
  // 付款总金额 of 付款
  if (/^(支付|付款|收款)金额$/u.test(noun) && /(付款|收款|支付)$/u.test(quantity.entity.name.zh.text)) {
    return '金额';
  }
  if (noun === '金额' && quantity.form === 'metric' && /^采购/u.test(quantity.entity.name.zh.text)) {
    return '采购金额';
  }
  // The unit stands behind the number.
  return compactZh(noun.replace(/[(（][^()（）]+[)）]$/u, ''));
}

/** The quantity of the lines of a sale is a 销量. */
function soldZh({ entity, field }: FieldRef): string | null {
  const isQuantity = entity.kind === 'line' && /^(销售|订购|采购)?数量$/u.test(field.label.zh.text);
  const [, document] = /^(采购|.*?)(?:订单|销售|销售单|发票|订购)?(?:明细|行)$/u.exec(entity.name.zh.text) ?? [];
  if (!isQuantity || document === undefined) {
    return null;
  }
  return document === '采购' ? '采购量' : document === '' || document === '销售' ? '销量' : null;
}

/** 第 7 天皮损数: 最少第 7 天 would be said of the day. */
const OF_DAY = /^第 ?\d/u;

type Aggregate = Extract<Measure, { form: 'aggregate' }>;

function aggregateNoun(by: Aggregate['by'], of: Quantity, names: Names): string {
  const noun = quantityNounZh(of, names);
  switch (by) {
    case 'sum':
      // What sales bring in together is no price.
      return noun === '售价' && of.entity.kind === 'event' ? '总销售额' : totalOf(noun);
    case 'avg':
      if (OF_DAY.test(noun)) {
        return `${noun}的平均值`;
      }
      return /^平均|均价$/u.test(noun) ? noun : before('平均', noun);
    case 'min':
      return OF_DAY.test(noun) ? `${noun}的最小值` : before(extremesZh(of, noun)[1], noun);
    case 'max':
      return OF_DAY.test(noun) ? `${noun}的最大值` : before(extremesZh(of, noun)[0], noun);
    case 'median':
      return `${noun}中位数`;
  }
}

/** The time that a figure is of is no part of what is averaged: 年初至今的平均销售额. */
const SO_FAR =
  /^([年季月周]初至今|本[年季月周]|上[年季月周]|去年|今年|当[年季月]|历年|近[\d一二三四五六七八九十两]+(?:天|周|个?月|年))的?(\p{Script=Han}{2,})$/u;

/** `从下单到发货的平均天数`, `令牌的最长有效期`: before the last word. */
function before(word: string, noun: string): string {
  const [, then, figure] = SO_FAR.exec(noun) ?? [];
  if (then !== undefined) {
    return `${then}的${word}${figure}`;
  }
  const [, clause = '', last = noun] = /^(.+的)(.+)$/u.exec(noun) ?? [];
  return `${clause}${word}${last}`;
}

/** `订单数` → `订单总数`, `支付金额` → `支付总金额`, `运费` → `总运费`; a total stays one. */
function totalOf(noun: string): string {
  if (/总|合计|累计|年初至今/u.test(noun)) {
    return noun;
  }
  if (/(小计|税)$/u.test(noun)) {
    return `${noun}总额`;
  }
  if (/^(小时|分钟|秒|毫秒|天|周|月|年|字节)数$/u.test(noun)) {
    return `总${noun}`;
  }
  const quantity = /^(.{2,}?)(金额|数量|次数|人数|件数|天数|数|重量|面积|时长)$/u.exec(noun);
  if (quantity?.[2] === '数量') {
    // 收货总量
    return `${quantity[1]}总量`;
  }
  return quantity ? `${quantity[1]}总${quantity[2]}` : `总${noun}`;
}

/** 年初至今的平均销售额: the rows stand before it without another 的. */
export const isSoFarZh = (noun: string): boolean =>
  /^[^的]+的(?:平均|最[高低多少长短大小])/u.test(noun) && SO_FAR.test(noun);

/** `最长`, `最多`: the words for the two ends of a quantity. */
export function extremesZh(of: Quantity, noun: string): readonly [string, string] {
  if (of.form === 'field' && of.field.typeCategory === 'D') {
    return ['最晚', '最早'];
  }
  if (/(距离|里程|路程)$/u.test(noun)) {
    return ['最长', '最短'];
  }
  if (/(时长|长度|租期|天数|时间|周期|工期|片长|有效期|期限|间隔|年限|提前期|保质期|账期|工时)$/u.test(noun)) {
    return ['最长', '最短'];
  }
  if (/(数|量|库存|积分|人口)$/u.test(noun) && !/(分数|指数|系数|级数|读数|重量|质量|容量)$/u.test(noun)) {
    return ['最多', '最少'];
  }
  return /(面积|大小|体积|容量|重量|载重|吨位|尺寸)$/u.test(noun) ? ['最大', '最小'] : ['最高', '最低'];
}

/** `最多`, `最高`: the words for the two ends of a measure. */
export function measureExtremesZh(measure: Measure, noun: string): readonly [string, string] {
  switch (measure.form) {
    case 'count':
    case 'distinct':
    case 'distinct_values':
      return ['最多', '最少'];
    case 'aggregate':
      return measure.by === 'sum' && /[天时]数$/u.test(noun) ? ['最多', '最少'] : extremesZh(measure.of, noun);
    case 'percentile':
      return extremesZh(measure.of, noun.replace(/的 \d+ 分位数$/u, ''));
    case 'ratio':
      return measureExtremesZh(measure.over, noun);
    case 'rate':
      return ['最高', '最低'];
  }
}

/** `平均每位客户的订单数`, `平均每笔订单的运费`. */
function ratioNoun({ over, under }: Extract<Measure, { form: 'ratio' }>, subject: Entity, names: Names): string {
  const above = measureNounZh(over, subject, names);
  if (under.form !== 'count' && under.form !== 'distinct') {
    return `${above}与${measureNounZh(under, subject, names)}之比`;
  }
  const below = under.form === 'count' ? names.entity(subject) : names.end(under.entity, under.path);
  return `平均每${below.measureWord ?? '个'}${below.text}的${above.replace(/^总|总(?=金额|数)/u, '')}`;
}

export const BUCKETS_ZH: Readonly<Record<Bucket, string>> = {
  year: '年份',
  quarter: '季度',
  month: '月份',
  week: '周',
  weekday: '星期',
  day: '日期',
  hour: '小时',
};

export function dimensionLabelZh(dimension: Dimension, names: Names): string {
  switch (dimension.form) {
    case 'field':
      return compactZh(names.field(dimension.of.field).text);
    case 'entity':
      return names.end(dimension.entity, dimension.path).text;
    case 'time':
      return BUCKETS_ZH[dimension.bucket];
    case 'bands':
      return `${quantityNounZh(dimension.of, names)}区间`;
  }
}
