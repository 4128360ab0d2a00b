import { createHash } from 'node:crypto';
import { z } from 'zod';
import { relationName, type Column, type Relation, type RelationProfile } from '#libs/catalog';
import type { Comment, RelationComments } from './comments.js';
import { PackedMap } from './packed-map.js';

/** What a run leaves for the next one to compare with. */
export const STATE_FILE = 'schema_state.json';

const commentSchema = z.object({ text: z.string(), source: z.enum(['catalog', 'model', 'rule']) });

const tableStateSchema = z.object({
  /** SHA-256 of everything the catalog says of the table. */
  structure: z.string(),
  /** SHA-256 of its profile. */
  data: z.string(),
  /** Definition of each column, by name. */
  columns: z.record(z.string(), z.string()),
  /** Keys, checks, indexes and the like, one text each. */
  rules: z.array(z.string()),
  /** All that is said of it, where a model had a part in that; else null: then it can be said again for nothing. */
  comments: z.object({ table: commentSchema.nullable(), columns: z.record(z.string(), commentSchema) }).nullable(),
});

const headSchema = z.object({
  version: z.literal(1),
  execution_id: z.string(),
  generated_at: z.string(),
  /** SHA-256 of what decides the wording beside the schema: language, context, model. */
  settings: z.string(),
  /** SHA-256 of each file as this step made it; a published file that differs was edited by a person. */
  files: z.record(z.string(), z.string()),
});

const tableLineSchema = z.record(z.string(), tableStateSchema);

export type TableState = z.infer<typeof tableStateSchema>;
export interface SchemaState extends z.infer<typeof headSchema> {
  readonly tables: Pick<PackedMap<TableState>, 'get' | 'has' | 'names'>;
}
/** What is known of a table before anybody has described it. */
export type Fingerprint = Omit<TableState, 'comments'>;

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

/** @returns null for a text that is no state: then there is nothing to compare with. */
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

export function hashOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Independent of OIDs and of planner estimates, which change without a change of the schema. */
export function fingerprintOf(relation: Relation, profile: RelationProfile | undefined): Fingerprint {
  const { oid: _oid, rowEstimate: _rows, sizeBytes: _size, columns, ...rest } = relation;
  const lasting = columns.map(({ baseTypeOid: _base, ...column }) => column);
  return {
    structure: hashOf(JSON.stringify({ ...rest, columns: lasting })),
    data: hashOf(JSON.stringify(profile ?? null, lastingFact)),
    columns: Object.fromEntries(columns.map((column) => [column.name, columnDefinition(column)])),
    rules: rulesOf(relation),
  };
}

/** Another ANALYZE of the same rows measures a little differently; where a number came from is no fact about the data. */
function lastingFact(key: string, value: unknown): unknown {
  if (key === 'source') {
    return undefined;
  }
  return typeof value === 'number' ? Number(value.toPrecision(2)) : value;
}

function columnDefinition(column: Column): string {
  return [
    column.type,
    column.notNull ? 'not null' : '',
    column.default === null ? '' : `default ${column.default}`,
    column.identity === null ? '' : `identity ${column.identity} ${column.identityOptions ?? ''}`.trim(),
    column.generated === null ? '' : `generated ${column.generated}`,
    column.collation === null ? '' : `collate ${column.collation}`,
    column.enumLabels === null ? '' : `enum (${column.enumLabels.join(', ')})`,
    column.comment === null ? '' : `comment ${column.comment}`,
  ]
    .filter(Boolean)
    .join(', ');
}

/** What is not a column: named constraints, indexes, the query of a view, partitions, the comment. */
function rulesOf(relation: Relation): string[] {
  const named = [
    ...(relation.primaryKey ? [relation.primaryKey] : []),
    ...relation.uniqueConstraints,
    ...relation.checkConstraints,
    ...relation.exclusionConstraints,
    ...relation.foreignKeys,
    ...relation.indexes,
  ].map(({ name, definition }) => `${name}: ${definition}`);
  return [
    ...named,
    ...relation.partitions.map((partition) => `partition: ${partition}`),
    ...relation.inherits.map((parent) => `inherits: ${relationName(parent)}`),
    ...(relation.definition === null ? [] : [`query: ${relation.definition}`]),
    ...(relation.comment === null ? [] : [`comment: ${relation.comment}`]),
  ].sort();
}

/** What the next run is compared with, put together table by table when it is asked for. */
export function describedTables(
  fingerprints: PackedMap<Fingerprint>,
  comments: ReadonlyMap<string, RelationComments>,
): SchemaState['tables'] {
  return {
    names: () => fingerprints.names(),
    has: (name) => fingerprints.has(name),
    get: (name) => {
      const fingerprint = fingerprints.get(name);
      return fingerprint && { ...fingerprint, comments: commentsOfModel(comments.get(name)) };
    },
  };
}

function commentsOfModel(said: RelationComments | undefined): TableState['comments'] {
  const all = said ? [said.table, ...said.columns.values()] : [];
  return said && all.some((comment) => comment?.source === 'model')
    ? { table: said.table, columns: Object.fromEntries(said.columns) }
    : null;
}

/**
 * Comments of the tables that have not changed since a model described them: what it said then still holds.
 * @param settings those of this run; where they differ, everything is asked again
 */
export function rememberedComments(
  before: SchemaState | null,
  settings: string,
  fingerprints: PackedMap<Fingerprint>,
): Map<string, RelationComments> {
  const remembered = new Map<string, RelationComments>();
  const names = before?.settings === settings ? fingerprints.names() : [];
  for (const name of names) {
    const state = before?.tables.get(name);
    const now = fingerprints.get(name);
    if (state?.comments && state.structure === now?.structure && state.data === now.data) {
      remembered.set(name, {
        table: state.comments.table,
        columns: new Map<string, Comment>(Object.entries(state.comments.columns)),
      });
    }
  }
  return remembered;
}
