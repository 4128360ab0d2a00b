import { deedNoun } from '#libs/lexicon';
import type { Entity, Field } from '#libs/semantic-model';
import { leavesOf } from '../conditions.js';
import type { FieldRef, Intent, Leaf } from '../intent.js';
import { isWhen } from '../words/part.js';

/** Words for the beginning of a row, whatever the row is called. */
const BEGUN =
  /^(creat|open|plac|order|submi|request|report|fil|post|issu|start|beg|enter|entr|book|receiv|record|occur|happen|event|transaction|invoic|document|schedul|log|call|visit|arriv|check|perform|add|insert|rais|made|sign|regist|join|enrol|admi|hir|measur|count|inspect|survey|sampl|observ|read|taken|trad|pay|paid|ship|deliver|effective|period|as of|sent|session|due|year|month|day|week|quarter|calendar|snapshot|date|time)/;
const STEM = 4;

const plain = (label: string): string => label.replace(/ ?\b(date|time|day|timestamp|at|on)$/, '');

/** The first letters of a word: `ship` of shipments and shipped. */
const stemOf = (word: string): string => word.slice(0, STEM);

/** The date of another event does not date the rows: the loss behind a claim, the first reply to a ticket. */
export function isTimeOfEn({ field, entity }: FieldRef, rows: Entity): boolean {
  const event = plain(field.label.en.text);
  if (entity.kind === 'thing') {
    // The day on which somebody entered them into the software says nothing about them.
    return !/^(creat|add|insert|record|enter|entry)/.test(event);
  }
  const nouns = `${entity.name.en.text} ${rows.name.en.text}`.split(' ');
  const words = event.split(' ').filter((word) => word !== '');
  return (
    words.length === 0 ||
    BEGUN.test(event) ||
    words.some((word) => nouns.some((noun) => stemOf(noun) === stemOf(word) || stemOf(noun) === stemOf(deedNoun(word))))
  );
}

/**
 * Its parts are about one event: readers take March as the month of closing in `closed in March`, and not as the month in
 * which the rows began.
 */
export function isQuestionEn(intent: Intent): boolean {
  const { dimensions, measures, where } = intent;
  const leaves = leavesOf(where);
  const isTimed = dimensions.some(({ form }) => form === 'time') || leaves.some(isWhen);
  const rated = measures.flatMap((measure) => (measure.form === 'rate' ? leavesOf(measure.where) : []));
  return !isTimed || (!isPeakOfThings(intent) && ![...leaves, ...rated].some(isOfLaterTime));
}

/** The best period for things: nobody asks for the launch year with the most furniture. */
function isPeakOfThings({ subject, dimensions, order }: Intent): boolean {
  return subject.kind === 'thing' && dimensions.length === 1 && order?.limit === 1;
}

/** The state has a date of its own. */
function isOfLaterTime(leaf: Leaf): boolean {
  if (leaf.form === 'null') {
    return leaf.of.field.role === 'time';
  }
  if (leaf.form !== 'compare' || leaf.of.form !== 'field' || leaf.by !== '=') {
    return false;
  }
  const { entity, field } = leaf.of;
  const state = (leaf.value.meaning?.en ?? leaf.value.value).toLowerCase();
  const words = field.role === 'flag' ? field.label.en.text.split(' ') : state.split(/[ _-]/);
  const dates = entity.fields.filter(({ typeCategory, name }) => typeCategory === 'D' && name !== entity.time);
  return dates.some((date) => words.some((word) => isOf(date, word)));
}

const isOf = ({ label }: Field, word: string): boolean =>
  word.length >= STEM &&
  plain(label.en.text)
    .split(' ')
    .some((other) => stemOf(other) === stemOf(word));
