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

/** Beside the pair file, for sql_validation, which counts valid pairs by kind. */
export const KINDS_FILE = 'qa_generation_kinds.json';

/** The kind of each question. */
export function renderKinds(pairFile: string, pairs: readonly GeneratedPair[]): string {
  const kinds = Object.fromEntries(pairs.map(({ question, kind }) => [question, kind]));
  return JSON.stringify({ pair_file: pairFile, kinds }, null, 2);
}

/** Pairs of each kind, by name. */
export function countKinds(pairs: readonly GeneratedPair[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { kind } of pairs.toSorted((a, b) => a.kind.localeCompare(b.kind, 'en'))) {
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}
