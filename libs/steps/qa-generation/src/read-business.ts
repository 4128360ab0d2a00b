import { tablesNotFound } from '#libs/business-database';
import { relationName, type Catalog, type RelationName, type RelationProfile } from '#libs/catalog';
import { DomainError, errorMessage } from '#libs/domain-errors';
import { inferredCount } from '#libs/semantic-model';
import type { StepContext, StepInput } from '#libs/steps/step';
import { parseTableItems } from '#libs/table-list';
import { qaGenerationErrors } from './errors.js';
import { messages } from './messages.js';

export interface Business {
  readonly catalog: Catalog;
  readonly profiles: readonly RelationProfile[];
}

/**
 * Reads the current structure of the listed tables.
 * @throws DomainError when the database is away, a table is missing or none is left.
 */
export async function readBusiness(input: StepInput, context: StepContext, component: string): Promise<Business> {
  const { database, log } = context;
  const declared = await database.readCatalog(await tablesOf(input, context, component));
  const profiles = await database.readProfiles(declared);
  const found = await database.findJoins(
    declared,
    new Map(profiles.map((profile) => [relationName(profile), profile])),
  );
  const inferred = inferredCount(found);
  if (inferred > 0) {
    log.info(component, messages.inferred({ links: inferred }));
  }
  for (const { schema, name, failure } of profiles) {
    if (failure) {
      log.warn(component, messages.unreadable({ table: `${schema}.${name}`, reason: failure.reason }));
    }
  }
  return { catalog: found.catalog, profiles };
}

async function tablesOf(
  { tables, parameters }: StepInput,
  { database, log }: StepContext,
  component: string,
): Promise<readonly RelationName[]> {
  const { tables: found, missing } = await database.selectTables(parseTableItems(tables));
  if (missing.length > 0) {
    const error = tablesNotFound(missing, database.label);
    if (!parameters.continue_on_error) {
      throw error;
    }
    log.warn(component, errorMessage(error));
  }
  if (found.length === 0) {
    throw new DomainError(qaGenerationErrors.qa_no_tables);
  }
  return found;
}
