import { conjuncts } from '../../conditions.js';
import type { Dimension, Intent, Measure } from '../../intent.js';
import type { Names } from '../names.js';
import { isSilentSubject, isWhen } from '../part.js';
import { rowsZh, saidZh, type PhraseZh } from './conditions.js';
import { BUCKETS_ZH, countNounZh, measureNounZh, quantityNounZh } from './nouns.js';

/** The parts of a Chinese question. */
export interface PartsZh {
  readonly intent: Intent;
  readonly names: Names;
  readonly rows: PhraseZh;
  readonly when: string;
}

export function partsZh(intent: Intent, names: Names): PartsZh {
  const rows = rowsZh(names.entity(intent.subject).text, intent.subject, intent.where, names);
  return { intent, names, rows, when: rows.when };
}

/** The measure with its rows: `德国客户的订单的总运费`. */
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
    default:
      return `${ofRows(parts)}${noun}`;
  }
}

/** `订单的`; nothing for lines without conditions: the measure says enough. */
function ofRows({ intent, rows }: PartsZh): string {
  const conditions = conjuncts(intent.where).filter((condition) => !isWhen(condition));
  return isSilentSubject(intent) && conditions.length === 0 ? '' : `${rows.text}的`;
}

/** One group: `每位客户`, `各国家`, `每个月`. */
export function groupZh(
  dimension: Dimension,
  names: Names,
): { readonly noun: string; readonly each: string; readonly measureWord: string } {
  switch (dimension.form) {
    case 'entity': {
      const { text, measureWord } = names.end(dimension.entity, dimension.path);
      const word = measureWord ?? '个';
      return { noun: text, each: `每${word}${text}`, measureWord: word };
    }
    case 'field': {
      const label = names.field(dimension.of.field).text;
      const role = dimension.of.path.length > 0 ? names.end(dimension.of.entity, dimension.of.path).text : '';
      const noun = label.startsWith(role) ? label : `${role}${label}`;
      const each = /^是否/u.test(noun) ? `按“${noun}”划分的` : `各${noun}`;
      return { noun, each, measureWord: '个' };
    }
    case 'time':
      return { noun: BUCKETS_ZH[dimension.bucket], each: EACH[dimension.bucket], measureWord: '个' };
    case 'bands': {
      const noun = `${quantityNounZh(dimension.of, names)}区间（${bandsZh(dimension.bounds)}）`;
      return { noun, each: `各${noun}`, measureWord: '个' };
    }
  }
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
export function eachZh(dimensions: readonly Dimension[], names: Names): string {
  return dimensions.map((dimension) => groupZh(dimension, names).each).join('');
}

/** `按类别和月份`. */
export function byZh(dimensions: readonly Dimension[], names: Names): string {
  return dimensions.length === 0 ? '' : `按${dimensions.map((dimension) => groupZh(dimension, names).noun).join('和')}`;
}
