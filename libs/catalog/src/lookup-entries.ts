import { holdsSensitiveText } from '#libs/sensitivity';
import type { Column, ColumnProfile, LookupEntry, Relation } from './model.js';
import type { Sample } from './sample-relation.js';

const MAX_ROWS = 40;
const MAX_COLUMNS = 10;
const MAX_LABEL = 60;

/** Last words of column names that contain the meaning of a code, the best first. */
const LABEL_NAMES = [
  /(^|[_\s])(label|display_?name)$/i,
  /(^|[_\s])(name|title)$|名称$|名$|标题$/i,
  /(^|[_\s])(meaning|description|desc|text|value)$|含义$|说明$|描述$/i,
];

/**
 * The meanings of the keys of a lookup table (`1` → `shipped`), in key order: all rows of a small table with one key
 * column and one column that names the keys. @returns null for other tables
 */
export function lookupEntries(
  relation: Relation,
  profiles: readonly ColumnProfile[],
  sample: Sample,
): LookupEntry[] | null {
  const [key, ...more] = relation.primaryKey?.columns ?? [];
  const rows = sample.rows.length;
  const small = sample.complete && rows >= 2 && rows <= MAX_ROWS && relation.columns.length <= MAX_COLUMNS;
  const keyAt = relation.columns.findIndex(({ name }) => name === key);
  if (!small || keyAt < 0 || more.length > 0 || profiles[keyAt]?.sensitive !== null) {
    return null;
  }
  const label = labelColumn(relation, key ?? '', profiles);
  const labelAt = label === null ? -1 : relation.columns.indexOf(label);
  const entries = sample.rows.map((row) => ({ key: row[keyAt] ?? '', label: row[labelAt] ?? '' }));
  const distinct = new Set(entries.map((entry) => entry.label)).size === rows;
  const readable = entries.every(
    (entry) =>
      entry.key !== '' && entry.label !== '' && entry.label.length <= MAX_LABEL && !holdsSensitiveText(entry.label),
  );
  return labelAt >= 0 && distinct && readable ? entries.sort(byKey) : null;
}

/** The text column that is called a name, else the only text column there is. */
function labelColumn(relation: Relation, key: string, profiles: readonly ColumnProfile[]): Column | null {
  const references = relation.foreignKeys.flatMap(({ columns }) => columns);
  const texts = relation.columns.filter(
    (column, at) =>
      column.typeCategory === 'S' &&
      !column.isArray &&
      column.name !== key &&
      !references.includes(column.name) &&
      profiles[at]?.sensitive === null,
  );
  const named = LABEL_NAMES.flatMap((pattern) => texts.filter(({ name }) => pattern.test(name)));
  return named[0] ?? (texts.length === 1 ? (texts[0] ?? null) : null);
}

function byKey(a: LookupEntry, b: LookupEntry): number {
  const [m, n] = [Number(a.key), Number(b.key)];
  return Number.isNaN(m) || Number.isNaN(n) ? (a.key < b.key ? -1 : 1) : m - n;
}
