import type { Condition, Intent, Measure, Order } from '../../intent.js';
import type { Names } from '../names.js';
import { comparedZh, conditionOnGroupsZh } from './compared.js';
import { thoseZh } from './conditions.js';
import { doingZh } from './doers.js';
import { bareFigureZh, figureZh } from './figures.js';
import { byZh, eachZh } from './groups.js';
import { listedZh } from './listed.js';
import { measureExtremesZh } from './nouns.js';
import { amongZh, includingZh, partsZh, type PartsZh } from './questions.js';
import { topGroupsZh } from './top-groups.js';

/** All wordings of an intent: questions first, then commands, the keyword form last. */
export function phrasesZh(intent: Intent, names: Names): string[] {
  return [...new Set(wordings(intent, partsZh(intent, names)))];
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
      return counted(parts);
    case 'distinct':
      return distinctRows(measure, parts);
    case 'ratio':
      return ratio(measure, parts);
    default:
      return oneFigure(measure, parts);
  }
}

function counted(parts: PartsZh): string[] {
  const { intent, groups, rows, when, word, where } = parts;
  const figure = figureZh({ form: 'count' }, parts);
  const including = includingZh(parts);
  const [group, second] = groups;
  if (!group) {
    const question =
      where.length === 0 ? `${when}一共有多少${word}${rows.text}？` : `${when}${rows.text}有多少${word}？`;
    return [question, `统计${when}${figure}。`, `${when}${figure}`];
  }
  const command = `${byZh(groups)}统计${when}${figure}${including}。`;
  const isBare = where.length === 0;
  const among = amongZh(parts);
  if (groups.some(({ isFlag }) => isFlag)) {
    const question =
      group.states && !second
        ? isBare
          ? `${when}${group.states}的${rows.text}各有多少${word}？`
          : `${among}${group.states}的各有多少${word}？`
        : `${when}${byZh(groups)}统计，${rows.text}各有多少${word}？`;
    return [question, command];
  }
  if (!isBare && including !== '') {
    return [`${when}${group.each}有多少${word}${rows.text}${including}？`, command];
  }
  if (!isBare) {
    // 家 of companies and 家 of branches: the noun tells which are counted.
    const noun = groups.some(({ measureWord }) => measureWord === word) ? parts.owner.name.text : '';
    return [`${among}${eachZh(groups)}各有多少${word}${noun}？`, command];
  }
  const doing = group.form === 'entity' && !second ? doingZh(group.noun, intent.subject) : null;
  const question =
    group.form === 'entity' && !second
      ? `${when}${group.each}${doing ? `${doing}了` : '有'}多少${word}${rows.text}${including}？`
      : `${when}${eachZh(groups)}的${rows.text}各有多少${word}${including}？`;
  return [question, command, `${when}${eachZh(groups)}的${figure}${including}`];
}

/** Owners of the rows: `来自“德国”的客户的订单涉及多少种产品？` */
function distinctRows(measure: Extract<Measure, { form: 'distinct' }>, parts: PartsZh): string[] {
  const { groups, names, rows, when, where } = parts;
  const { text, measureWord } = names.end(measure.entity, measure.path);
  const question = `涉及多少${measureWord ?? '个'}${text}？`;
  const command = `${byZh(groups)}统计${when}${figureZh(measure, parts)}。`;
  if (groups.length === 0) {
    return [`${when}${when !== '' && where.length === 0 ? '的' : ''}${rows.text}一共${question}`, command];
  }
  if (groups.some(({ isFlag }) => isFlag)) {
    return [`${when}${byZh(groups)}统计，${rows.text}分别${question}`, command];
  }
  return [
    where.length === 0
      ? `${when}${eachZh(groups)}的${rows.text}分别${question}`
      : `${amongZh(parts)}${eachZh(groups)}分别${question}`,
    command,
  ];
}

