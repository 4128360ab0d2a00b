import type { Entity, Field, FieldValue, ModelIndex } from '#libs/semantic-model';
import type { Condition, FieldRef, Path, Quantity, Value } from '../intent.js';
import { endOf, fieldRef, stepsOut } from '../paths.js';
import { isAskedFor, isAskedInRole, isMeasuredIn, isState } from './asked-columns.js';
import { interleaved } from './choose.js';
import { expectedShare } from './expected-share.js';
import { latenessOf, MOSTLY_EMPTY } from './measure-parts.js';
import { hasTrend, isNameOf } from './dimension-parts.js';
import { isSpoken } from './spoken.js';
import { periodsOf, quartilesOf, roundLimit } from './thresholds.js';
import { pathsOverLinks, pathsToMany } from './ways.js';

/** A condition is worth asking when it keeps this share of the rows. */
const LEAST = 0.02;
const MOST = 0.7;

/** Unknown shares count as worth asking. */
export const keeps = (share: number | null): boolean => share === null || (share >= LEAST && share <= MOST);

export const valueOf = ({ value, meaning }: FieldValue): Value => ({ value, meaning });

/** The values of a column that conditions may use, in the order of the model. */
export function valuesFor({ values, role, sensitive }: Field): FieldValue[] {
  return sensitive === null && (role === 'dimension' || role === 'flag' || role === 'text' || role === 'code')
    ? values.filter(
        (value) =>
          keeps(value.share) &&
          isSpoken(value) &&
          isNamed(value) &&
          (value.meaning !== null || !isBareCode(role, value.value)),
      )
    : [];
}

/** A value for the rest says nothing, and a meaning that is a sentence is not spoken. */
function isNamed({ value, meaning }: FieldValue): boolean {
  const isRest = [value, meaning?.en ?? '', meaning?.zh ?? ''].some((text) => REST.test(text));
  return !isRest && (meaning?.en.split(' ').length ?? 0) <= MOST_WORDS;
}

const REST =
  /^(others?|n\/?a|not applicable|unknown|none|null|nil|misc|miscellaneous|unspecified|undefined|其他|其它|未知|无|暂无)$/iu;
const MOST_WORDS = 4;

/** `type 2` says nothing to a person; a year does. */
function isBareCode(role: Field['role'], value: string): boolean {
  return role !== 'flag' && /^-?\d+(\.\d+)?$/.test(value) && !/^(19|20)\d\d$/.test(value);
}

/** Rows by their names. */
function titles(of: FieldRef): Condition[] {
  // One name of several rows means none of them.
  return (of.entity.titleRepeats ? [] : valuesFor(of.field))
    .slice(0, 4)
    .map((value) => ({ form: 'compare', of, by: '=', value: valueOf(value) }));
}

function equals(of: FieldRef): Condition[] {
  return valuesFor(of.field)
    .filter(({ value }) => isOfSeveral(expectedShare(of.field, value), of.entity))
    .slice(0, 4)
    .map((value) => ({ form: 'compare', of, by: '=', value: valueOf(value) }));
}

/** One row is asked for by its name, not by what it alone has. */
function isOfSeveral(share: number | null, { rowCount }: Entity): boolean {
  return share === null || rowCount === null || Math.round(share * rowCount) >= SEVERAL;
}

const SEVERAL = 2;

/** People part rows by it. */
function isCategory(field: Field, entity: Entity, isOwn: boolean): boolean {
  const isFilled = (field.nullShare ?? 0) <= MOSTLY_EMPTY;
  return (
    (field.role === 'dimension' || field.role === 'flag') &&
    isFilled &&
    isAskedFor(field, entity, isOwn) &&
    !isNameOf(field, entity)
  );
}

