import { restOfName } from '#libs/lexicon';
import { allOf, isJunction, startsWith } from '../../conditions.js';
import type { Measure } from '../../intent.js';
import { isSilentSubject, quantityWithin } from '../part.js';
import { didZh, predicateZh, thoseZh } from './conditions.js';
import { inPeriodZh } from './deeds.js';
import { hasAll } from './groups.js';
import { countNounZh, isSoFarZh, measureNounZh, quantityNounZh, STOCK } from './nouns.js';
import type { PartsZh } from './questions.js';
import { recordedZh } from './records.js';

/** The measure with its rows: `来自“德国”的客户的订单总运费`. */
export function figureZh(measure: Measure, parts: PartsZh): string {
  const { intent, names, rows } = parts;
  const noun = measureNounZh(measure, intent.subject, names);
  switch (measure.form) {
    case 'count':
      return countNounZh(rows.text);
    case 'distinct':
      return distinctZh(measure, parts) ?? `${rows.text}的${noun}`;
    case 'rate':
      return `${rows.text}中${thoseZh(measure.where, parts.owner, names)}占比`;
    case 'ratio':
      return ratioZh(measure, parts);
    default:
      return joinedToRows(measure, noun, parts);
  }
}

/** `付过款的客户数`: owners by what they did. Null where the language has no verb for it. */
function distinctZh(measure: Distinct, parts: PartsZh): string | null {
  const those = thoseWhoZh(measure, parts);
  if (parts.intent.subject.kind === 'line' && measure.entity.kind === 'event') {
    // 开具过的处方单: a document is no thing of its lines.
    parts.names.refuse();
  }
  return those === null
    ? null
    : `${those}${parts.names.end(measure.entity, measure.path).measureWord === '种' ? '种' : ''}数`;
}

type Distinct = Extract<Measure, { form: 'distinct' }>;

/** `付过款的客户`, `租借过影片“甲”的客户`: the owners of the rows; null where a condition is on the owners themselves, or no verb fits. */
export function thoseWhoZh({ entity, path }: Distinct, { groups, intent, names, where }: PartsZh): string | null {
  const isOfOwners = where.some((condition) => startsWith(quantityWithin(condition)?.path ?? [], path));
  if (path.length !== 1 || isOfOwners || where.some(isJunction)) {
    return null;
  }
  const role = names.end(entity, path);
  const { text, when } = didZh(role, intent.subject, allOf(where), names);
  // 有过交易的证券; lines are not spoken of.
  const isThere = text.startsWith('有') && !text.startsWith('有过');
  const isSaid = !text.startsWith('有') || (intent.subject.kind !== 'line' && !(isThere && where.length === 0));
  const did = groups.some(({ form }) => form === 'time') ? inPeriodZh(text) : text;
  return when === '' && isSaid ? `${did}的${role.text}` : null;
}

/** The measure where its rows are already spoken of: `订单数`, `总运费`. */
export function bareFigureZh(measure: Measure, parts: PartsZh): string {
  const { intent, names, owner, rows } = parts;
  if (measure.form === 'rate') {
    return `${predicateZh(measure.where, owner, names).text}的比例`;
  }
  const figure = measureNounZh(measure, intent.subject, names);
  const often = oftenZh(measure, parts);
  const base = measure.form === 'aggregate' || measure.form === 'percentile' ? quantityNounZh(measure.of, names) : '';
  // The lowest balance of any day is not that of today.
  const noun = often !== '' && rows.text.includes(often) ? figure : daily(figure, base, often);
  return isOfEachLine(measure, intent) ? `单条明细${noun}` : noun;
}

/** `平均每位客户的订单数`. */
function ratioZh({ over, under }: Extract<Measure, { form: 'ratio' }>, parts: PartsZh): string {
  const { intent, names } = parts;
  const above = figureZh(over, parts);
  if (under.form !== 'count' && under.form !== 'distinct') {
    return `${above}与${measureNounZh(under, intent.subject, names)}之比`;
  }
  const below = under.form === 'count' ? names.entity(intent.subject) : names.end(under.entity, under.path);
  const each = below.measureWord ?? '个';
  const plain = above.replace(/^总|总(?=金额|数)/u, '');
  const what = withoutOwnerZh(plain, below.text);
  return `平均每${each}${below.text}的${what}`;
}

/** 会话数 of users, and not 用户会话数. */
export function withoutOwnerZh(noun: string, owner: string): string {
  const rest = restOfName(noun, owner);
  return [...rest].length < 2 ? noun : rest;
}

