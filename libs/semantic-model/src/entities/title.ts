import { nameWords, splitGlued } from '#libs/column-concepts';
import type { EntityKind } from '../model.js';
import { distinctness, type ColumnFacts } from '../roles/column-facts.js';
import type { RoledColumn } from './kind.js';

export interface Title {
  readonly fields: readonly string[];
  /** Rows with the same title exist, or may exist. */
  readonly repeats: boolean;
}

const NONE: Title = { fields: [], repeats: false };
const SHORT_TEXT = 60;
/** A name that fewer than half of the rows have for themselves names something else. */
const OWN_NAME = 0.5;
const ALMOST_UNIQUE = 0.9;
const UNIQUE = 0.98;

/** What is known of the entity when its title is chosen. */
export interface Titled {
  readonly table: string;
  readonly kind: EntityKind;
  readonly key: readonly string[];
  readonly time: string | null;
}

/** Columns that tell rows apart for a person: first and last name, a number, a code, a name, a description. */
export function titleOf({ table, kind, key, time }: Titled, columns: readonly RoledColumn[]): Title {
  if (kind === 'link') {
    return NONE;
  }
  const usable = columns.filter(isUsable).map(({ facts }) => facts);
  const person = personName(usable);
  if (person) {
    return { fields: person.map(({ column }) => column.name), repeats: true };
  }
  const own = nameWords(table).flatMap(splitGlued);
  const found = best(usable, own, kind);
  return found ? { fields: [found.column.name], repeats: repeats(found) } : circumstances(kind, key, time, columns);
}

/** Secrets never name a row; the name of a person may, although its values are not shown. */
function isUsable({ facts, role }: RoledColumn): boolean {
  const { column, profile, isKey } = facts;
  const isText = column.typeCategory === 'S' && !column.isArray;
  const isOpen =
    role === 'sensitive' ? profile?.sensitive === 'person_name' : role !== 'technical' && role !== 'reference';
  return isText && isOpen && !isKey && !isOther(facts);
}

/** Codes of places, phones and files are no number of the row. */
function isOther({ words, column }: ColumnFacts): boolean {
  return (
    /\b(postal|post|zip|phone|mobile|fax|ext|extension|port|country|currency|language|state|middle)\b/.test(
      words.join(' '),
    ) || /邮编|邮政|电话|手机|传真|端口/u.test(column.name)
  );
}

function personName(columns: readonly ColumnFacts[]): readonly ColumnFacts[] | null {
  const by = (pattern: RegExp): ColumnFacts | undefined => columns.find(({ words }) => pattern.test(words.join(' ')));
  const first = by(/^(first name|given name|fname|forename|name first)$/);
  const last = by(/^(last name|family name|lname|surname|name last)$/);
  if (first && last) {
    return [first, last];
  }
  const family = columns.find(({ column }) => /^姓氏?$/u.test(column.name));
  const given = columns.find(({ column }) => /^名字?$/u.test(column.name));
  return family && given ? [family, given] : null;
}

function best(columns: readonly ColumnFacts[], own: readonly string[], kind: EntityKind): ColumnFacts | undefined {
  const happens = kind === 'event' || kind === 'line' || kind === 'log' || kind === 'snapshot';
  const apart = (facts: ColumnFacts, least: number): boolean => facts.isUnique || (distinctness(facts) ?? 1) >= least;
  const numbers = columns.filter(
    (facts) => facts.concept === 'code' && distinctness(facts) !== null && apart(facts, UNIQUE),
  );
  const names = columns.filter((facts) => facts.concept === 'name' && apart(facts, happens ? ALMOST_UNIQUE : OWN_NAME));
  const ownNames = names.filter((facts) => isOwnName(facts, own));
  // `city.city`, `country.country`
  const self = columns.filter(
    ({ words }) => words.length === 1 && own.some((word) => [words[0], `${words[0] ?? ''}s`].includes(word)),
  );
  const descriptions = columns.filter(
    (facts) =>
      facts.concept === 'description' &&
      kind !== 'log' &&
      distinctness(facts) !== null &&
      apart(facts, ALMOST_UNIQUE) &&
      (facts.profile?.averageLength ?? 0) <= SHORT_TEXT &&
      !isRemark(facts),
  );
  const order = happens ? [numbers, ownNames, descriptions] : [ownNames, self, names, numbers, descriptions];
  return order.flat()[0];
}

/** `name`, or `product_name` of products; `ship_name` of orders names something else. */
function isOwnName({ words, column }: ColumnFacts, own: readonly string[]): boolean {
  const rest = words.slice(0, -1);
  return (
    words.length <= 1 ||
    /^(\p{Script=Han}+)$/u.test(column.name) ||
    rest.every((word) => own.some((each) => each.startsWith(word) || word.startsWith(each)))
  );
}

function isRemark({ words, column }: ColumnFacts): boolean {
  return (
    /remark|note|memo|comment/.test(words.join(' ')) ||
    /备注|说明/u.test(column.name) ||
    /^备注/u.test(column.comment ?? '')
  );
}

/** A bare `id` says nothing: when it happened and of which kind it was says more. */
function circumstances(
  kind: EntityKind,
  key: readonly string[],
  time: string | null,
  columns: readonly RoledColumn[],
): Title {
  const bare = key.length === 1 && /^(id|uuid|guid|pk|主键|编号)$/i.test(key[0] ?? '');
  const group = columns.find(({ role }) => role === 'dimension')?.facts.column.name;
  return bare && (kind === 'event' || kind === 'log') && time !== null && group !== undefined
    ? { fields: [time, group], repeats: true }
    : NONE;
}

function repeats(facts: ColumnFacts): boolean {
  return !facts.isUnique && (distinctness(facts) ?? 0) < 1;
}