/** One of each column in turn: values, limits, missing values. */
export function ownConditions(index: ModelIndex, subject: Entity, quantities: readonly Quantity[]): Condition[] {
  const refs = subject.fields.map((field) => fieldRef(subject, [], field));
  const categories = refs.filter(({ field }) => isCategory(field, subject, true));
  return interleaved([
    ...categories.map(equals),
    ...quantities.map(limits),
    [...late(index, subject), ...refs.flatMap((of) => missing(of))],
  ]);
}

/** Above the third quartile, below the first. */
export function limits(of: Quantity): Condition[] {
  if (of.form !== 'field') {
    return [];
  }
  const { range } = of.field;
  const quartiles = quartilesOf(of.field);
  const limit = (at: number, by: '>' | '<'): Condition[] => {
    const value = roundLimit(quartiles[at], range);
    return value === null ? [] : [{ form: 'compare', of, by, value: { value, meaning: null } }];
  };
  return [...limit(2, '>'), ...limit(0, '<')];
}

/** Rows that were done after they were due. */
function late(index: ModelIndex, subject: Entity): Condition[] {
  const field = (name: string): Field | undefined => index.field(subject.id, name);
  return index.metricsOf(subject.id).flatMap((metric): Condition[] => {
    const times = latenessOf(subject, metric);
    const [done, due] = [times && field(times.done), times && field(times.due)];
    return done && due
      ? [{ form: 'columns', of: fieldRef(subject, [], done), by: '>', other: fieldRef(subject, [], due), isLate: true }]
      : [];
  });
}

/** Rows without a value, where the model knows what that means, and no status of the row says it better. */
function missing(of: FieldRef): Condition[] {
  const { nullMeaning, nullShare, role } = of.field;
  // A time without a value also stands for what has failed: the status column tells what is still open.
  if (role === 'time' && of.entity.fields.some(hasStates)) {
    return [];
  }
  // The guard of every statement is no condition of its own.
  const isGuard =
    /^(未|尚未|没有)删除$/u.test(nullMeaning?.zh ?? '') || /\bnot (yet )?deleted\b/i.test(nullMeaning?.en ?? '');
  return nullMeaning !== null && !isGuard && nullShare !== null && keeps(nullShare)
    ? [{ form: 'null', of, negated: false }]
    : [];
}

/** The states that a row goes through; yes and no are none. */
function hasStates(field: Field): boolean {
  const { role, label, values } = field;
  const isOfLife = /(^| )(status|state|stage)$/.test(label.en.text) || /(状态|阶段)$/u.test(label.zh.text);
  return role !== 'flag' && isState(field) && isOfLife && values.length > 2;
}

/** Its values are known to be few: `products in category Seafood`. */
function isNamedByValue({ values, distinctCount }: Field): boolean {
  return (distinctCount ?? values.length) <= 50 && values.length > 1;
}

/** Most of the linked rows are referred to. */
function areUsed(path: Path): boolean {
  const last = path.at(-1);
  const [used, rows] = [last?.relationship.distinctCount ?? null, last?.target.rowCount ?? null];
  return used === null || rows === null || used * 2 >= rows;
}

/** Conditions on linked rows: by their title where they are few, by their columns. */
export function linkedConditions(subject: Entity, paths: readonly Path[]): Condition[] {
  return interleaved(
    paths.map((path) => {
      const entity = endOf(subject, path);
      const [title = '', second] = entity.title;
      const refs = entity.fields.map((field) => fieldRef(subject, path, field));
      const named = refs.filter(
        ({ field }) => field.name === title && second === undefined && isNamedByValue(field) && areUsed(path),
      );
      // A flag of a look-up table two joins away makes an odd question: trips of vehicles of types that are refrigerated.
      const columns = refs.filter(
        ({ field }) =>
          isCategory(field, entity, false) &&
          isAskedInRole(field, path) &&
          !(path.length > 1 && field.role === 'flag' && entity.kind === 'lookup'),
      );
      return interleaved([...named.map(titles), ...columns.map(equals)]);
    }),
  );
}

