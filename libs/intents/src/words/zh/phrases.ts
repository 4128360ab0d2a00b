import type { Condition, Intent, Measure, Order } from '../../intent.js';
import type { Names } from '../names.js';
import { isInCents } from '../part.js';
import { comparedZh, conditionOnGroupsZh } from './compared.js';
import { rowsZh, thoseZh } from './conditions.js';
import { countedZh, ofWhoseZh } from './counted.js';
import { isSoldTo } from './deeds.js';
import { doingZh } from './doers.js';
import { bareFigureZh, figureZh, ownersWith, saysDeedZh, thoseWhoZh, withoutOwnerZh } from './figures.js';
import { byZh, eachZh, isEachSaid } from './groups.js';
import { listedZh } from './listed.js';
import { allRowsZh, countNounZh, measureExtremesZh, measureNounZh, numberOfZh, unitOfShareZh } from './nouns.js';
import { datedZh } from './period.js';
import { amongZh, includingZh, partsZh, type PartsZh } from './questions.js';
import { topGroupsZh } from './top-groups.js';

/** All wordings of an intent: questions first, then commands, the keyword form last. */
export function phrasesZh(intent: Intent, names: Names): string[] {
  const parts = partsZh(intent, names);
  const texts = wordings(intent, parts).map((text) => withDateZh(ofBuyersZh(shortMean(text), parts), parts));
  return [...new Set(isInCents(intent) ? texts.map(inCentsZh) : texts)];
}

/** 平均充值金额是多少（单位：分）？ */
const inCentsZh = (text: string): string =>
  /\d 分/u.test(text) ? text : text.replace(/？|，(?=[从按])|。|$/u, '（单位：分）$&');

/** 1997年的订单数, 最近 30 天的总销售额: the period takes 的 before a noun without other modifiers. */
function withDateZh(text: string, { when, owner, intent, names }: PartsZh): string {
  const [before = '', after = ''] = when === '' ? [] : splitAt(text, when);
  const nouns = [owner.name.text, ...intent.measures.map((measure) => measureNounZh(measure, intent.subject, names))];
  // 1997年总销量最多的产品: the period is of the whole clause.
  const isOfClause = /^[^，。？]*(?:最\p{Script=Han}的|超过|高于|低于|少于)/u.test(after);
  const isNoun = !isOfClause && nouns.some((noun) => after.startsWith(noun));
  return isNoun ? `${before}${when}的${after}` : text;
}

function splitAt(text: string, part: string): readonly [before: string, after: string] | readonly [] {
  const at = text.indexOf(part);
  return at < 0 ? [] : [text.slice(0, at), text.slice(at + part.length)];
}

/** 日均余额, and not 平均每日余额; 平均收盘价 is one of a day already. */
const shortMean = (text: string): string =>
  text
    .replace(/平均每[日天](?=\p{Script=Han}*价)/gu, '平均')
    .replace(/平均每([日月周年季])(?=\p{Script=Han}*(?:余额|库存|存量|数量|金额))/gu, '$1均');

/** 客户的购买笔数: the sales are those of the sellers. */
function ofBuyersZh(text: string, { intent, names }: PartsZh): string {
  const unders = intent.measures.flatMap((measure) => (measure.form === 'ratio' ? measure.under : []));
  const areBuyers = [...intent.dimensions, ...unders].some((owner) => {
    if (owner.form !== 'entity' && owner.form !== 'distinct') {
      return false;
    }
    const { text: role, measureWord } = names.end(owner.entity, owner.path);
    return owner.path.length === 1 && isSoldTo(role, measureWord, intent.subject);
  });
  return areBuyers
    ? text.replace(/的销售(?=[笔次]数)/u, '的购买').replace(/有多少([笔次])销售(?=[？（])/u, '有多少$1购买记录')
    : text;
}

function wordings(intent: Intent, parts: PartsZh): string[] {
  if (intent.comparison) {
    return comparedZh(parts);
  }
  if (intent.measures.length === 0) {
    return listedZh(parts);
  }
  if (intent.having) {
    const those = conditionOnGroupsZh(parts, intent.having);
    return intent.order ? those.map((text) => ordered(text, intent.order, parts)) : those;
  }
  if (intent.order && intent.order.limit !== null) {
    return topGroupsZh(intent.order, intent.order.limit, parts);
  }
  const plain = intent.measures[0]?.form === 'rate' ? rate(intent.measures[0].where, parts) : figures(parts);
  return intent.order ? plain.map((text) => ordered(text, intent.order, parts)) : plain;
}