/** `平均每位客户有多少笔已发货的订单？` */
function ratio(measure: Extract<Measure, { form: 'ratio' }>, parts: PartsZh): string[] {
  const { groups, intent, names, rows, when, where, word } = parts;
  const { over, under } = measure;
  const by = groups.length === 0 ? '' : `${byZh(groups)}统计，`;
  const figure = figureZh(measure, parts);
  const command = `${byZh(groups)}统计${when}${figure}。`;
  if (over.form !== 'count' || under.form !== 'distinct') {
    const many = groups.length > 0 ? '分别' : '';
    return over.form === 'aggregate' && under.form === 'distinct' && where.length > 0
      ? [`${amongZh(parts)}${by}${bareFigureZh(measure, parts)}${many}是多少？`]
      : [`${by}${when}${figure}${many}是多少？`, command];
  }
  const { text, measureWord } = names.end(under.entity, under.path);
  const verb = doingZh(text, intent.subject) ?? '有';
  return [`${by}${when}平均每${measureWord ?? '个'}${text}${verb}多少${word}${rows.text}？`, command];
}

function oneFigure(measure: Measure, parts: PartsZh): string[] {
  const { groups, when, where } = parts;
  const figure = figureZh(measure, parts);
  const command = `${byZh(groups)}统计${when}${figure}${includingZh(parts)}。`;
  if (groups.length === 0) {
    return [`${when}${figure}是多少？`, command, `${when}${figure}`];
  }
  if (groups.some(({ isFlag }) => isFlag)) {
    return [`${when}${byZh(groups)}统计，${figure}分别是多少？`, command];
  }
  const of = figure.startsWith('从') ? '' : '的';
  return where.length === 0
    ? [`${when}${eachZh(groups)}${of}${figure}是多少？`, command, `${when}${eachZh(groups)}${of}${figure}`]
    : [`${amongZh(parts)}${eachZh(groups)}的${bareFigureZh(measure, parts)}是多少？`, command];
}

/** `每位客户的订单数和总运费分别是多少？` */
function severalFigures(parts: PartsZh): string[] {
  const { groups, intent, rows, when, where, word } = parts;
  const [first = '', ...more] = intent.measures.map((measure) => bareFigureZh(measure, parts));
  // 从下单到发货的最短天数和最长天数
  const clause = /^从.+的(?=.+天数)/u.exec(first)?.[0] ?? null;
  const others = more.map((noun) => (clause !== null && noun.startsWith(clause) ? noun.slice(clause.length) : noun));
  const figures = [first, ...others].join('和');
  const isCount = intent.measures[0]?.form === 'count';
  if (groups.length > 0 && where.length === 0) {
    const all = isCount ? figures : [figureZh(intent.measures[0] ?? { form: 'count' }, parts), ...others].join('和');
    return groups.some(({ isFlag }) => isFlag)
      ? [`${when}${byZh(groups)}统计，${all}分别是多少？`, `${byZh(groups)}统计${when}${all}。`]
      : [`${when}${eachZh(groups)}的${all}分别是多少？`, `${byZh(groups)}统计${when}${all}。`];
  }
  const command = `${byZh(groups)}统计${when}${rows.text}${first.startsWith('从') ? '' : '的'}${isCount ? ['数量', ...others].join('和') : figures}。`;
  if (groups.length === 0) {
    return isCount
      ? [`${when}${rows.text}有多少${word}，${others.join('和')}是多少？`, command]
      : [`${when}${rows.text}${first.startsWith('从') ? '' : '的'}${figures}分别是多少？`, command];
  }
  return groups.some(({ isFlag }) => isFlag)
    ? [command]
    : [`${amongZh(parts)}${eachZh(groups)}的${figures}分别是多少？`, command];
}

function rate(condition: Condition, parts: PartsZh): string[] {
  const { groups, rows, when } = parts;
  const those = thoseZh(condition, parts.owner, parts.names);
  if (groups.length === 0) {
    return [
      `${when}${rows.text}中，${those}占百分之多少？`,
      `统计${when}${rows.text}中${those}占比。`,
      `${when}${rows.text}中${those}占比`,
    ];
  }
  const command = `${byZh(groups)}统计${when}${rows.text}中${those}占比。`;
  return groups.some(({ isFlag }) => isFlag)
    ? [`${when}${byZh(groups)}统计，${rows.text}中${those}分别占百分之多少？`, command]
    : [`${when}${eachZh(groups)}的${rows.text}中，${those}占百分之多少？`, command];
}
