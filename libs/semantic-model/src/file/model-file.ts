import { closest, distance } from 'fastest-levenshtein';
import type { Plain } from './statement.js';

/** A table, column, join or metric as it stands in the file. */
export interface FileItem {
  readonly name: string;
  readonly line: number;
  /** By key; without `name`, `fields` and `evidence`. */
  readonly values: ReadonlyMap<string, Plain>;
  /** Keys whose evidence is a person. */
  readonly people: ReadonlySet<string>;
  /** The evidence of the whole item is a person. */
  readonly byPerson: boolean;
  /** What a person gave back to the database: keys, or all of the item. */
  readonly follows: ReadonlySet<string> | 'all';
  /** Columns of a table. */
  readonly fields: readonly FileItem[];
  /** As it stands, for what is kept without being understood. */
  readonly raw: Plain;
}

/** `semantic_model.yaml` as it was read, before it meets a model. */
export interface ModelFile {
  readonly datasets: readonly FileItem[];
  readonly relationships: readonly FileItem[];
  readonly metrics: readonly FileItem[];
  /** Joins, metrics and statements that the last run wrote and that are missing now were removed by a person. */
  readonly complete: boolean;
  /** Items without a name. */
  readonly nameless: readonly { readonly list: ModelList; readonly line: number; readonly raw: Plain }[];
  /** Keys at the top that the format does not know. */
  readonly rest: ReadonlyMap<string, Plain>;
}

export const MODEL_LISTS = ['datasets', 'relationships', 'metrics'] as const;
export type ModelList = (typeof MODEL_LISTS)[number];

/** The known name nearest to a wrong one; null where none is near. */
export function nearest(wrong: string, names: Iterable<string>): string | null {
  const known = [...names];
  if (known.length === 0) {
    return null;
  }
  const found = closest(
    wrong.toLowerCase(),
    known.map((name) => name.toLowerCase()),
  );
  const name = known.find((candidate) => candidate.toLowerCase() === found) ?? null;
  return distance(wrong.toLowerCase(), found) <= Math.max(2, wrong.length / 2) ? name : null;
}
