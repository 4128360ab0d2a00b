import type pg from 'pg';
import { DomainError } from '#libs/domain-errors';
import type { EmbedderIdentity } from '#libs/language-model';
import { findVectorTables, requireSameEmbedder } from '#libs/vector-store';
import { askPostgres } from '../ask-postgres.js';
import { fail, ok, reasonOf, warn, type Check } from '../check.js';
import { found, remedies } from '../messages.js';

interface VectorRights {
  readonly installed: string | null;
  readonly mayInstall: boolean;
  readonly mayCreate: boolean;
  /** Null while there is no table. */
  readonly mayWrite: boolean | null;
}

export async function vectorStoreChecks(
  url: string,
  embedder: EmbedderIdentity,
  signal: AbortSignal,
): Promise<Check[]> {
  return askPostgres(url, signal, async (client, facts) => {
    const { installed, mayInstall, mayCreate, mayWrite } = await rightsOf(client);
    if (installed === null && !mayInstall) {
      return [fail('vector_store', found.vector_no_extension(facts), remedies.extension())];
    }
    const reachable = ok(
      'vector_store',
      installed === null ? found.vector_installable(facts) : found.vector_ok({ ...facts, extension: installed }),
    );
    if (mayWrite === null) {
      return mayCreate
        ? [reachable]
        : [reachable, fail('vector_store', found.vector_cannot_create(facts), remedies.vector_rights())];
    }
    if (!mayWrite) {
      return [reachable, fail('vector_store', found.vector_cannot_write(facts), remedies.vector_rights())];
    }
    return [reachable, ...(await embedderChecks(client, embedder))];
  });
}

async function rightsOf(client: pg.ClientBase): Promise<VectorRights> {
  const { rows } = await client.query<VectorRights>(
    `SELECT (SELECT extversion FROM pg_catalog.pg_extension WHERE extname = 'vector') AS installed,
            EXISTS (SELECT FROM pg_catalog.pg_available_extension_versions v
                     WHERE v.name = 'vector'
                       AND (v.trusted AND has_database_privilege(current_database(), 'CREATE')
                            OR (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user))) AS "mayInstall",
            coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) AS "mayCreate",
            (SELECT has_table_privilege(oid, 'SELECT') AND has_table_privilege(oid, 'INSERT')
                    AND has_table_privilege(oid, 'UPDATE') AND has_table_privilege(oid, 'DELETE')
                    AND has_table_privilege(oid, 'TRUNCATE')
               FROM pg_catalog.pg_class WHERE oid = to_regclass('langchain_pg_embedding')) AS "mayWrite"`,
  );
  return rows[0] ?? { installed: null, mayInstall: false, mayCreate: false, mayWrite: null };
}

/** Whether questions can be compared with what is stored. */
async function embedderChecks(client: pg.ClientBase, embedder: EmbedderIdentity): Promise<Check[]> {
  const tables = await findVectorTables(client);
  if (tables === null) {
    return [];
  }
  try {
    await requireSameEmbedder(client, tables, embedder);
    return [];
  } catch (error) {
    if (!(error instanceof DomainError)) {
      throw error;
    }
    const remedy = remedies.one_model();
    return [warn('vector_store', found.vector_other_model({ reason: reasonOf(error) }), remedy)];
  }
}
