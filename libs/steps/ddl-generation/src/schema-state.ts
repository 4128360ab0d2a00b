import { createHash } from 'node:crypto';
import { z } from 'zod';
import { relationName, type Column, type Relation, type RelationProfile } from '#libs/catalog';
import type { Comment, RelationComments } from './comments.js';

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
  comments: z.object({ table: commentSchema.nullable(), columns: z.record(z.string(), commentSchema) }),
});

const stateSchema = z.object({
  version: z.literal(1),
  execution_id: z.string(),
  generated_at: z.string(),
  /** SHA-256 of what decides the wording beside the schema: language, context, model. */
  settings: z.string(),
  tables: z.record(z.string(), tableStateSchema),
  /** SHA-256 of each file as this step made it; a published file that differs was edited by a person. */
  files: z.record(z.string(), z.string()),
});

export type TableState = z.infer<typeof tableStateSchema>;
export type SchemaState = z.infer<typeof stateSchema>;
/** What is known of a table before anybody has described it. */
export type Fingerprint = Omit<TableState, 'comments'>;

/** @returns null for a text that is no state: then there is nothing to compare with. */
export function parseState(text: string): SchemaState | null {
  try {
    return stateSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** The text of a state, table by table. */
export function* stateParts({ tables, ...rest }: SchemaState): Generator<string, void> {
  yield `${JSON.stringify(rest).slice(0, -1)},"tables":{`;
  let separator = '';
  for (const [name, table] of Object.entries(tables)) {
    yield `${separator}${JSON.stringify(name)}:${JSON.stringify(table)}`;
    separator = ',';
  }
  yield '}}\n';
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

export function withComments(fingerprint: Fingerprint, comments: RelationComments | undefined): TableState {
  const columns = Object.fromEntries(comments?.columns ?? []);
  return { ...fingerprint, comments: { table: comments?.table ?? null, columns } };
}

/**
 * Comments of the tables that have not changed since a model described them: what it said then still holds.
 * @param settings those of this run; where they differ, everything is asked again
 */
export function rememberedComments(
  before: SchemaState | null,
  settings: string,
  fingerprints: ReadonlyMap<string, Fingerprint>,
): Map<string, RelationComments> {
  const remembered = new Map<string, RelationComments>();
  for (const [name, { structure, data }] of fingerprints) {
    const state = before?.settings === settings ? before.tables[name] : undefined;
    const said = state && [state.comments.table, ...Object.values(state.comments.columns)];
    if (state?.structure === structure && state.data === data && said?.some((comment) => comment?.source === 'model')) {
      remembered.set(name, {
        table: state.comments.table,
        columns: new Map<string, Comment>(Object.entries(state.comments.columns)),
      });
    }
  }
  return remembered;
}
