import type { Entity } from '#libs/semantic-model';
import type { Bucket, Dimension, FieldRef, Measure, Quantity } from '../../intent.js';
import type { Names } from '../names.js';
import { measureWordOf } from '#libs/lexicon';
import { happeningZh, isEnteredZh } from './happenings.js';
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
      return `${ofOneZh(measure.of, names)}的 ${Math.round(measure.at * 100)} 分位数`;
    case 'rate':
      return '占比(%)';
    case 'ratio':
      return ratioNoun(measure, subject, names);
  }
}

/** What is done is counted by its measure word: 付款笔数, 租借次数. */
const DONE =
  /(销售|付款|收款|退款|退费|收费|支付|缴费|还款|放款|赔付|汇款|租借|租赁|借阅|交易|转账|治疗|就诊|住院|手术|检查|车检|检验|登录|访问|维修|保养|报修|巡检|点检|抽检|查勘|定损|预约|预订|发货|配送|充值|充电|加油|停车|提现|考试|面试|培训|投诉|回访|随访|拜访|催收|挂号|会诊|复诊|接种|上课|看房|试驾|签到|打卡|加班|退货|换货|盘点|调拨|移库|入库|出库)$/u;

/** `订单数`, `维修记录数`, `付款笔数`. */
export function countNounZh(noun: string): string {
  if (DONE.test(noun)) {
    return `${noun}${measureWordOf(noun)}数`.replace('个数', '数');
  }
  if (noun.endsWith('`')) {
    return `${noun} 记录数`;
  }
  if (noun.endsWith('库存')) {
    // 库存数 is what is in stock.
    return `${noun}记录数`;
  }
  const isOfLines = /(数据|明细|信息|资料|日志|单据|清单|列表|余额|快照)$/u.test(noun) && measureWordOf(noun) === '条';
  return `${noun}${isOfLines ? '条数' : '数'}`;
}

/** 付款笔数, of which a share is asked: the share of payments would be that of the money. */
export function numberOfZh(noun: string): string {
  const counted = countNounZh(noun);
  return counted.endsWith('笔数') ? counted : noun;
}

/** 笔数, where the share is of rows: 付款中，已退款的笔数; empty where the rows are countable by themselves. */
export function unitOfShareZh(noun: string): string {
  return countNounZh(noun).endsWith('笔数') ? '笔数' : '';
}

/** 美国 and 州 for 美国州; null for other nouns. */
export function territoriesZh(text: string): { readonly of: string; readonly noun: string } | null {
  const [, of, noun] = /^(\p{Script=Han}{2,})(州|省)$/u.exec(text) ?? [];
  return of === undefined || noun === undefined ? null : { of, noun };
}

/** 全部客户, 美国各州. */
export function allRowsZh(noun: string): string {
  const territories = territoriesZh(noun);
  return territories === null ? `全部${noun}` : `${territories.of}各${territories.noun}`;
}

/** 订单 (最多), 付款笔数 (最多). */
export function mostOfZh(noun: string): string {
  return DONE.test(noun) ? countNounZh(noun) : noun;
}

export const STOCK = /库存(明细|记录)?$/u;

/** Days until something is only due, or between times without a verb that says what happened. */
function isUnsaidDuration(quantity: Quantity): boolean {
  const { expression } = quantity.form === 'metric' ? quantity.metric : { expression: null };
  if (expression?.form !== 'duration' || quantity.form !== 'metric') {
    return false;
  }
  const { entity } = quantity;
  const labels = [expression.from, expression.to].map(
    (column) => entity.fields.find(({ name }) => name === column)?.label.zh.text ?? '',
  );
  return (
    /^从/u.test(quantity.metric.name.zh.text) &&
    (labels.some((label) => happeningZh(label, entity) === null) || LATER.test(labels[1] ?? ''))
  );
}

/** Dates that end nothing: something only comes due then, or was noted afterwards. */
const LATER = /(到期|失效|过期|截止|预计|计划|确认|更新|修改|审核|创建)/u;

