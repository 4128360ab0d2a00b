import { createHash } from 'node:crypto';
import { relationName, type Column, type Relation, type RelationProfile } from '#libs/catalog';
import {
  PackedMap,
  type Fingerprint,
  type ModelBase,
  type SchemaState,
  type TableProposals,
  type TableState,
} from '#libs/step-files';
import type { Comment, RelationComments } from './comments.js';

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Independent of OIDs, of what a type implies, and of planner estimates, which change without a change of the schema. */
export function fingerprintOf(relation: Relation, profile: RelationProfile | undefined): Fingerprint {
  const { oid: _oid, rowEstimate: _rows, sizeBytes: _size, columns, ...rest } = relation;
  const lasting = columns.map(({ baseTypeOid: _base, comparable: _comparable, ...column }) => column);
  return {
    structure: sha256(JSON.stringify({ ...rest, columns: lasting })),
    data: sha256(JSON.stringify(profile ?? null, lastingFact)),
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

/** Everything except columns: named constraints, indexes, the query of a view, partitions, the comment. */
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

/** Input of the next comparison, built table by table on demand. */
export function describedTables(
  fingerprints: PackedMap<Fingerprint>,
  comments: ReadonlyMap<string, RelationComments>,
  models: PackedMap<ModelBase>,
  proposals: PackedMap<TableProposals>,
): SchemaState['tables'] {
  return {
    names: () => fingerprints.names(),
    has: (name) => fingerprints.has(name),
    get: (name) => {
      const fingerprint = fingerprints.get(name);
      const model = models.get(name);
      const proposed = proposals.get(name);
      return (
        fingerprint && {
          ...fingerprint,
          comments: commentsOfModel(comments.get(name)),
          ...(model ? { model } : {}),
          ...(proposed ? { proposals: proposed } : {}),
        }
      );
    },
  };
}

function commentsOfModel(comments: RelationComments | undefined): TableState['comments'] {
  const all = comments ? [comments.table, ...comments.columns.values()] : [];
  return comments && all.some((comment) => comment?.source === 'model')
    ? { table: comments.table, columns: Object.fromEntries(comments.columns) }
    : null;
}

/** The answers of a model about tables that have not changed since: they still apply. */
export interface Remembered {
  readonly comments: ReadonlyMap<string, RelationComments>;
  readonly proposals: PackedMap<TableProposals>;
}

/** @param settings those of this run; where they differ, everything is asked again */
export function rememberedAnswers(
  before: SchemaState | null,
  settings: string,
  fingerprints: PackedMap<Fingerprint>,
): Remembered {
  const comments = new Map<string, RelationComments>();
  const proposals = new PackedMap<TableProposals>();
  const names = before?.settings === settings ? fingerprints.names() : [];
  for (const name of names) {
    const state = before?.tables.get(name);
    const now = fingerprints.get(name);
    if (state?.structure !== now?.structure || state?.data !== now?.data) {
      continue;
    }
    if (state?.comments) {
      comments.set(name, {
        table: state.comments.table,
        columns: new Map<string, Comment>(Object.entries(state.comments.columns)),
      });
    }
    if (state?.proposals) {
      proposals.set(name, state.proposals);
    }
  }
  return { comments, proposals };
}