/** Owners without rows do not count: 下过订单的, of customers; null where all have rows. */
export function ownersWith(
  { entity, path }: Extract<Measure, { form: 'distinct' }>,
  { intent, names, when, groups }: PartsZh,
): string | null {
  const [group] = groups;
  if (hasAll({ path, entity }) && when === '' && group === undefined) {
    return null;
  }
  const role = names.end(entity, path);
  const [measure] = intent.measures;
  const sold =
    intent.subject.kind === 'line' && measure?.form === 'ratio'
      ? soldInZh(measureNounZh(measure.over, intent.subject, names))
      : null;
  const did = sold ?? didZh(role, intent.subject, null, names).text.replace(`有${role.text}`, '有');
  return `${group?.form === 'time' ? (THEN[group.noun] ?? '') : ''}${did}的`;
}

export const THEN: Readonly<Record<string, string>> = { 年份: '当年', 季度: '当季', 月份: '当月', 日期: '当天' };

/** 有销售 of a 销售额: nobody speaks of products with order lines. */
function soldInZh(noun: string): string | null {
  const what = noun.includes('采购') ? '采购' : /销/u.test(noun) ? '销售' : null;
  return what === null ? null : `有${what}`;
}

/** 最低售价 says that it is of a 销售. */
export function saysDeedZh(figure: string, noun: string): boolean {
  const label = figure.replace(/^(总|平均|最[高低多少长短大小])/u, '');
  return recordedZh(noun) !== noun && [...noun].some((letter) => label.startsWith(letter));
}

/** Figures that say by themselves what they are of. */
const OF_LINES = /(销量|采购量|销售额|采购额|采购(总)?金额|毛利|利润|收入|营收)$/u;

/** Means and extremes of lines are of lines, not of their documents: only sums are the same for both. */
function isOfEachLine(measure: Measure, { subject }: Pick<PartsZh['intent'], 'subject'>): boolean {
  const isFigure = measure.form === 'percentile' || (measure.form === 'aggregate' && measure.by !== 'sum');
  return subject.kind === 'line' && isFigure;
}

/** 平均钱包余额 of merchants whose wallet balances are noted day by day: the word alone does not say of what. */
function factZh(noun: string, measure: FigureOfRows, parts: PartsZh): string {
  const { intent, names } = parts;
  const often = oftenZh(measure, parts);
  const base = measure.form === 'distinct_values' ? '' : quantityNounZh(measure.of, names);
  const subject = names.entity(intent.subject).text.replace(OFTEN, '');
  if (base === '' || [...base].length > 2 || subject === base || !subject.endsWith(base) || !noun.includes(base)) {
    return daily(noun, base, often);
  }
  const owner = intent.dimensions
    .flatMap((dimension) => {
      const of = dimension.form === 'entity' ? dimension : dimension.of;
      return of.path.length > 0 ? names.end(of.entity, of.path).text : [];
    })
    .find((role) => subject.startsWith(role));
  const fact = owner === undefined ? subject : subject.slice(owner.length);
  return daily(
    noun.replace(base, fact.length < base.length ? subject : fact),
    fact.length < base.length ? subject : fact,
    often,
  );
}

const OFTEN = /^每[日天周月季年]/u;

/** 每日 where the figure is of one day; the sum of the days is a sum. */
function oftenZh(measure: Measure, { intent, names }: PartsZh): string {
  const [often = ''] = intent.subject.kind === 'snapshot' ? (OFTEN.exec(names.entity(intent.subject).text) ?? []) : [];
  if (measure.form !== 'aggregate' || often === '') {
    return often;
  }
  const isLevel = measure.of.form === 'field' && measure.of.field.additivity === 'semi_additive';
  if (isLevel && measure.by === 'avg' && !intent.dimensions.some(({ form }) => form === 'entity')) {
    // 日均余额 of several holders is that of their total, not of each holder and day.
    names.refuse();
  }
  return measure.by === 'sum' ? '' : often;
}

/** 平均每日余额: of the days, and not of what is there now. */
const daily = (noun: string, base: string, often: string): string =>
  often === '' || base === '' || noun.includes(often) ? noun : noun.replace(base, `${often}${base}`);

/** 预订总数量 of 预订服务 by 服务: 总数量 alone could be that of anything. */
function withoutGroupZh(subject: string, { groups }: PartsZh): string {
  const group = groups.find(({ noun }) => noun !== subject && subject.endsWith(noun));
  return group === undefined ? subject : subject.slice(0, -group.noun.length);
}