/** `……？请从多到少排列。` */
function ordered(text: string, order: Order | null, parts: PartsZh): string {
  const measure = parts.intent.measures[order?.by ?? 0];
  const ends = measure ? measureExtremesZh(measure, bareFigureZh(measure, parts)) : ['最高', '最低'];
  const [high, low] = ends.map((end) => end.replace('最', ''));
  const by = measure && parts.intent.measures.length > 1 ? `按${bareFigureZh(measure, parts)}` : '';
  const direction = `${by}${order?.direction === 'asc' ? `从${low}到${high}` : `从${high}到${low}`}`;
  return text.endsWith('？') ? `${text}请${direction}排列。` : `${text.replace(/。$/u, '')}，${direction}排列。`;
}

function figures(parts: PartsZh): string[] {
  const [measure, second] = parts.intent.measures;
  if (!measure) {
    return [];
  }
  if (second) {
    return severalFigures(parts);
  }
  switch (measure.form) {
    case 'count':
      return countedZh(parts);
    case 'distinct':
      return distinctRows(measure, parts);
    case 'ratio':
      return ratio(measure, parts);
    default:
      return oneFigure(measure, parts);
  }
}

/** Owners by what they did: `每个月分别有多少位客户下过订单？`. None where the language has no words for it. */
function distinctRows(measure: Extract<Measure, { form: 'distinct' }>, parts: PartsZh): string[] {
  const { groups, names, when, where } = parts;
  const { text, measureWord } = names.end(measure.entity, measure.path);
  const command = `${byZh(groups)}统计${when}${figureZh(measure, parts)}。`;
  const those = thoseWhoZh(measure, parts);
  if (those !== null) {
    const many = `多少${measureWord ?? '个'}`;
    const did = those.slice(0, -text.length - 1);
    if (groups.length === 0) {
      return [`${when}有${many}${text}${did}？`, command];
    }
    const isEach =
      where.length === 0 && isEachSaid(groups) && groups.every(({ isFull, form }) => isFull && form === 'time');
    return isEach ? [`${when}${eachZh(groups)}分别有${many}${text}${did}？`, command] : [command];
  }
  // 交易涉及多少只证券: nobody speaks so.
  return [];
}

/** `平均每位客户有多少笔已发货的订单？` */
function ratio(measure: Extract<Measure, { form: 'ratio' }>, parts: PartsZh): string[] {
  const { groups, intent, names, rows, when, where, word } = parts;
  const { over, under } = measure;
  // The owners of rows under conditions are others than all owners, and have no short name.
  if (under.form === 'distinct' && where.length > 0) {
    return [];
  }
  const by = groups.length === 0 ? '' : `${byZh(groups)}统计，`;
  const those = under.form === 'distinct' ? ownersWith(under, parts) : null;
  const figure = figureZh(measure, parts);
  const role = under.form === 'distinct' ? names.end(under.entity, under.path) : names.entity(intent.subject);
  const note = those === null ? '' : `（仅统计${those}${role.text}）`;
  const command = `${byZh(groups)}统计${when}${figure}${note}。`;
  if (over.form !== 'count' || under.form !== 'distinct') {
    const many = groups.length > 0 ? '分别' : '';
    return [`${by}${when}${figure}${many}是多少${note}？`, command];
  }
  const verb = doingZh(role.text, intent.subject) ?? '有';
  const what = withoutOwnerZh(rows.text, role.text);
  const each = `每${role.measureWord ?? '个'}`;
  const many = `${verb}多少${word}${what}`;
  // 下过订单的客户平均每位有多少笔订单
  const isSaid = those !== null && !those.startsWith('有') && groups.length === 0;
  const question = isSaid
    ? `${when}${those}${role.text}平均${each}${many}？`
    : `${by}${when}平均${each}${role.text}${many}${note}？`;
  return [question, command];
}

function oneFigure(measure: Measure, parts: PartsZh): string[] {
  const { groups, when, where } = parts;
  const figure = figureZh(measure, parts);
  const command = `${byZh(groups)}统计${when}${figure}${includingZh(parts)}。`;
  if (groups.length === 0) {
    return [`${when}${figure}是多少？`, command, `${when}${figure}`];
  }
  if (groups.some(({ isFlag }) => isFlag)) {
    return [command];
  }
  const of = figure.startsWith('从') ? '' : `${doneZh(parts)}的`;
  if (
    !isEachSaid(groups) ||
    // 每位 would promise those without rows too.
    groups.some(({ isFull, happening }) => !isFull || happening !== '')
  ) {
    return [command];
  }
  if (where.length > 0 && isAboutThings(parts)) {
    // The rows are of the products, and no part of them.
    return groups.every(({ form }) => form === 'time')
      ? [`${when}${parts.rows.text}${eachZh(groups)}的${bareFigureZh(measure, parts)}分别是多少？`, command]
      : [command];
  }
  return where.length === 0
    ? [`${when}${eachZh(groups)}${of}${figure}分别是多少？`, command, `${when}${eachZh(groups)}${of}${figure}`]
    : [`${amongZh(parts)}${eachZh(groups)}的${bareFigureZh(measure, parts)}分别是多少？`, command];
}

