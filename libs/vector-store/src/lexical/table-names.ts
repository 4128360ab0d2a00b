import { IDENTIFIER_IN_TEXT } from '#libs/postgres';
import type { Collection } from '../vector-record.js';

/** A table that a record is about, and those that it joins; names without quotes, in lower case, without `public`. */
export interface TableNames {
  readonly own: string;
  readonly joined: readonly string[];
}

/** Of a longer text, the first characters are read. */
const MOST_READ = 500_000;
/** The texts are untrusted: no part repeats without a bound. */
const PART = IDENTIFIER_IN_TEXT;
const NAME = String.raw`${PART}(?:\.${PART})?`;
const COLUMN = String.raw`${PART}(?:\.${PART}){1,2}`;
const SPACE = String.raw`\s{1,40}`;
/** At most as in `CREATE OR REPLACE TEMPORARY RECURSIVE VIEW`. */
const CREATED = new RegExp(
  String.raw`\bcreate${SPACE}(?:[a-z]{1,20}${SPACE}){0,4}?(?:table|view)${SPACE}(?:if${SPACE}not${SPACE}exists${SPACE})?(${NAME})`,
  'iu',
);
const REFERENCED = new RegExp(String.raw`\breferences${SPACE}(${NAME})`, 'giu');
const COMMENT = /--(.*)$/gmu;
/** Comments name the target of a key with its columns, in whatever language: `sales.orders(id)`. */
const TARGET = new RegExp(String.raw`(${NAME})\s?[(（]`, 'gu');
const HEADING = new RegExp(String.raw`^#{1,6}\s{0,40}(${NAME})`, 'u');
/** `orders.customer_id = customers.id` */
const CONDITION = new RegExp(String.raw`(${COLUMN})\s{0,40}=\s{0,40}(${COLUMN})`, 'gu');
const PARTS = new RegExp(PART, 'gu');
/** A table that more join is no help. */
const MOST_JOINED = 200;

/**
 * Reads the names from a DDL or a document, whoever wrote it. Names of other things may be among the joined ones: they
 * match no table.
 * @returns null for a pair, and for a text that is about no table
 */
export function tableNames(collection: Collection, text: string): TableNames | null {
  const read = collection === 'ddl' ? ofStatement : collection === 'documentation' ? ofDocument : () => null;
  const names = read(text.slice(0, MOST_READ));
  if (names === null) {
    return null;
  }
  const joined = new Set(names.joined.filter((name) => name !== names.own));
  return { own: names.own, joined: [...joined].slice(0, MOST_JOINED) };
}

function ofStatement(text: string): TableNames | null {
  const own = CREATED.exec(text)?.[1];
  const comments = [...text.matchAll(COMMENT)].map(([, comment = '']) => comment).join('\n');
  const joined = [...text.matchAll(REFERENCED), ...comments.matchAll(TARGET)].map(([, name = '']) => plain(name));
  return own === undefined ? null : { own: plain(own), joined };
}

function ofDocument(text: string): TableNames | null {
  const heading = HEADING.exec(text)?.[1];
  if (heading === undefined) {
    return null;
  }
  const own = plain(heading);
  const sides = [...text.matchAll(CONDITION)].map(([, left = '', right = '']) => [tableOf(left), tableOf(right)]);
  return { own, joined: sides.filter((tables) => tables.includes(own)).flat() };
}

function tableOf(column: string): string {
  return joinParts(column.match(PARTS)?.slice(0, -1));
}

function plain(name: string): string {
  return joinParts(name.match(PARTS));
}

function joinParts(parts: readonly string[] | null = []): string {
  const names = (parts ?? []).map((part) => (part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part));
  return names
    .filter((part, at) => !(at === 0 && names.length > 1 && part === 'public'))
    .join('.')
    .toLowerCase();
}
