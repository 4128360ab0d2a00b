import type pg from 'pg';
import {
  inferForeignKeys,
  listRelations,
  profileRelations,
  readCatalog,
  type Catalog,
  type RelationProfile,
} from '#libs/catalog';
import { DomainError, errorText } from '#libs/domain-errors';
import { languageOf } from '#libs/pipeline';
import { describeConnection, openPool, translatePostgresError } from '#libs/postgres';
import type { StepContext, StepInput } from '#libs/steps/step';
import { parseTableItems, resolveTableList, tablesNotFound } from '#libs/table-list';
import { qaGenerationErrors } from './errors.js';
import { MESSAGES } from './messages.js';

const STATEMENT_TIMEOUT_MS = 60_000;
const CONNECTIONS = 3;

export interface Business {
  readonly catalog: Catalog;
  readonly profiles: readonly RelationProfile[];
}

/**
 * Reads what the listed tables look like now.
 * @throws DomainError when the database is away, a table is missing or none is left.
 */
export async function readBusiness(input: StepInput, context: StepContext, component: string): Promise<Business> {
  const database = describeConnection(input.businessDatabaseUrl);
  const messages = MESSAGES[languageOf(input.parameters)];
  const pool = openPool({
    connectionString: input.businessDatabaseUrl,
    applicationName: 'data-pipeline qa_generation',
    max: CONNECTIONS,
    readOnly: true,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
  });
  try {
    const tables = await resolveTables(pool, input, context, database, component);
    const declared = await readCatalog(pool, tables);
    const { catalog, inferred } = await inferForeignKeys(pool, declared, { signal: context.signal });
    if (inferred > 0) {
      context.log.info(component, messages.inferred(inferred));
    }
    context.signal.throwIfAborted();
    const profiles = await profileRelations(pool, catalog, { signal: context.signal });
    for (const { schema, name, failure } of profiles) {
      if (failure) {
        context.log.warn(component, messages.unreadable(`${schema}.${name}`, failure.reason));
      }
    }
    return { catalog, profiles };
  } catch (error) {
    context.signal.throwIfAborted();
    throw translatePostgresError(error, database);
  } finally {
    await pool.end();
  }
}

async function resolveTables(
  pool: pg.Pool,
  { tables, parameters }: StepInput,
  { log }: StepContext,
  database: string,
  component: string,
): Promise<readonly { schema: string; name: string }[]> {
  // A partition is found where it is named; patterns pass partitions over.
  const relations = await listRelations(pool, { partitions: true });
  const { tables: found, missing } = resolveTableList(parseTableItems(tables), relations);
  if (missing.length > 0) {
    const error = tablesNotFound(missing, database);
    if (!parameters.continue_on_error) {
      throw error;
    }
    log.warn(component, errorText(error, languageOf(parameters)));
  }
  if (found.length === 0) {
    throw new DomainError(qaGenerationErrors.qa_no_tables);
  }
  return found;
}
