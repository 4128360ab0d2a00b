import type { ReadColumn, ReadRow } from '#libs/business-database';
import { holdsSensitiveText, maskValue, redactText, sensitiveColumns, type SensitiveRule } from '#libs/sensitivity';
import { parseSql } from '#libs/sql-parser';
import type { NamedColumn } from '#libs/sql-safety';
import type { SchemaFacts } from './schema-facts.js';

const HIDDEN = '***';
/** `typcategory` letters of the kinds of values. */
const CATEGORIES: Readonly<Record<ReadColumn['kind'], string>> = {
  integer: 'N',
  number: 'N',
  boolean: 'B',
  time: 'D',
  padded: 'S',
  text: 'S',
};

export interface MaskedResult {
  readonly columns: readonly { readonly name: string; readonly masked: boolean }[];
  readonly rows: readonly ReadRow[];
}

/**
 * The rows as they may be shown. A column that comes from a personal or secret column is masked, and so is every
 * expression of a statement that names such a column, except counts; other texts lose what is personal in them.
 */
export async function maskResult(
  sql: string,
  named: readonly NamedColumn[],
  result: { readonly columns: readonly ReadColumn[]; readonly rows: readonly ReadRow[] },
  facts: SchemaFacts,
): Promise<MaskedResult> {
  const { columns, rows } = result;
  const counts = await countsOf(sql);
  const isSensitive = (name: string): boolean =>
    facts.isSensitiveName(name) || ruleOf('', { name, kind: 'text' }, []) !== null;
  const namesSensitive = named.some(({ column }) => isSensitive(column));
  const rules = columns.map((column, at): Pick<SensitiveRule, 'keep'> | null => {
    const { origin, kind } = column;
    const values = rows.map((row) => row[at] ?? null);
    if (origin !== undefined) {
      const byName = ruleOf(origin.table, { name: origin.column, kind }, values);
      return byName ?? (facts.isSensitive(origin.table, origin.column) ? { keep: 0 } : null);
    }
    if (counts.has(at) || kind === 'boolean') {
      return null;
    }
    return namesSensitive ? { keep: null } : ruleOf('', column, values);
  });
  return {
    columns: columns.map(({ name }, at) => ({ name, masked: rules[at] !== null })),
    rows: rows.map((row) => row.map((value, at) => shown(value, rules[at] ?? null))),
  };
}

function shown(value: string | null, rule: Pick<SensitiveRule, 'keep'> | null): string | null {
  if (value === null) {
    return null;
  }
  if (rule !== null) {
    return maskValue(value, rule) ?? HIDDEN;
  }
  const rest = redactText(value);
  return holdsSensitiveText(rest) ? HIDDEN : rest;
}

/** The rule that the name and the values of one column call for. */
function ruleOf(
  table: string,
  { name, kind }: Pick<ReadColumn, 'name' | 'kind'>,
  values: readonly (string | null)[],
): SensitiveRule | null {
  const column = { name, comment: null, typeCategory: CATEGORIES[kind], isArray: false };
  const named = { name: table.split('.').slice(1).join('.'), columns: [column] };
  return (
    sensitiveColumns(
      named,
      values.map((value) => [value]),
    )[0] ?? null
  );
}

/** Positions in the select list that are counts. */
async function countsOf(sql: string): Promise<ReadonlySet<number>> {
  const [statement] = (await parseSql(sql)).stmts ?? [];
  const targets = at(at(at(statement, 'stmt'), 'SelectStmt'), 'targetList');
  return new Set(
    (Array.isArray(targets) ? targets : []).flatMap((target, index) =>
      JSON.stringify(at(at(at(at(target, 'ResTarget'), 'val'), 'FuncCall'), 'funcname'))?.includes('"count"')
        ? [index]
        : [],
    ),
  );
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}
