import type { Order } from '../../intent.js';
import { thoseZh } from './conditions.js';
import { isOverLink } from './counted.js';
import { deedOverLink, looksAfter } from './deeds.js';
import { doingZh } from './doers.js';
import { bareFigureZh, figureZh } from './figures.js';
import { measureExtremesZh, mostOfZh } from './nouns.js';
import { amongZh, type PartsZh } from './questions.js';

/** The best groups: `订单最多的 5 位客户是哪些？` */
export function topGroupsZh(order: Order, limit: number, parts: PartsZh): string[] {
  const { intent, when, where } = parts;
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
  const what = isCount ? mostOfOwnersZh(parts) : figureZh(measure, parts);
  if (dimension.form === 'time') {
    return topTimes(dimension.bucket, limit, { what, end, parts });
  }
  const { measureWord, noun } = group;
  // 哪位演员出演的影片最多
  const of = isCount && what !== mostOfZh(parts.rows.text) ? '' : '的';
  const isBare = where.length === 0;
  const [condition, another] = where;
  const isPerson = dimension.form === 'entity' && /^[位名]$/u.test(measureWord);
  if (limit === 1 && isCount && isPerson && condition && another === undefined && what.startsWith('来自')) {
    // 来自“Brazil”的客户最多的员工: who of them is from there?
    const { owner, names } = parts;
    const whose = looksAfter(noun, owner.name) ? '负责' : '';
    const those = thoseZh(condition, owner, names);
    return [`${when}哪${measureWord}${noun}${whose}的${owner.name.text}中，${those}${end}？`];
  }
  if (limit === 1) {
    return [
      isBare
        ? `${when}哪${measureWord}${noun}${of}${what}${end}？`
        : `${when}${what}${end}的${noun}是哪${measureWord}？`,
      `找出${when}${what}${end}的${noun}。`,
    ];
  }
  const question = isBare
    ? `${when}哪 ${limit} ${measureWord}${noun}${of}${what}${end}？`
    : isCount
      ? `${when}${what}${end}的 ${limit} ${measureWord}${noun}是哪些？`
      : `${amongZh(parts)}${bare}${end}的 ${limit} ${measureWord}${noun}是哪些？`;
  return [question, `列出${when}${what}${end}的前 ${limit} ${measureWord}${noun}。`];
}

/** 出演的影片 of actors, 负责的部门 of leaders; 订单 of customers. */
function mostOfOwnersZh({ intent, rows, groups: [group], names }: PartsZh): string {
  const most = mostOfZh(rows.text);
  const [dimension] = intent.dimensions;
  if (dimension?.form !== 'entity' || group === undefined || rows.text.includes('的')) {
    return most;
  }
  const deed = isOverLink(dimension) ? deedOverLink(group.noun, names.entity(intent.subject).text)?.ofRows : undefined;
  const doing = doingZh(group.noun, intent.subject);
  const verb = deed?.replace(/[过了]$/u, '') ?? doing ?? (/^(负责人|主管|经理)$/u.test(group.noun) ? '负责' : '');
  return verb === '' || verb.endsWith('给') ? most : `${verb}的${most}`;
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
  const { rows } = parts;
  if (which && happening && parts.where.length > 0 && what === mostOfZh(rows.text)) {
    // 哪一年入职的所在城市为“Berlin”的员工: two clauses before one noun
    return [`${rows.text}中，${which}${happening}的${end}？`, `找出${when}${what}${end}的${noun}。`];
  }
  if (which && !happening && !noun.includes('所在') && parts.where.length > 0) {
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