/** 经手 of the staff: 每位员工的付款 would be what they pay themselves. Empty for others. */
function doneZh({ groups: [group, second], intent }: PartsZh): string {
  return group?.form === 'entity' && !second ? (doingZh(group.noun, intent.subject) ?? '') : '';
}

/** The rows are spoken of by what they are about: 来自“德国”的供应商的产品. */
function isAboutThings({ rows, owner, intent }: PartsZh): boolean {
  return (
    (intent.subject.kind === 'line' || intent.subject.kind === 'snapshot') &&
    !/(记录|数据|明细)$/u.test(rows.text) &&
    !rows.text.endsWith(owner.name.text)
  );
}

/** `每位客户的订单数和总运费分别是多少？` */
function severalFigures(parts: PartsZh): string[] {
  const { groups, intent, rows, when, where, word } = parts;
  const [first = '', ...more] = intent.measures.map((measure) => bareFigureZh(measure, parts));
  const unit = unitOfShareZh(parts.owner.name.text) || (/.{2}记录$/u.test(parts.owner.name.text) ? '记录数' : '');
  // 从下单到发货的最短天数和最长天数
  const clause = /^从.+的(?=.+天数)/u.exec(first)?.[0] ?? null;
  const others = more.map((noun) => (clause !== null && noun.startsWith(clause) ? noun.slice(clause.length) : noun));
  const figures = [first, ...others].join('和');
  const isCount = intent.measures[0]?.form === 'count';
  if (groups.length > 0 && where.length === 0) {
    const all = isCount ? figures : [figureZh(intent.measures[0] ?? { form: 'count' }, parts), ...others].join('和');
    return !isEachSaid(groups) || groups.some(({ isFlag }) => isFlag) || groups.some(({ isFull }) => !isFull)
      ? [`${byZh(groups)}统计${when}${all}。`]
      : [`${when}${eachZh(groups)}${doneZh(parts)}的${all}分别是多少？`, `${byZh(groups)}统计${when}${all}。`];
  }
  // 从租借到归还 says already what takes so long.
  const isNoted = intent.subject.kind === 'snapshot' && where.length === 0 && /^每[日天]/u.test(rows.text);
  const ofRows = isNoted
    ? '单日'
    : where.length === 0 && (first.startsWith(`从${rows.text}`) || saysDeedZh(first, rows.text))
      ? ''
      : `${rows.text}${first.startsWith('从') || (rows.text.includes('的') && /^(最|平均|总)/u.test(first)) ? '' : '的'}`;
  const command = isCount
    ? `${byZh(groups)}统计${when}${[countNounZh(rows.text), ...others].join('和')}。`
    : `${byZh(groups)}统计${when}${ofRows}${figures}。`;
  if (groups.length === 0) {
    return isCount
      ? [`${when}${rows.text}有多少${word}，${others.join('和')}是多少？`, command]
      : [`${when}${ofRows}${figures}分别是多少？`, command];
  }
  return !isEachSaid(groups) || groups.some(({ isFlag }) => isFlag)
    ? [command]
    : [
        `${amongZh(parts)}${eachZh(groups)}的${isCount && unit ? [unit, ...others].join('和') : figures}分别是多少？`,
        command,
      ];
}

/** `全部订单中，待处理的占百分之多少？`; of what is done, the number counts and not the money: 已退款的笔数. */
function rate(condition: Condition, parts: PartsZh): string[] {
  const { groups, rows, when, where, intent, names } = parts;
  const those = `${thoseZh(condition, parts.owner, names)}${unitOfShareZh(rows.text)}`;
  const asked = numberOfZh(rowsZh(parts.owner.name.text, intent.subject, condition, names).text);
  const isBare = where.length === 0;
  const all = numberOfZh(rows.text);
  const among = datedZh(when, rows.text);
  if (groups.length === 0) {
    return isBare
      ? [
          `${when === '' ? allRowsZh(among) : among}中，${those}占百分之多少？`,
          `统计${when}${asked}占全部${all}的百分比。`,
          `${when}${asked}占全部${all}的比例是多少？`,
        ]
      : [`${among}中，${those}占百分之多少？`, `统计${among}中${those}占比。`];
  }
  const command = `${byZh(groups)}统计${among}中${those}占比。`;
  const isPlain =
    isBare &&
    isEachSaid(groups) &&
    ofWhoseZh(intent.dimensions[0], names) === null &&
    !groups.some(({ isFlag, happening, form, isFull }) => isFlag || happening || (form === 'time' && !isFull));
  return isPlain ? [`${when}${eachZh(groups)}的${rows.text}中，${those}占百分之多少？`, command] : [command];
}
