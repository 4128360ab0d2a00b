import type { Order } from '../../intent.js';
import { bareFigureZh, figureZh } from './figures.js';
import { measureExtremesZh, mostOfZh } from './nouns.js';
import { amongZh, type PartsZh } from './questions.js';

/** The best groups: `订单最多的 5 位客户是哪些？` */
export function topGroupsZh(order: Order, limit: number, parts: PartsZh): string[] {
  const { intent, rows, when, where } = parts;
  const [dimension] = intent.dimensions;
  const [group] = parts.groups;
  const measure = intent.measures[order.by];
  if (!dimension || !group || !measure) {
    return [];
  }
  const isMost = order.direction === 'desc';
  const bare = bareFigureZh(measure, parts);
  const end = measureExtremesZh(measure, bare)[isMost ? 0 : 1];
  const isCount = measure.form === 'count';
  const what = isCount ? mostOfZh(rows.text) : figureZh(measure, parts);
  if (dimension.form === 'time') {
    return topTimes(dimension.bucket, limit, { what, end, parts });
  }
  const { measureWord, noun } = group;
  const isBare = where.length === 0;
  if (limit === 1) {
    return [
      isBare ? `${when}哪${measureWord}${noun}的${what}${end}？` : `${when}${what}${end}的${noun}是哪${measureWord}？`,
      `找出${when}${what}${end}的${noun}。`,
    ];
  }
  const question = isBare
    ? `${when}哪 ${limit} ${measureWord}${noun}的${what}${end}？`
    : isCount
      ? `${when}${what}${end}的 ${limit} ${measureWord}${noun}是哪些？`
      : `${amongZh(parts)}${bare}${end}的 ${limit} ${measureWord}${noun}是哪些？`;
  return [question, `列出${when}${what}${end}的前 ${limit} ${measureWord}${noun}。`];
}

interface TopTimes {
  readonly what: string;
  readonly end: string;
  readonly parts: PartsZh;
}

function topTimes(bucket: string, limit: number, { what, end, parts }: TopTimes): string[] {
  const { when, groups } = parts;
  const noun = groups[0]?.noun ?? '';
  const happening = /^每(?:年|个季度|个月|周|天)(.+)$/u.exec(groups[0]?.each ?? '')?.[1] ?? '';
  const which = WHICH[bucket];
  if (bucket === 'weekday') {
    // 星期几 is no noun that something is found as.
    return limit === 1 ? [`${when}${what}在${noun}${end}？`] : [];
  }
  if (limit !== 1) {
    return [`${when}${what}${end}的 ${limit} 个${noun}是哪些？`];
  }
  if (which && !happening && parts.where.length > 0) {
    return [`${when}${what}在${which}${end}？`, `找出${when}${what}${end}的${noun}。`];
  }
  return which && (happening || !noun.includes('所在'))
    ? [`${when}${which}${happening}的${what}${end}？`, `找出${when}${what}${end}的${noun}。`]
    : [`找出${when}${what}${end}的${noun}。`];
}

const WHICH: Readonly<Partial<Record<string, string>>> = {
  year: '哪一年',
  month: '哪个月',
  quarter: '哪个季度',
  week: '哪一周',
  day: '哪一天',
};
