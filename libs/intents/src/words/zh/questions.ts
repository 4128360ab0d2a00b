import { conjuncts } from '../../conditions.js';
import type { Condition, Dimension, Intent, Measure } from '../../intent.js';
import type { Names } from '../names.js';
import { isFlag } from '../values.js';
import { aboutGroup, isMainTime, isSilentSubject, isWhen } from '../part.js';
import { rowsZh, saidZh, type PhraseZh } from './conditions.js';
import { BUCKETS_ZH, countNounZh, measureNounZh, quantityNounZh } from './nouns.js';

export interface GroupZh {
  readonly noun: string;
  /** `每位客户`, `各国家`, `每个月` */
  readonly each: string;
  readonly measureWord: string;
  /** Parts the rows by yes and no. */
  readonly isFlag?: boolean;
}

/** The parts of a Chinese question. */
export interface PartsZh {
  readonly intent: Intent;
  readonly names: Names;
  /** The conditions on the rows, without those on the groups. */
  readonly where: readonly Condition[];
  readonly rows: PhraseZh;
  readonly groups: readonly GroupZh[];
  /** The measure word of the rows. */
  readonly word: string;
  readonly when: string;
}

export function partsZh(intent: Intent, names: Names): PartsZh {
  const conditions = conjuncts(intent.where);
  const ofGroup = conditions.filter((condition) => aboutGroup(condition, intent.dimensions[0]));
  const where = conditions.filter((condition) => !ofGroup.includes(condition));
  const { text, measureWord } = names.entity(intent.subject);
  const rows = rowsZh(text, intent.subject, { form: 'and', of: where }, names);
  return {
    intent,
    names,
    where,
    rows,
    groups: intent.dimensions.map((dimension, index) => groupOf(dimension, index === 0 ? ofGroup : [], intent, names)),
    word: measureWord ?? '条',
    when: rows.when,
  };
}

/** The measure with its rows: `国家为“德国”的客户的订单总运费`. */
export function figureZh(measure: Measure, parts: PartsZh): string {
  const { intent, names, rows } = parts;
  const noun = measureNounZh(measure, intent.subject, names);
  switch (measure.form) {
    case 'count':
      return countNounZh(rows.text);
    case 'distinct':
      return `有${rows.text}的${noun}`;
    case 'rate':
      return `${rows.text}中${saidZh(measure.where, intent.subject, names)}的占比`;
    case 'ratio':
      return ratioZh(measure, parts);
    default:
      return `${ofRows(noun, parts)}${noun}`;
  }
}

/** Several figures over the same rows: `订单的最低运费和最高运费`. */
export function figuresZh(measures: readonly Measure[], parts: PartsZh): string {
  const [first, second] = measures;
  if (first?.form === 'aggregate' && second?.form === 'aggregate' && first.of === second.of) {
    const noun = (measure: Measure): string => measureNounZh(measure, parts.intent.subject, parts.names);
    return `${ofRows('', parts)}${noun(first)}和${noun(second)}`;
  }
  return measures.map((measure) => figureZh(measure, parts)).join('和');
}

/** `平均每位客户的订单数`. */
function ratioZh({ over, under }: Extract<Measure, { form: 'ratio' }>, parts: PartsZh): string {
  const { intent, names } = parts;
  const above = figureZh(over, parts);
  if (under.form !== 'count' && under.form !== 'distinct') {
    return `${above}与${measureNounZh(under, intent.subject, names)}之比`;
  }
  const below = under.form === 'count' ? names.entity(intent.subject) : names.end(under.entity, under.path);
  return `平均每${below.measureWord ?? '个'}${below.text}的${above}`;
}

/** `订单`, before a figure; nothing for lines without conditions: the measure or its groups say enough. */
function ofRows(noun: string, { intent, rows, where, names }: PartsZh): string {
  if (isSilentSubject(intent) && where.every(isWhen)) {
    return '';
  }
  const isClose =
    /^\p{Script=Han}{1,4}$/u.test(names.entity(intent.subject).text) &&
    /^(总|平均|最[高低多少长短大小]|从)/u.test(noun);
  return `${rows.text}${isClose ? '' : '的'}`;
}

function groupOf(dimension: Dimension, conditions: readonly Condition[], intent: Intent, names: Names): GroupZh {
  switch (dimension.form) {
    case 'entity': {
      const { text, measureWord } = names.end(dimension.entity, dimension.path);
      const word = measureWord ?? '个';
      const own = conditions.flatMap((condition) => fromThere(condition));
      const noun = rowsZh(text, dimension.entity, { form: 'and', of: own }, names).text;
      return { noun, each: `每${word}${noun}`, measureWord: word };
    }
    case 'field':
      return columnGroup(dimension, intent, names);
    case 'time': {
      const bucket = BUCKETS_ZH[dimension.bucket];
      const noun = isMainTime(dimension.of) ? bucket : `${names.field(dimension.of.field).text}所在${bucket}`;
      return { noun, each: isMainTime(dimension.of) ? EACH[dimension.bucket] : `各${noun}`, measureWord: '个' };
    }
    case 'bands': {
      const noun = `${quantityNounZh(dimension.of, names)}区间（${bandsZh(dimension.bounds)}）`;
      return { noun, each: `各${noun}`, measureWord: '个' };
    }
  }
}

/** The condition, seen from the entity that it is about. */
function fromThere(condition: Condition): Condition[] {
  return 'of' in condition && 'path' in condition.of
    ? [{ ...condition, of: { ...condition.of, path: [] } } as Condition]
    : [];
}

function columnGroup({ of }: Extract<Dimension, { form: 'field' }>, intent: Intent, names: Names): GroupZh {
  const label = names.field(of.field).text;
  const role = of.path.length > 0 ? names.end(of.entity, of.path).text : '';
  const isSaid =
    label.includes(role) ||
    (intent.subject.kind === 'line' && of.path.length === 1 && of.entity.kind === 'event') ||
    intent.dimensions.some((other) => other.form === 'entity' && other.entity === of.entity);
  const noun = isSaid ? label : `${role}${label}`;
  const asked = isFlag(of.field) && !/是否|有无/u.test(noun) ? `${isSaid ? '' : role}是否${label}` : noun;
  return { noun: asked, each: `各${asked}`, measureWord: '个', isFlag: isFlag(of.field) };
}

const EACH: Readonly<Record<keyof typeof BUCKETS_ZH, string>> = {
  year: '每年',
  quarter: '每个季度',
  month: '每个月',
  week: '每周',
  weekday: '一周中每天',
  day: '每天',
  hour: '一天中每个小时',
};

function bandsZh(bounds: readonly number[]): string {
  const between = bounds.slice(1).map((bound, index) => `${bounds[index]} 到 ${bound}`);
  return [`低于 ${bounds[0]}`, ...between, `${bounds.at(-1)} 及以上`].join('、');
}

/** `各类别每个月`. */
export function eachZh({ groups }: Pick<PartsZh, 'groups'>): string {
  return groups.map(({ each }) => each).join('');
}

/** `按类别和月份`. */
export function byZh({ groups }: Pick<PartsZh, 'groups'>): string {
  return groups.length === 0 ? '' : `按${groups.map(({ noun }) => noun).join('和')}`;
}

/** `（含没有订单的客户）`. */
export function includingZh({ intent, groups, names }: PartsZh): string {
  const isWhole = intent.dimensions.some((dimension) => dimension.form === 'entity' && dimension.withEmpty);
  return isWhole ? `（含没有${names.entity(intent.subject).text}的${groups[0]?.noun}）` : '';
}
