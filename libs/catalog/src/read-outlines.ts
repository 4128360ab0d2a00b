import type { Column, ForeignKey, KeyConstraint, Relation } from './model.js';
import {
  assembleConstraints,
  CONSTRAINED_TABLE,
  readBareConstraints,
  type ConstrainedTable,
} from './read-constraints.js';
import { FROM_SELECTED, selected } from './read-relations.js';
import { readServer } from './server.js';
import type { Queryable } from './queryable.js';
import type { RelationName } from './session.js';

/** A relation by its names, keys and links only. */
export interface RelationOutline extends RelationName {
  /** In table order. */
  readonly columns: readonly Pick<Column, 'name'>[];
  readonly primaryKey: Pick<KeyConstraint, 'columns'> | null;
  readonly uniqueConstraints: readonly Pick<KeyConstraint, 'columns'>[];
  readonly foreignKeys: readonly Pick<
    ForeignKey,
    'columns' | 'referencedSchema' | 'referencedTable' | 'referencedColumns'
  >[];
}

/**
 * Reads of the listed relations what `readCatalog` also knows, for a small part of its price.
 * @param selection unquoted names; those that do not exist are absent from the result.
 * @throws the driver's errors, untranslated: only the caller knows how to name the database.
 */
export async function readOutlines(client: Queryable, selection: readonly RelationName[]): Promise<RelationOutline[]> {
  const server = await readServer(client);
  const { rows } = await client.query<ConstrainedTable>(`${CONSTRAINED_TABLE} ${FROM_SELECTED}`, selected(selection));
  const oids = rows.map(({ oid }) => oid);
  const constraints = assembleConstraints(await readBareConstraints(client, oids, server), rows);
  return rows.map(({ oid, schema, name, columns }) => ({ schema, name, columns, ...keysOf(constraints.get(oid)) }));
}

function keysOf(
  constraints: Pick<Relation, 'primaryKey' | 'uniqueConstraints' | 'foreignKeys'> | undefined,
): Pick<RelationOutline, 'primaryKey' | 'uniqueConstraints' | 'foreignKeys'> {
  const { primaryKey = null, uniqueConstraints = [], foreignKeys = [] } = constraints ?? {};
  return { primaryKey, uniqueConstraints, foreignKeys };
}
