import { BODY, keyOf, relationName, type Catalog, type Relation, type SchemaObject } from '#libs/catalog';
import type { ObjectToCreate } from './creation-order.js';
import { createRelation, QUERY, relationParts } from './schema-relations.js';
import { parentsOf } from './schema-tables.js';

/** An object of `schema.sql`: how it is ordered, and how it is written. */
export interface SchemaNode extends ObjectToCreate {
  /** For people: `public.orders`, `function public.total(integer)`. */
  readonly label: string;
  /** Statements that create the object without its late parts. */
  create(late: ReadonlySet<string>): string[];
  /** Statements that add one part afterwards; none where the part only orders. */
  addPart(part: string): string[];
  /** The part in words, for the comment that says it is left out; null where nothing is lost without it. */
  partLabel(part: string): string | null;
}

const RANKS: Readonly<Record<SchemaObject['kind'] | Relation['kind'], number>> = {
  extension: 0,
  collation: 1,
  type: 1,
  domain: 1,
  function: 1,
  operator: 1,
  'operator family': 1,
  'operator class': 1,
  cast: 1,
  'text search dictionary': 1,
  'text search configuration': 1,
  sequence: 2,
  table: 3,
  partitioned_table: 3,
  foreign_table: 3,
  view: 4,
  materialized_view: 4,
};

/** Needs of each object and part. */
type Needs = ReadonlyMap<string, readonly string[]>;

/** Everything that `schema.sql` creates. @param behaviour also rules, triggers and policies */
export function schemaNodes(catalog: Catalog, behaviour: boolean): Map<string, SchemaNode> {
  const needs: Needs = new Map(
    [...Map.groupBy(catalog.dependencies, ({ owner, part }) => `${owner} ${part ?? ''}`)].map(([id, edges]) => [
      id,
      edges.map((edge) => edge.needs),
    ]),
  );
  const relations = writtenRelations(catalog);
  const listed = new Map(relations.map((relation) => [relationName(relation), relation]));
  const nodes = [
    ...catalog.objects.filter(({ optional }) => behaviour || !optional).map((object) => objectNode(object, needs)),
    ...relations.map((relation) => relationNode(relation, listed, needs, behaviour)),
  ];
  return new Map(nodes.map((node) => [node.key, node]));
}

/** The listed relations, and the partitions without which partitioned tables take no row. */
export function writtenRelations({ relations, partitions }: Catalog): Relation[] {
  return [...relations, ...partitions];
}

function objectNode(object: SchemaObject, needs: Needs): SchemaNode {
  const { key, kind, schema, name, definition, comments } = object;
  const parts = object.parts.map(({ part, clause }) => ({
    id: part,
    needs: needs.get(`${key} ${part}`) ?? [],
    wanted: clause !== null,
    essential: false,
  }));
  const body = needs.get(`${key} ${BODY}`) ?? [];
  return {
    key,
    rank: RANKS[kind],
    needs: needs.get(`${key} `) ?? [],
    parts: [...parts, ...(body.length > 0 ? [{ id: BODY, needs: body, wanted: true, essential: false }] : [])],
    label: `${kind} ${schema === null ? '' : `${schema}.`}${name}`,
    create: (late) => {
      const now = object.parts.filter(({ part }) => !late.has(part));
      const clauses = now.flatMap(({ clause }) => clause ?? []);
      const statements = now.filter(({ clause }) => clause === null).map(({ statement }) => statement);
      const ofParts = now.flatMap((part) => part.comments);
      return [`${[definition, ...clauses].join(' ')};`, ...statements, ...comments, ...ofParts];
    },
    addPart: (part) =>
      object.parts.filter((own) => own.part === part).flatMap((own) => [own.statement, ...own.comments]),
    partLabel: (part) => (part.startsWith('constraint:') ? part.slice('constraint:'.length) : null),
  };
}

function relationNode(
  relation: Relation,
  listed: ReadonlyMap<string, Relation>,
  needs: Needs,
  behaviour: boolean,
): SchemaNode {
  const key = keyOf('pg_class', relation.oid);
  const parts = relationParts(relation, listed, behaviour);
  const byId = new Map(parts.map((part) => [part.id, part]));
  return {
    key,
    rank: RANKS[relation.kind],
    needs: [
      ...(needs.get(`${key} `) ?? []),
      // A materialized view cannot be replaced, so its query cannot come later.
      ...(relation.kind === 'materialized_view' ? (needs.get(`${key} ${QUERY}`) ?? []) : []),
      ...parentsOf(relation, listed).map((parent) => keyOf('pg_class', parent.oid)),
    ],
    parts: parts.map((part) => ({
      id: part.id,
      needs: [
        ...(needs.get(`${key} ${part.id}`) ?? []),
        ...(part.targets ?? []).map((target) => relationKey(target, listed)),
      ],
      wanted: part.wanted,
      essential: part.essential,
    })),
    label: relationName(relation),
    create: (late) => createRelation(relation, parts, listed, late),
    addPart: (id) => [...(byId.get(id)?.statements ?? [])],
    partLabel: (id) => byId.get(id)?.label ?? null,
  };
}

const UNLISTED = 'unlisted:';

function relationKey(name: string, listed: ReadonlyMap<string, Relation>): string {
  const relation = listed.get(name);
  return relation ? keyOf('pg_class', relation.oid) : `${UNLISTED}${name}`;
}

/** The object of a key that is no node. */
export function absentLabel(key: string, catalog: Catalog): string {
  return key.startsWith(UNLISTED) ? key.slice(UNLISTED.length) : (catalog.unlisted.get(key) ?? key);
}
