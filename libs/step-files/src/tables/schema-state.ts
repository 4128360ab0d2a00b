import { z } from 'zod';
import { COMMENT_SOURCES } from './comment-sources.js';
import { PackedMap } from './packed-map.js';
import { tableProposalsSchema } from './table-proposals.js';

const commentSchema = z.object({ text: z.string(), source: z.enum(COMMENT_SOURCES) });

const digests = z.record(z.string(), z.string());

const modelBaseSchema = z.object({
  own: digests,
  fields: z.record(z.string(), digests),
  /** By name; the ends are among the digests. */
  relationships: z.record(z.string(), digests),
  metrics: z.record(z.string(), digests),
});

const tableStateSchema = z.object({
  /** SHA-256 of the table's catalog data. */
  structure: z.string(),
  /** SHA-256 of its profile. */
  data: z.string(),
  /** Definition of each column, by name. */
  columns: z.record(z.string(), z.string()),
  /** Keys, checks, indexes and the like, one text each. */
  rules: z.array(z.string()),
  /** Comments, if any came from the model; null otherwise (rebuilding is free). */
  comments: z.object({ table: commentSchema.nullable(), columns: z.record(z.string(), commentSchema) }).nullable(),
  /** Absent in states of version 0.1. */
  model: modelBaseSchema.optional(),
  /** Proposals of a language model that were taken; absent where none was asked about the table. */
  proposals: tableProposalsSchema.optional(),
});

const headSchema = z.object({
  version: z.literal(1),
  execution_id: z.string(),
  generated_at: z.string(),
  /** SHA-256 of the inputs of the wording other than the schema: language, context, model. */
  settings: z.string(),
  /** SHA-256 of each file as this step made it; a published file that differs was edited by a person. */
  files: z.record(z.string(), z.string()),
  /** The semantic model that was written holds statements of people. Absent in states of version 0.1. */
  model_edited: z.boolean().optional(),
});

const tableLineSchema = z.record(z.string(), tableStateSchema);

export type TableState = z.infer<typeof tableStateSchema>;
/** `schema_state.json`: a run of ddl_generation leaves it for the next one to compare with. */
export interface SchemaState extends z.infer<typeof headSchema> {
  readonly tables: Pick<PackedMap<TableState>, 'get' | 'has' | 'names'>;
}
/** A table without its comments and its model. */
export type Fingerprint = Omit<TableState, 'comments' | 'model' | 'proposals'>;

/**
 * A digest of each statement that was derived about one table when `semantic_model.yaml` was last written. A statement of
 * the file that differs was edited by a person; one that does not is replaced by what is derived now. The digests are
 * here, and not in the file of the model, where they would be in the way of people who edit it.
 */
export type ModelBase = z.infer<typeof modelBaseSchema>;

const END = '\n}}\n';

/**
 * The text of a state: one JSON document with a table a line, so that neither writing nor reading has to hold more than
 * one of them as objects.
 */
export function* stateParts({ tables, ...head }: SchemaState): Generator<string, void> {
  yield `${JSON.stringify(head).slice(0, -1)},"tables":{`;
  let separator = '\n';
  for (const name of tables.names()) {
    yield `${separator}${JSON.stringify(name)}:${JSON.stringify(tables.get(name))}`;
    separator = ',\n';
  }
  yield END;
}

/** @returns null for a text that is not a state: there is then nothing to compare with. */
export function parseState(text: string): SchemaState | null {
  if (!text.endsWith(END)) {
    return null;
  }
  try {
    const lines = linesOf(text);
    const head = headSchema.parse(JSON.parse(`${lines.next().value ?? ''}}}`));
    const tables = new PackedMap<TableState>();
    for (const line of lines) {
      const entry = line === '}}' ? {} : tableLineSchema.parse(JSON.parse(`{${line.replace(/,$/, '')}}`));
      Object.entries(entry).forEach(([name, table]) => tables.set(name, table));
    }
    return { ...head, tables };
  } catch {
    return null;
  }
}

function* linesOf(text: string): Generator<string, undefined> {
  for (let start = 0, end = text.indexOf('\n'); end >= 0; start = end + 1, end = text.indexOf('\n', start)) {
    yield text.slice(start, end);
  }
}