export function quantityNounZh(quantity: Quantity, names: Names): string {
  if (isUnsaidDuration(quantity)) {
    names.refuse();
  }
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
  // 客人的登记时间: people are not created.
  if (quantity.form === 'field' && /^创建(时间|日期)$/u.test(noun) && isEnteredZh(quantity.entity.name.zh)) {
    return noun.replace('创建', '登记');
  }
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

/** Lines of charges, of which a quantity is hours or miles and no sale. */
const OF_CHARGES = /(费用|收费|计费|附加费|费率)(?:编码|代码|编号|类型|类别|项目|名称|项)?$/u;

/** The quantity of the lines of a sale is a 销量. */
function soldZh({ entity, field }: FieldRef): string | null {
  const isQuantity =
    entity.kind === 'line' &&
    /^(销售|订购|采购)?数量$/u.test(field.label.zh.text) &&
    !entity.fields.some(({ label }) => OF_CHARGES.test(label.zh.text));
  const [, document] = /^(采购|.*?)(?:订单|销售|销售单|发票|订购)?(?:明细|行)$/u.exec(entity.name.zh.text) ?? [];
  if (!isQuantity || document === undefined) {
    return null;
  }
  return document === '采购' ? '采购量' : document === '' || document === '销售' ? '销量' : null;
}

/** 第 7 天皮损数: 最少第 7 天 would be said of the day. */
const OF_DAY = /^第 ?\d/u;

type Aggregate = Extract<Measure, { form: 'aggregate' }>;

/** The 总金额 of one invoice is the 金额 of each, where a mean or a percentile is taken: 总金额 would be the sum of all. */
function ofOneZh(of: Quantity, names: Names): string {
  const noun = quantityNounZh(of, names);
  const [, own] = /^总(金额|费用|成本|数量|重量|时长|税额|价值)$/u.exec(noun) ?? [];
  const isTaken = of.entity.fields.some(({ label }) => label.zh.text === own);
  return own === undefined || isTaken ? noun : own;
}

function aggregateNoun(by: Aggregate['by'], of: Quantity, names: Names): string {
  const noun = by === 'sum' ? quantityNounZh(of, names) : ofOneZh(of, names);
  const isDate = of.form === 'field' && of.field.typeCategory === 'D';
  if (by !== 'sum' && !isDate && !OF_DAY.test(noun) && ![MEASURED, SUMMED, NOT_SUMMED].some((end) => end.test(noun))) {
    names.refuse();
  }
  switch (by) {
    case 'sum':
      // What sales bring in together is no price.
      if (!SUMMED.test(noun) || NOT_SUMMED.test(noun)) {
        names.refuse();
      }
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

/** Nouns of quantities, which take a 总 before or behind them; 总赔款已付 is no word. */
const SUMMED =
  /(额|费|费用|款|价|价值|价款|成本|收入|支出|利润|毛利|盈利|预算|佣金|奖金|租金|押金|资金|本金|基金|罚金|保证金|准备金|预付金|金|税|利息|薪|工资|薪资|保费|余额|小计|合计|补贴|补助|报销|优惠|减免|抵扣|返还|分|数|量|里程|距离|路程|长|长度|时长|工时|课时|学时|时间|工期|重|面积|体积|容积|产值|产能|营收|业绩|库存|人口|人次|次|积分|学分|电费|流量|差价|房价|销售|支付|折扣|扣款|退款|赔付|损失|负债|资产|股本|市值|票房|点数|储值|预付|度数|天|晚|夜)(?:[(（][^()（）]+[)）])?$/u;
/** Further labels that people ask the mean of, or the highest; 平均漫游 is no figure. */
const MEASURED =
  /(率|比|比例|占比|百分比|度|成绩|绩点|绩|高|宽|深|厚|压|值|龄|级|水平|评级|星级|数|价|息差|倍数|频次|频率|电压|功率|产率|血糖|血压|心率|体温|身高|体重|直径|口径|转速|车速|尺寸|高低|强度|密度|周期|间隔|库龄|账龄|期限|有效期|提前期|保质期|账期|租期|年资|层|薪级|用时|耗时|时延|延迟|等待|容量|规模|毛重|净重|皮重|净额|税前|税后|均价)(?:[(（][^()（）]+[)）])?$/u;
/** Quantities that are never added up: floors, ages, years. */
const NOT_SUMMED = /(层数|楼层|楼层数|年龄|工龄|房龄|车龄|年份|年数|年限|分数|评分|得分|打分|级数|份额|系数|指数)$/u;

/** `订单数` → `订单总数`, `支付金额` → `支付总金额`, `运费` → `总运费`; a total stays one. */
function totalOf(noun: string): string {
  if (/总|合计|累计|年初至今/u.test(noun)) {
    return noun;
  }
  if (/(小计|税|.支付|补贴|报销|优惠|减免|抵扣|返还|扣款|退款)$/u.test(noun)) {
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
  if (/(数|量|库存|积分|人口)$/u.test(noun) && !/(分数|指数|系数|级数|读数|重量|质量|容量|成交量)$/u.test(noun)) {
    return ['最多', '最少'];
  }
  return /(成交量|面积|大小|体积|容量|重量|载重|吨位|尺寸)$/u.test(noun) ? ['最大', '最小'] : ['最高', '最低'];
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
