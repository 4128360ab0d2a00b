import type { Catalog } from '#libs/catalog';
import { quoteIdentifier, quoteLiteral } from '#libs/postgres';
import { commentSafe } from './schema-tables.js';
import { creationOrder, type CreationStep, type LeftOut } from './creation-order.js';
import { absentLabel, schemaNodes, writtenRelations, type SchemaNode } from './schema-nodes.js';

/** `schema.sql`, and what it does not restore. */
export interface SchemaBundle {
  /** The text, piece by piece: of thousands of tables it is megabytes. */
  readonly sections: Iterable<string>;
  /** A sentence for each object or part that is left out, as in the comments of the file. */
  readonly leftOut: readonly string[];
}

export interface SchemaOptions {
  /** Also rules, triggers and policies. */
  readonly behaviour?: boolean;
}

/**
 * The bundle that recreates every listed relation and all it needs in an empty database, in the order of dependencies.
 * Objects that need an unlisted relation are named in a comment instead.
 */
export function schemaBundle(catalog: Catalog, { behaviour = false }: SchemaOptions = {}): SchemaBundle {
  const nodes = schemaNodes(catalog, behaviour);
  const { steps, leftOut } = creationOrder([...nodes.values()]);
  const comments = leftOut.flatMap((left) => commentOf(left, nodes, catalog) ?? []);
  return { sections: sections(catalog, nodes, steps, comments, behaviour), leftOut: comments };
}

function* sections(
  catalog: Catalog,
  nodes: ReadonlyMap<string, SchemaNode>,
  steps: readonly CreationStep[],
  leftOut: readonly string[],
  behaviour: boolean,
): Generator<string, void> {
  yield `${preamble(catalog)}\n\n`;
  for (const step of steps) {
    const node = nodes.get(step.key);
    const statements = node && ('part' in step ? node.addPart(step.part) : node.create(step.late));
    if (statements && statements.length > 0) {
      yield `${statements.join('\n')}\n\n`;
    }
  }
  if (leftOut.length > 0) {
    yield `${leftOut.map((text) => `-- ${text}`).join('\n')}\n\n`;
  }
  const silent = behaviour ? [] : behaviourOf(catalog);
  if (silent.length > 0) {
    yield `${silent.map((text) => `-- not part of this file unless schema_objects is "full": ${text}`).join('\n')}\n\n`;
  }
}

function preamble(catalog: Catalog): string {
  const named = [...writtenRelations(catalog), ...catalog.objects].map(({ schema }) => schema);
  const schemas = new Set(
    [...named, ...catalog.partSchemas].flatMap((schema) =>
      schema === null || schema === 'public' || schema.startsWith('pg_') ? [] : [schema],
    ),
  );
  return [
    `-- Tables of ${commentSafe(catalog.database)}, in an order in which they can be created`,
    'SET check_function_bodies = false;',
    "SELECT pg_catalog.set_config('search_path', '', false);",
    ...[...schemas].sort().map((schema) => `CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(schema)};`),
    ...[...catalog.schemaComments].map(
      ([schema, comment]) => `COMMENT ON SCHEMA ${quoteIdentifier(schema)} IS ${quoteLiteral(comment)};`,
    ),
  ].join('\n');
}

/** `public.paid is left out: it needs public.invoice` */
function commentOf(left: LeftOut, nodes: ReadonlyMap<string, SchemaNode>, catalog: Catalog): string | null {
  const node = nodes.get(left.key);
  const part = left.part === null ? '' : node?.partLabel(left.part);
  if (node === undefined || part === null || part === undefined) {
    return null;
  }
  const missing = left.missing.map((key) => nodes.get(key)?.label ?? absentLabel(key, catalog));
  const reason = missing.length === 0 ? 'it closes a circle that no statement opens' : `it needs ${missing.join(', ')}`;
  return commentSafe(`${part === '' ? node.label : `${part} of ${node.label}`} is left out: ${reason}`);
}

function behaviourOf(catalog: Catalog): string[] {
  return writtenRelations(catalog).flatMap(({ schema, name, behaviour }) =>
    behaviour.map(({ part }) =>
      commentSafe(
        part === 'policy:' ? `row security of ${schema}.${name}` : `${part.replace(':', ' ')} of ${schema}.${name}`,
      ),
    ),
  );
}
