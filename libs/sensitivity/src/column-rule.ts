import { commentLabel, conceptOf, isChinese, QUANTITIES } from '#libs/column-concepts';
import { ABOUT_A_VALUE, ABOUT_A_VALUE_CHINESE } from './about-a-value.js';
import { isOrganisation, isPersonName, mayBePersonName } from './people-names.js';
import type { SensitiveRule } from './rule.js';
import { RULES } from './rules.js';
import type { TableContext, TextualColumn } from './table-context.js';

/** The rule that a column falls under by its name, its comment, or the shape of most of its values. */
export function columnRule(
  table: TableContext,
  column: TextualColumn,
  values: readonly string[],
): SensitiveRule | null {
  const seen = values.filter((value) => value.trim() !== '');
  const able = rulesFor(column, RULES);
  const byName = ruleByName(able, table, column, seen);
  return byName ?? able.find((rule) => isToldByValues(rule, column, table.wordsOf(column.name), seen)) ?? null;
}

function rulesFor({ typeCategory }: TextualColumn, rules: readonly SensitiveRule[]): readonly SensitiveRule[] {
  return rules.filter(({ categories }) => categories.includes(typeCategory));
}

/** The rules up to the last one that shows nothing of a value: a column that falls under a later one is no secret. */
const SECRETS = RULES.slice(0, RULES.findLastIndex(({ keep }) => keep === null) + 1);

/** True when nothing of the column's values is shown, whatever they are. */
export function isSecretByName(table: TableContext, column: TextualColumn): boolean {
  return ruleByName(rulesFor(column, SECRETS), table, column, [])?.keep === null;
}

function ruleByName(
  rules: readonly SensitiveRule[],
  table: TableContext,
  column: TextualColumn,
  seen: readonly string[],
): SensitiveRule | undefined {
  if (rules.length === 0) {
    return undefined;
  }
  const named = namedColumn(column, table.wordsOf(column.name));
  return rules.find((rule) => isNamed(rule, named) && isInPlace(rule, table) && looksRight(rule, seen, column));
}

/** What the names of a column say, read once for all rules. */
interface NamedColumn {
  /** The words of the name, joined by `_`. */
  readonly name: string;
  /** The name and the label in the comment, where they are Chinese. */
  readonly spoken: readonly string[];
  readonly comment: string;
  readonly isMeasured: boolean;
  /** A plain text, number or code by its name. Few rules ask for it. */
  isPlain(): boolean;
}

const PLAIN_CONCEPTS: readonly (string | null)[] = ['code', 'identifier', 'name', 'address', 'locator', 'digest', null];