/** Quantities of anything. */
const GENERAL = /^(总|平均|最\p{Script=Han})?(数量|金额|价格|成本|费用|重量|体积|件数|天数|税额|余额|价值|利润)$/u;

type FigureOfRows = Extract<Measure, { form: 'aggregate' | 'percentile' | 'distinct_values' }>;

/** `订单总运费`; the figure alone where it says enough: lines without conditions, 汇率 of 汇率, 从下单到发货的天数. */
function joinedToRows(measure: FigureOfRows, plainNoun: string, parts: PartsZh): string {
  const { intent, rows, where, names } = parts;
  const base = measure.form === 'distinct_values' ? '' : quantityNounZh(measure.of, names);
  const isOfLine = isOfEachLine(measure, intent);
  const subject = names.entity(intent.subject).text;
  const isBare = where.length === 0;
  const noun = daily(plainNoun, base, oftenZh(measure, parts));
  if (base === '库存量') {
    return `${rows.text.replace(STOCK, '')}${noun}`;
  }
  const isOfLines = intent.subject.kind === 'line' && OF_LINES.test(noun);
  const isSumOfLines = intent.subject.kind === 'line' && measure.form === 'aggregate' && measure.by === 'sum';
  if (
    isBare &&
    (isSumOfLines || (isSilentSubject(intent) && !isOfLine) || (isOfLines && !isOfLine) || noun.includes(subject))
  ) {
    if (intent.subject.kind === 'snapshot') {
      return factZh(noun, measure, parts);
    }
    // 运单总件数 of 运单明细
    const [, document = ''] = isOfLines ? [] : (/^(\p{Script=Han}{2,4})(?:明细|行|子项)$/u.exec(subject) ?? []);
    if (GENERAL.test(noun) && (document === '' || noun.endsWith('数量'))) {
      // 总金额: of what? 处方总数量 would be the number of 处方.
      return `${withoutGroupZh(subject, parts)}${noun}`;
    }
    const isSaid = noun.includes(document) || parts.groups.some((group) => group.noun.includes(document));
    return document === '' || isSaid ? noun : `${document}${noun}`;
  }
  if (intent.subject.kind === 'snapshot') {
    const isSaid = isBare ? [...base].length > 2 : rows.text.endsWith('的记录');
    if (isSaid) {
      return isBare ? noun : `${rows.text.slice(0, -2)}${noun}`;
    }
  }
  // 回款总金额 of 回款记录, 车辆总维修费用 of 车辆维修记录
  const [record = '', done = ''] = /(\p{Script=Han}{2})(?:记录|单据|单)$/u.exec(rows.text) ?? [];
  if (done !== '' && noun.includes(done)) {
    return `${rows.text.slice(0, -record.length)}${noun}`;
  }
  if ([...subject].length > 1 && noun.startsWith(subject) && rows.text.endsWith(subject)) {
    // 索赔总金额 of 索赔
    return `${rows.text.slice(0, -subject.length)}${noun}`;
  }
  if (saysDeedZh(noun, subject) && rows.text.endsWith(subject)) {
    // 总售价 of 销售
    return `${rows.text.slice(0, -subject.length)}${noun}`;
  }
  if (base !== '' && subject.endsWith(base) && rows.text.endsWith(subject)) {
    // The rows are what is measured: 销售税率 with a 税率.
    return `${rows.text.slice(0, -subject.length)}${noun.replace(base, subject.replace(OFTEN, ''))}`;
  }
  // 平均付款金额; 来自“德国”的客户的平均订单金额
  const isOfOwner = where.length === 1 && where.every((part) => (quantityWithin(part)?.path.length ?? 0) > 0);
  const owner = rows.text.endsWith(subject) ? rows.text.slice(0, -subject.length) : null;
  if (
    (isBare || isOfOwner) &&
    owner !== null &&
    /^$|的$/u.test(owner) &&
    intent.subject.kind === 'event' &&
    noun === '平均金额' &&
    /^\p{Script=Han}{2,4}$/u.test(subject)
  ) {
    return `${owner}平均${subject}金额`;
  }
  const isClose =
    noun.startsWith('从') ||
    isSoFarZh(noun) ||
    (/^\p{Script=Han}{1,6}$/u.test(subject) &&
      (/^(总|平均|最[高低多少长短大小])/u.test(noun) ||
        (!noun.replace(/的 \d+ 分位数$/u, '').includes('的') && (isBare || subject.length < 3))));
  return `${rows.text}${isClose ? '' : '的'}${noun}`;
}
