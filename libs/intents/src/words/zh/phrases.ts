import type { Condition, Intent, Order } from '../../intent.js';
import type { Names } from '../names.js';
import { comparedZh, conditionOnGroupsZh } from './compared.js';
import { saidZh } from './conditions.js';
import { extremesZh, quantityNounZh } from './nouns.js';
import { byZh, eachZh, figureZh, groupZh, partsZh, type PartsZh } from './questions.js';
import { joinedZh } from './values.js';

/** All wordings of an intent: questions first, then commands, the keyword form last. */
export function phrasesZh(intent: Intent, names: Names): string[] {
  return wordings(intent, partsZh(intent, names)).map(written);
}

function wordings(intent: Intent, parts: PartsZh): string[] {
  if (intent.comparison) {
    return comparedZh(parts);
  }
  if (intent.measures.length === 0) {
    return listed(intent, parts);
  }
  if (intent.having) {
    return conditionOnGroupsZh(parts, intent.having);
  }
  if (intent.order && intent.order.limit !== null) {
    return top(intent.order, intent.order.limit, parts);
  }
  return intent.measures[0]?.form === 'rate' ? rate(intent.measures[0].where, parts) : figures(parts);
}

/** A blank between Chinese and Latin words or numbers, outside quoted values. */
function written(text: string): string {
  return text
    .split(/(“[^”]*”)/)
    .map((part, index) =>
      index % 2 === 1
        ? part
        : part.replace(/(\p{Script=Han})(?=[A-Za-z])|([A-Za-z])(?=\p{Script=Han})/gu, '$1$2 ').replace(/ {2,}/g, ' '),
    )
    .join('')
    .replace(/ +([，。？、的”])/gu, '$1')
    .trim();
}

function figures(parts: PartsZh): string[] {
  const { intent, names, rows, when } = parts;
  const { dimensions, measures } = intent;
  const figure = joinedZh(
    measures.map((measure) => figureZh(measure, parts)),
    '和',
  );
  const each = eachZh(dimensions, names);
  const by = byZh(dimensions, names);
  const word = names.entity(intent.subject).measureWord ?? '条';
  const [dimension] = dimensions;
  if (measures.length === 1 && measures[0]?.form === 'count') {
    if (!dimension) {
      return [`${when}${rows.text}有多少${word}？`, `统计${when}${rows.text}的数量。`, `${when}${figure}`];
    }
    if (dimension.form === 'entity' && dimensions.length === 1) {
      return [`${when}${each}有多少${word}${rows.text}？`, `${by}统计${when}${figure}。`, `${when}${each}${figure}`];
    }
  }
  const [measure] = measures;
  if (measure?.form === 'distinct' && measures.length === 1 && !dimension) {
    const { text, measureWord } = names.end(measure.entity, measure.path);
    return [`${when}有${rows.text}的${text}一共有多少${measureWord ?? '个'}？`, `统计${when}${figure}。`];
  }
  const link = each === '' ? '' : `${each}${figure === '' ? '' : '的'}`;
  return [
    `${when}${link}${figure}${measures.length > 1 ? '分别' : ''}是多少？`,
    `${by === '' ? '' : by}统计${when}${figure}。`,
    `${when}${link}${figure}`,
  ];
}

function rate(condition: Condition, parts: PartsZh): string[] {
  const { intent, names, rows, when } = parts;
  const said = saidZh(condition, intent.subject, names);
  const each = eachZh(intent.dimensions, names);
  const by = byZh(intent.dimensions, names);
  const link = each === '' ? '' : `${each}的`;
  return [
    `${when}${link}${rows.text}中，${said}的占百分之多少？`,
    `${by}统计${when}${said}的${rows.text}占比。`,
    `${when}${link}${rows.text}中${said}的比例`,
  ];
}

/** The best groups. */
function top(order: Order, limit: number, parts: PartsZh): string[] {
  const { intent, names, rows, when } = parts;
  const [dimension] = intent.dimensions;
  const measure = intent.measures[order.by];
  if (!dimension || !measure) {
    return [];
  }
  const group = groupZh(dimension, names);
  const isMost = order.direction === 'desc';
  const isCount = measure.form === 'count' || measure.form === 'distinct';
  const end = isCount ? (isMost ? '最多' : '最少') : isMost ? '最高' : '最低';
  const figure = figureZh(measure, parts);
  const what = measure.form === 'count' ? rows.text : figure;
  if (dimension.form === 'time') {
    const which = { 年份: '哪一年', 月份: '哪个月', 季度: '哪个季度' }[group.noun] ?? `哪个${group.noun}`;
    return limit === 1
      ? [`${when}${which}的${what}${end}？`, `找出${when}${figure}${end}的${group.noun}。`]
      : [`${when}${figure}${end}的 ${limit} 个${group.noun}是哪些？`];
  }
  return limit === 1
    ? [`${when}哪${group.measureWord}${group.noun}的${what}${end}？`, `找出${when}${what}${end}的${group.noun}。`]
    : [
        `${when}哪 ${limit} ${group.measureWord}${group.noun}的${what}${end}？`,
        `列出${when}${what}${end}的前 ${limit} ${group.measureWord}${group.noun}。`,
        `${when}${figure}${isMost ? '前' : '后'} ${limit} 的${group.noun}`,
      ];
}

/** Rows, with the columns that are asked for. */
function listed({ order, shown, subject }: Intent, parts: PartsZh): string[] {
  const { names, rows, when } = parts;
  const labels = shown.map((quantity) => quantityNounZh(quantity, names));
  const columns = joinedZh(labels, '和');
  const word = names.entity(subject).measureWord ?? '条';
  const ordered = order && shown[order.by];
  if (order && order.limit !== null && ordered) {
    const noun = quantityNounZh(ordered, names);
    const [high, low] = extremesZh(ordered, noun);
    const end = order.direction === 'desc' ? high : low;
    return order.limit === 1
      ? [`${when}${noun}${end}的${rows.text}是哪${word}？`]
      : [
          `${when}${noun}${end}的 ${order.limit} ${word}${rows.text}是哪些？`,
          `列出${when}${noun}${end}的前 ${order.limit} ${word}${rows.text}。`,
        ];
  }
  if (labels.length === 0) {
    return [`${when}${rows.text}有哪些？`, `列出${when}${rows.text}。`];
  }
  return [
    `${when}${rows.text}的${columns}${labels.length > 1 ? '分别' : ''}是什么？`,
    `列出${when}${rows.text}的${columns}。`,
    `${when}${rows.text}，包括${columns}`,
  ];
}