function namedColumn(column: TextualColumn, words: readonly string[]): NamedColumn {
  const comment = column.comment ?? '';
  const label = isChinese(comment) ? (commentLabel(comment) ?? '') : '';
  return {
    name: words.join('_'),
    spoken: [column.name.replace(/[（(].*$/u, ''), label].filter(isChinese),
    comment,
    isMeasured: isMeasured(column, words),
    isPlain: () => PLAIN_CONCEPTS.includes(conceptOf({ ...column, words, comment: null })),
  };
}

function isInPlace({ only }: SensitiveRule, table: TableContext): boolean {
  switch (only) {
    case 'of_people':
      return table.ofPeople;
    case 'with_people':
      return table.withPeople;
    case 'of_addresses':
      return table.ofAddresses;
    case 'of_codes':
      return table.ofCodes;
    case 'of_pay':
      return table.ofPay;
    case 'of_movements':
      return table.ofMovements;
    default:
      return true;
  }
}

function isNamed(rule: SensitiveRule, column: NamedColumn): boolean {
  const { name, spoken } = column;
  // Money, counts, dates and flags are never personal because a name or a comment mentions a channel.
  return (
    (!column.isMeasured || rule.id === 'salary' || rule.id === 'birth_date') &&
    ((rule.name.test(name) && !speaksAbout(rule, name)) ||
      spoken.some((text) => rule.chinese.test(text) && !ABOUT_A_VALUE_CHINESE.test(text.replace(rule.chinese, ''))) ||
      isCommented(rule, column))
  );
}

function isMeasured(column: TextualColumn, words: readonly string[]): boolean {
  if (column.typeCategory !== 'N') {
    return column.typeCategory === 'D' || column.typeCategory === 'B';
  }
  const concept = conceptOf({ ...column, words });
  return concept !== null && (QUANTITIES.has(concept) || concept === 'flag' || concept === 'date_part');
}

/** `email_address` would be about an e-mail, if it were not one from beginning to end. */
function speaksAbout(rule: SensitiveRule, name: string): boolean {
  return ABOUT_A_VALUE.test(name) && rule.name.exec(name)?.[0] !== name;
}

/** An English comment is a sentence: it counts where the column itself is a plain text, number or code. */
function isCommented({ comment }: SensitiveRule, column: NamedColumn): boolean {
  const text = column.comment;
  const found = comment?.exec(text);
  if (!found || !column.isPlain() || /\b(foreign|primary) key\b|\bid(entifier)? of\b/i.test(text)) {
    return false;
  }
  const isAbout = /^ (type|kind|status|count|flag|company|provider)\b/i.test(text.slice(found.index + found[0].length));
  return !isAbout && !ABOUT_A_VALUE.test(column.name);
}

const SOME = 0.3;
const MOST = 0.5;
const MOSTLY = 0.6;
const NEARLY_ALL = 0.8;

function share(values: readonly string[], test: (value: string) => boolean): number {
  return values.length === 0 ? 0 : values.filter(test).length / values.length;
}

function looksRight({ looks, only, id }: SensitiveRule, values: readonly string[], column: TextualColumn): boolean {
  if (values.length === 0) {
    return looks === undefined || (looks === 'person_or_surname' && !isHousekeeping(column));
  }
  if (looks === 'opaque') {
    return share(values, (value) => /^[\w+/=.:-]{16,}$/.test(value)) > MOST;
  }
  if (looks === 'person') {
    return share(values, mayBePersonName) > MOST;
  }
  if (looks === 'person_or_surname') {
    return share(values, (value) => mayBePersonName(value) || isSurname(value)) > MOST;
  }
  // A plain `name` in a table of customers may be a company's.
  if (only === 'of_people' && id === 'person_name') {
    return (
      share(values, isOrganisation) <= MOST &&
      share(values, isChineseText(values) ? isPersonName : mayBePersonName) >= SOME
    );
  }
  return id !== 'person_name' || column.typeCategory !== 'S' || share(values, isOrganisation) <= MOST;
}

/** The author of the row: often an account, which is no name. */
function isHousekeeping({ name, comment }: TextualColumn): boolean {
  return /(_by|_to|creator|updater)$/i.test(name) || /(创建|更新|修改|删除)(人|者)/u.test(`${name}${comment ?? ''}`);
}

/** One capitalised word that is no title of an account. */
function isSurname(value: string): boolean {
  return (
    /^\p{Lu}\p{Ll}[\p{L}'’-]{1,18}$/u.test(value) &&
    !/^(admin\w*|system|root|guest|user|unknown|none|other|test|default)$/i.test(value)
  );
}

function isChineseText(values: readonly string[]): boolean {
  return share(values, isChinese) > MOST;
}

const PUBLIC_PEOPLE =
  /(author|artist|composer|actor|actress|singer|director|band|performer|character|brand|city|town|place|product|team)/;
const PUBLIC_PEOPLE_CHINESE = /作者|演员|导演|歌手|艺人|品牌|城市|地名/u;

function isToldByValues(
  rule: SensitiveRule,
  column: TextualColumn,
  words: readonly string[],
  values: readonly string[],
): boolean {
  const { value: pattern, id, name } = rule;
  if (column.typeCategory === 'N') {
    return (
      pattern !== null &&
      ['identity_number', 'card_number', 'phone'].includes(id) &&
      values.length >= 3 &&
      share(values, (value) => pattern.test(value) && isLikelyNumber(id, value)) >= NEARLY_ALL
    );
  }
  if (pattern !== null && share(values, (value) => pattern.test(value)) > MOST) {
    return true;
  }
  if (id !== 'person_name' || name.test('consignee') || rule.only || values.length < 4) {
    return false;
  }
  const known = words.join('_');
  return (
    !PUBLIC_PEOPLE.test(known) &&
    !PUBLIC_PEOPLE_CHINESE.test(`${column.name}${column.comment ?? ''}`) &&
    share(values, isPersonName) >= (isChineseText(values) ? NEARLY_ALL : MOSTLY)
  );
}

/** A card number has a check digit; a phone number that is stored as a number has eleven digits. */
function isLikelyNumber(id: string, value: string): boolean {
  return id === 'card_number'
    ? passesLuhn(value)
    : id === 'phone'
      ? /^(86)?1[3-9]\d{9}$/.test(value)
      : value.length === 18;
}

function passesLuhn(value: string): boolean {
  const digits = [...value].toReversed().map(Number);
  const sum = digits.reduce(
    (total, digit, at) => total + (at % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2),
    0,
  );
  return sum % 10 === 0;
}
