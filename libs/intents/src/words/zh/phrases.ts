import type { Condition, Intent, Order } from '../../intent.js';
import type { Names } from '../names.js';
import { isWhen } from '../part.js';
import { comparedZh, conditionOnGroupsZh } from './compared.js';
import { saidZh } from './conditions.js';
import { listedZh } from './listed.js';
import { byZh, eachZh, figureZh, figuresZh, includingZh, partsZh, type PartsZh } from './questions.js';

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
    return conditionOnGroupsZh(parts, intent.having);
  }
  if (intent.order && intent.order.limit !== null) {
    return top(intent.order, intent.order.limit, parts);
  }
  const plain = intent.measures[0]?.form === 'rate' ? rate(intent.measures[0].where, parts) : figures(parts);
  return intent.order ? plain.map((text) => ordered(text, intent.order)) : plain;
}

/** `……？按从高到低排列。` */
function ordered(text: string, order: Order | null): string {
  const direction = order?.direction === 'asc' ? '从低到高' : '从高到低';
  return text.endsWith('？') ? `${text}按${direction}排列。` : `${text.replace(/。$/u, '')}，按${direction}排列。`;
}

function figures(parts: PartsZh): string[] {
  const { intent, names, rows, when, word } = parts;
  const { dimensions, measures } = intent;
  const figure = figuresZh(measures, parts);
  const [each, by, including] = [eachZh(parts), byZh(parts), includingZh(parts)];
  const [measure, second] = measures;
  const [dimension, other] = dimensions;
  if (measure?.form === 'count' && second === undefined) {
    if (!dimension) {
      const isBare = parts.where.every(isWhen);
      const question = isBare ? `${when}一共有多少${word}${rows.text}？` : `${when}${rows.text}有多少${word}？`;
      return [question, `统计${when}${figure}。`, `${when}${figure}`];
    }
    if (dimension.form === 'entity' && other === undefined) {
      return [
        `${when}${each}有多少${word}${rows.text}${including}？`,
        `${by}统计${when}${figure}${including}。`,
        `${when}${each}的${figure}${including}`,
      ];
    }
  }
  if (measure?.form === 'distinct' && second === undefined && !dimension) {
    const { text, measureWord } = names.end(measure.entity, measure.path);
    return [`${when}有${rows.text}的${text}一共有多少${measureWord ?? '个'}？`, `统计${when}${figure}。`];
  }
  const link = each === '' || measure?.form === 'ratio' ? each : `${each}的`;
  if (parts.groups.some(({ isFlag }) => isFlag)) {
    return [`${by}划分，${when}${figure}分别是多少？`, `${by}统计${when}${figure}。`];
  }
  return [
    `${when}${link}${figure}${second ? '分别' : ''}是多少？`,
    `${by}统计${when}${figure}${including}。`,
    `${when}${link}${figure}`,
  ];
}

function rate(condition: Condition, parts: PartsZh): string[] {
  const { intent, names, rows, when } = parts;
  const said = saidZh(condition, intent.subject, names);
  const link = eachZh(parts) === '' ? '' : `${eachZh(parts)}的`;
  return [
    `${when}${link}${rows.text}中，${said}的占百分之多少？`,
    `${byZh(parts)}统计${when}${rows.text}中${said}的比例。`,
    `${when}${link}${rows.text}中${said}的比例`,
  ];
}

/** The best groups. */
function top(order: Order, limit: number, parts: PartsZh): string[] {
  const { intent, rows, when } = parts;
  const [dimension] = intent.dimensions;
  const [group] = parts.groups;
  const measure = intent.measures[order.by];
  if (!dimension || !group || !measure) {
    return [];
  }
  const isMost = order.direction === 'desc';
  const isCount = measure.form === 'count' || measure.form === 'distinct';
  const end = isCount ? (isMost ? '最多' : '最少') : isMost ? '最高' : '最低';
  const figure = figureZh(measure, parts);
  const what = measure.form === 'count' ? rows.text : figure;
  if (dimension.form === 'time') {
    const which = WHICH[dimension.bucket] ?? `哪个${group.noun}`;
    return limit === 1
      ? [`${when}${which}的${what}${end}？`, `找出${when}${what}${end}的${group.noun}。`]
      : [`${when}${what}${end}的 ${limit} 个${group.noun}是哪些？`];
  }
  return limit === 1
    ? [`${when}哪${group.measureWord}${group.noun}的${what}${end}？`, `找出${when}${what}${end}的${group.noun}。`]
    : [
        `${when}哪 ${limit} ${group.measureWord}${group.noun}的${what}${end}？`,
        `列出${when}${what}${end}的前 ${limit} ${group.measureWord}${group.noun}。`,
        `${when}${figure}${isMost ? '前' : '后'} ${limit} 的${group.noun}`,
      ];
}

const WHICH: Readonly<Partial<Record<string, string>>> = {
  year: '哪一年',
  month: '哪个月',
  quarter: '哪个季度',
  week: '哪一周',
  weekday: '星期几',
  day: '哪一天',
};
