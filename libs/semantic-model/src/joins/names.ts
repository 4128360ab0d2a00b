import type { Column } from '#libs/catalog';
import { identifierWords, singularWord } from '#libs/lexicon';

/** Words that make a column the identifier of a row. */
const ID_WORDS = new Set(['id', 'key', 'uuid', 'guid', 'sk', 'fk', 'pk']);
/** Words of numbers and codes: they identify for people, and often nothing in this database. `bm`, `bh`, `dm` are pinyin. */
const CODE_WORDS = new Set([
  'code',
  'cd',
  'no',
  'nr',
  'num',
  'number',
  'ref',
  'abbr',
  'symbol',
  'iso',
  'bm',
  'bh',
  'dm',
]);
/** Words that many tables have for columns of their own. */
const GENERIC = new Set(['name', 'type', 'kind', 'status', 'state', 'value', 'title', 'date', 'time', 'label', 'text']);

const GLUED_KEY = /^(\p{Script=Latin}+)(id|key|uuid|guid)$/u;
const GLUED_CODE = /^(\p{Script=Latin}{3,})(code|number|num)$/u;
const CHINESE_ID = /(的)?(id|编号|标识|主键)$/i;
const CHINESE_CODE = /(的)?(编码|代码|号码|号)$/;

/** A name read as the reference that it may be. */
export interface Reading {
  /** Singular. `billing_address_id` → billing, address */
  readonly subject: readonly string[];
  /** The word that follows the subject, as it is: `id`, `code`, `no`; null without one. */
  readonly keyWord: string | null;
  readonly kind: 'id' | 'code' | 'ids' | null;
}

/** The reading of a column name, or of a part of it. */
export function readName(name: string): Reading {
  if (/\p{Script=Han}/u.test(name)) {
    return readChinese(name);
  }
  const words = identifierWords(name).flatMap(withoutNumber);
  const last = words.at(-1) ?? '';
  const first = words[0] ?? '';
  if (words.length > 1 && (first === 'id' || first === 'fk')) {
    const rest = readName(words.slice(1).join('_'));
    return rest.kind ? rest : { ...rest, keyWord: 'id', kind: 'id' };
  }
  const kind = kindOf(last);
  if (kind) {
    return { subject: singular(words.slice(0, -1)), keyWord: last, kind };
  }
  const glued = words.length > 0 ? readGlued(last) : null;
  if (glued) {
    return { ...glued, subject: singular([...words.slice(0, -1), ...glued.subject]) };
  }
  return { subject: singular(words), keyWord: null, kind: null };
}

function readChinese(name: string): Reading {
  const id = name.replace(CHINESE_ID, '');
  if (id !== name) {
    return { subject: id === '' ? [] : [id], keyWord: '编号', kind: 'id' };
  }
  const code = name.replace(CHINESE_CODE, '');
  return code !== name
    ? { subject: [code], keyWord: '编码', kind: 'code' }
    : { subject: [name], keyWord: null, kind: null };
}

function readGlued(word: string): Reading | null {
  if (/\p{L}{3,}ids$/u.test(word)) {
    return { subject: [word.slice(0, -3)], keyWord: 'ids', kind: 'ids' };
  }
  const [, id, idWord = null] = GLUED_KEY.exec(word) ?? [];
  if (id) {
    return { subject: [id], keyWord: idWord, kind: 'id' };
  }
  const [, code, codeWord = null] = GLUED_CODE.exec(word) ?? [];
  return code ? { subject: [code], keyWord: codeWord, kind: 'code' } : null;
}

/** `id1` → id; `2` → nothing: the second of two references. */
function withoutNumber(word: string, at: number): string[] {
  const plain = at > 0 ? word.replace(/\d+$/, '') : word;
  return plain === '' ? [] : [plain];
}

function kindOf(word: string): Reading['kind'] {
  if (word === 'ids') {
    return 'ids';
  }
  return ID_WORDS.has(word) ? 'id' : CODE_WORDS.has(word) ? 'code' : null;
}

function singular(words: readonly string[]): string[] {
  return words.map(singularWord);
}

/** Texts about a thing or a person, that do not tell which one it is. */
export const ATTRIBUTE =
  /(name|mail|phone|mobile|fax|address|url|path|password|token|hash|secret|title|description|comment|note|remark|memo|city|country)/i;

/** One form for `customer_type`, `CustomerTypes` and `customertype`. */
export function compact(words: readonly string[]): string {
  return words.map(singularWord).join('');
}

/** `rowguid`, `row_version`: for replication, never a key that people or other tables use. */
export function isRowMark(name: string): boolean {
  return /^row_?(guid|uuid|version|id)$/i.test(name);
}

/** The name says nothing about the row: `id`, `code`, `name`. */
export function isGeneric(name: string): boolean {
  if (isRowMark(name)) {
    return true;
  }
  const words = identifierWords(name);
  const [word = ''] = words;
  return words.length <= 1 && (ID_WORDS.has(word) || CODE_WORDS.has(word) || GENERIC.has(word) || word.length < 3);
}

/**
 * `cust` for customer, `dept` for department, `po` for purchase order: it begins alike and its letters follow in order.
 */
export function abbreviates(short: string, words: readonly string[]): boolean {
  const long = words.join('');
  if (short.length < 2 || short.length >= long.length || short[0] !== long[0]) {
    return false;
  }
  if (words.length > 1 && short === words.map((word) => word[0]).join('')) {
    return true;
  }
  return short.length >= 3 && (long.startsWith(short) || (short.length <= 5 && isSkeleton(short, long)));
}

/** Its consonants come from the word in order: `dept`, `acct`, `wrd`. */
function isSkeleton(short: string, long: string): boolean {
  let at = 0;
  for (const letter of short) {
    at = long.indexOf(letter, at) + 1;
    if (at === 0) {
      return false;
    }
  }
  const vowels = /[aeiou]/g;
  return short.replace(vowels, '').length * 2 > short.length;
}

const TEXTS = [18, 25, 1042, 1043];
const INTEGERS = [20, 21, 23];

/** Only columns of one family can refer to each other; null for types that are never keys. */
export function keyFamily(column: Column): string | null {
  if (column.isArray || !column.comparable) {
    return null;
  }
  return familyOf(column.baseTypeOid, column.domainBase ?? column.type);
}

/** The family of the elements of an array. */
export function familyOf(oid: number, type: string): string | null {
  if (INTEGERS.includes(oid) || (oid === 1700 && /^numeric(\(\d+(,0)?\))?$/.test(type))) {
    return 'number';
  }
  if (TEXTS.includes(oid) || /^(citext|public\.citext)$/.test(type)) {
    return 'text';
  }
  return oid === 2950 ? 'uuid' : null;
}