export function periodConditions(of: FieldRef | null): Condition[] {
  return of === null || !hasTrend(of) ? [] : periodsOf(of.field).map((period) => ({ form: 'period', of, period }));
}

/** With rows that refer to them, and without; where both exist. Then with and without those of a period or a state. */
export function linkedRowConditions(index: ModelIndex, subject: Entity): Condition[] {
  if (isMeasuredIn(subject)) {
    return [];
  }
  const paths = [...pathsToMany(index, subject), ...pathsOverLinks(index, subject)].filter(
    (path) => !isPart(subject, path) && isHad(index, subject, path),
  );
  const either = (path: Path, where: Condition | null): Condition[] =>
    exists(path, where).slice(isUsual(subject, path) ? 0 : 1);
  const plain = paths.filter((path) => isSplit(subject, path)).flatMap((path) => either(path, null));
  const narrowed = paths.map((path) => narrowing(path, subject).flatMap((where) => either(path, where)));
  return [...plain, ...interleaved(narrowed)];
}

/** The lines of a document. Documents without lines are errors in the data, so their absence is no useful condition. */
function isPart({ kind }: Entity, path: Path): boolean {
  return kind === 'event' && path.at(-1)?.target.kind === 'line';
}

/**
 * The subject has the rows: it does not only occur in them as their contact, and does not belong to one of them by a reference
 * of its own. Users without a tenant are not those that no tenant names as its contact.
 */
function isHad(index: ModelIndex, subject: Entity, [step]: Path): boolean {
  if (step?.direction !== 'in' || step.target.kind === 'link') {
    return true;
  }
  const role = step.relationship.role;
  const isAside = role !== null && (ASIDE.test(role.en.text) || ASIDE_CHINESE.test(role.zh.text));
  return !isAside && !stepsOut(index, subject).some(({ target }) => target === step.target);
}

const ASIDE = /\b(contact|referrer|referee|guarantor|approver|creator|author|editor|updater|parent)\b/;
const ASIDE_CHINESE = /(联系人|推荐人|担保人|审批人|创建人|修改人|更新人)/u;

function exists(path: Path, where: Condition | null): Condition[] {
  return [true, false].map((negated) => ({ form: 'exists', path, where, negated }));
}

/** Fewer owners with rows than this share, and a list of those without would be nearly all of them. */
const USUAL = 0.05;

function isUsual(subject: Entity, path: Path): boolean {
  return (shareWith(subject, path) ?? 1) >= USUAL;
}

/** Of the rows that have linked rows; null where it is unknown. */
function shareWith({ rowCount }: Entity, path: Path): number | null {
  const used = path[0]?.relationship.distinctCount ?? null;
  return used === null || !rowCount ? null : used / rowCount;
}

function isSplit(subject: Entity, path: Path): boolean {
  const share = shareWith(subject, path);
  return share === null || (share >= LEAST && share <= 1 - LEAST);
}

/** Conditions on the rows at the other end, seen from them. */
function narrowing(path: Path, subject: Entity): Condition[] {
  const entity = endOf(subject, path);
  const time = entity.fields.find(({ name, typeCategory }) => name === entity.time && typeCategory === 'D');
  const periods = time && entity.kind !== 'thing' ? periodConditions(fieldRef(entity, [], time)) : [];
  const states = entity.fields
    .filter((field) => (field.role === 'dimension' || field.role === 'flag') && isAskedFor(field, entity, true))
    .flatMap((field) => equals(fieldRef(entity, [], field)).slice(0, 1));
  // A row that belongs to one only is not what others lack.
  const named =
    entity.title.length === 1 && path.length > 1
      ? entity.fields.filter((field) => field.name === entity.title[0] && isNamedByValue(field))
      : [];
  return [
    ...periods.slice(0, 1),
    ...named.flatMap((field) => titles(fieldRef(entity, [], field)).slice(0, 2)),
    ...states.slice(0, 2),
  ];
}
