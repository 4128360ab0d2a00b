import { fileTimestamp } from '#libs/clock';
import type { GeneratedPair } from './pair.js';

const MAX_NAME_BYTES = 120;

/** `qs_{db}_{YYYYMMDD_HHMMSS}_pair.json`; what a file name cannot hold becomes `_`. */
export function pairFileName(database: string, startedAt: Date, timeZone: string): string {
  let name = database.replace(/[^\p{L}\p{N}_-]+/gu, '_');
  while (Buffer.byteLength(name) > MAX_NAME_BYTES) {
    name = [...name].slice(0, -1).join('');
  }
  return `qs_${name || 'database'}_${fileTimestamp(startedAt, timeZone)}_pair.json`;
}

/** The array of `{question, sql}` that sql_validation and training_load read. */
export function renderPairFile(pairs: readonly GeneratedPair[]): string {
  return JSON.stringify(
    pairs.map(({ question, sql }) => ({ question, sql })),
    null,
    2,
  );
}

/** Beside the pair file, for sql_validation, which measures the valid pairs. */
export const KINDS_FILE = 'qa_generation_kinds.json';

/**
 * The kind and the source of each question, and what no question should be about: columns of machinery (`schema.table.column`) and
 * relations that cannot be read (`schema.table`).
 */
export function renderKinds(
  pairFile: string,
  pairs: readonly GeneratedPair[],
  leftOut: { readonly columns: readonly string[]; readonly relations: readonly string[] },
): string {
  return JSON.stringify(
    {
      pair_file: pairFile,
      kinds: Object.fromEntries(pairs.map(({ question, kind }) => [question, kind])),
      sources: Object.fromEntries(pairs.map(({ question, source }) => [question, source])),
      technical_columns: leftOut.columns,
      unreadable_tables: leftOut.relations,
    },
    null,
    2,
  );
}

/** Pairs of each kind, or from each source, by name. */
export function countBy(pairs: readonly GeneratedPair[], by: 'kind' | 'source'): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of pairs.map((pair) => pair[by]).sort((a, b) => a.localeCompare(b, 'en'))) {
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
