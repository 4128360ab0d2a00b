import { DomainError } from '#libs/domain-errors';
import { tableListErrors } from './errors.js';
import { splitLine } from './split-line.js';

/** One part of a name as written; quoted parts are taken literally, also their case and any `*`. */
export interface NamePart {
  readonly text: string;
  readonly quoted: boolean;
}

export interface TableListItem {
  /** As written, for messages and for writing it back. */
  readonly text: string;
  /** Null where the item names no schema. */
  readonly schema: NamePart | null;
  readonly name: NamePart;
  /** True when a part holds a `*` outside quotes. */
  readonly isPattern: boolean;
}

const MAX_TABLE_LIST_ITEMS = 1000;

/**
 * Reads a table list: one item a line or several with commas; `#` and `--` begin comments, at the start of a line or
 * after a blank. The first of equal items stays in its place.
 * @throws DomainError `table_list_empty`, `table_list_too_many`, `table_list_invalid_items` (all of them named)
 */
export function parseTableList(text: string): TableListItem[] {
  return parseLines(text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/));
}

/** The same for names that came as an array: each of them is read as one line. */
export function parseTableItems(names: readonly string[]): TableListItem[] {
  return parseLines(names.map((name) => name.replace(/[\r\n]+/g, ' ')));
}

function parseLines(lines: readonly string[]): TableListItem[] {
  const items = new Map<string, TableListItem>();
  const invalid: string[] = [];
  lines.forEach((line, index) => {
    for (const text of splitLine(line)) {
      const item = parseItem(text);
      if (item) {
        items.set(item.text, items.get(item.text) ?? item);
      } else {
        invalid.push(`${text.slice(0, 100)} (${index + 1})`);
      }
    }
  });
  if (invalid.length > 0) {
    throw new DomainError(
      tableListErrors.table_list_invalid_items,
      { count: invalid.length, items: invalid.slice(0, 20).join('; ') },
      { details: { items: invalid.slice(0, 100) } },
    );
  }
  if (items.size === 0) {
    throw new DomainError(tableListErrors.table_list_empty);
  }
  if (items.size > MAX_TABLE_LIST_ITEMS) {
    throw new DomainError(tableListErrors.table_list_too_many, { count: items.size, limit: MAX_TABLE_LIST_ITEMS });
  }
  return [...items.values()];
}

/** `"…"` with doubled quotes, or letters, digits, `_ $ -`, blanks between words, and `*` for any text. */
const PART = /("(?:[^"]|"")+"|[\p{L}\p{N}\p{M}_$*-]+(?: +[\p{L}\p{N}\p{M}_$*-]+)*)/u;
const ITEM = new RegExp(`^(?:${PART.source}\\s*\\.\\s*)?${PART.source}$`, 'u');

function parseItem(text: string): TableListItem | null {
  const match = ITEM.exec(text);
  if (!match?.[2] || text.includes('\u0000')) {
    return null;
  }
  const schema = match[1] === undefined ? null : partOf(match[1]);
  const name = partOf(match[2]);
  return { text, schema, name, isPattern: isPattern(name) || (schema !== null && isPattern(schema)) };
}

function partOf(text: string): NamePart {
  return text.startsWith('"')
    ? { text: text.slice(1, -1).replaceAll('""', '"'), quoted: true }
    : { text, quoted: false };
}

function isPattern(part: NamePart): boolean {
  return !part.quoted && part.text.includes('*');
}
