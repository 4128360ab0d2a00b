import { z } from 'zod';
import { LEGACY_KINDS_FILE, QA_SCOPE_FILE } from '../file-names.js';
import { jsonFile } from '../json-file.js';
import { readIfPresent, type ReadableFiles } from '../readable-files.js';
import { pairRecordSchema, UNKNOWN_KIND, type QuestionSqlPair } from './pair.js';

const names = z.array(z.string()).default([]);

/** `qa_scope.json`: the columns and tables that questions leave out on purpose. */
export const qaScopeFile = jsonFile(
  z.object({
    /** `schema.table.column`: audit columns, versions and the like. */
    technical_columns: names,
    /** `schema.table` */
    unreadable_tables: names,
  }),
);
export type QaScope = z.output<typeof qaScopeFile.schema>;

/** The sidecar of version 0.1, which held the same, and kinds and sources by question. */
const legacyFile = jsonFile(
  qaScopeFile.schema.extend({
    kinds: z.record(z.string(), pairRecordSchema.shape.kind).default({}),
    sources: z.record(z.string(), pairRecordSchema.shape.source).default({}),
  }),
);

type Files = Pick<ReadableFiles, 'list'> & { read(name: string): Promise<string> };

/** Empty where qa_generation has not run, or its file is damaged: pairs may come from elsewhere. */
export async function readQaScope(files: Files): Promise<QaScope> {
  const text = (await readIfPresent(files, QA_SCOPE_FILE)) ?? (await readIfPresent(files, LEGACY_KINDS_FILE));
  return (text === null ? null : qaScopeFile.parse(text)) ?? { technical_columns: [], unreadable_tables: [] };
}

/** @returns a function that gives a pair of version 0.1 the kind and the source that its sidecar has */
export async function readLegacyKinds(files: Files): Promise<(pair: QuestionSqlPair) => QuestionSqlPair> {
  const text = await readIfPresent(files, LEGACY_KINDS_FILE);
  const legacy = text === null ? null : legacyFile.parse(text);
  if (legacy === null) {
    return (pair) => pair;
  }
  const kinds = new Map(Object.entries(legacy.kinds));
  const sources = new Map(Object.entries(legacy.sources));
  return (pair) =>
    pair.kind === UNKNOWN_KIND
      ? { ...pair, kind: kinds.get(pair.question) ?? pair.kind, source: sources.get(pair.question) ?? pair.source }
      : pair;
}
