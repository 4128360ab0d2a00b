import { tablesNotFound } from '#libs/business-database';
import { relationName, type Catalog, type RelationName } from '#libs/catalog';
import { DomainError, errorMessage } from '#libs/domain-errors';
import {
  deriveSemanticModel,
  inferredCount,
  modelWithEdits,
  readModelOfTask,
  type SemanticModel,
} from '#libs/semantic-model';
import type { StepContext, StepInput } from '#libs/steps/step';
import { parseTableItems } from '#libs/table-list';
import { qaGenerationErrors } from './errors.js';
import { messages } from './messages.js';
import { readablePart } from './readable-part.js';

export interface Business {
  readonly catalog: Catalog;
  /** With the edits of people, without the tables and columns that the role may not read. */
  readonly model: SemanticModel;
  /** No table has rows yet. */
  readonly isEmpty: boolean;
  /** `schema.name` of the tables that cannot be read. */
  readonly unreadable: readonly string[];
}

/**
 * Reads the current structure of the listed tables, and decides what it means.
 * @throws DomainError when the database is away, a table is missing or none is left, or the edited model cannot be read.
 */
export async function readBusiness(input: StepInput, context: StepContext, component: string): Promise<Business> {
  const { database, files, log } = context;
  const modelFile = await readModelOfTask(files);
  const declared = await database.readCatalog(await tablesOf(input, context, component));
  const profiles = new Map((await database.readProfiles(declared)).map((profile) => [relationName(profile), profile]));
  const failures = [...profiles].flatMap(([table, { failure }]) => (failure ? [{ table, failure }] : []));
  for (const { table, failure } of failures) {
    log.warn(component, messages.unreadable({ table, reason: failure.reason }));
  }
  // A relation that cannot be read (no privilege, never refreshed) gives no question that can be answered.
  const unreadable = failures.map(({ table }) => table);
  const found = await database.findJoins(readablePart(declared, profiles), profiles);
  const inferred = inferredCount(found);
  if (inferred > 0) {
    log.info(component, messages.inferred({ links: inferred }));
  }
  const derived = deriveSemanticModel(found.catalog, (id) => profiles.get(id), found);
  const { model, warnings } = modelWithEdits(derived, modelFile);
  warnings.forEach((warning) => log.warn(component, warning));
  const isEmpty = model.entities.every(({ rowCount }) => rowCount === 0);
  const relations = new Map(found.catalog.relations.map((relation) => [relationName(relation), relation]));
  return {
    catalog: {
      ...declared,
      relations: declared.relations.map((relation) => relations.get(relationName(relation)) ?? relation),
    },
    model: isEmpty ? withUnknownRows(model) : model,
    isEmpty,
    unreadable,
  };
}

/** A database in which all tables are empty gets questions all the same: its rows are to come. */
function withUnknownRows(model: SemanticModel): SemanticModel {
  return { ...model, entities: model.entities.map((entity) => ({ ...entity, rowCount: null, importance: 0.5 })) };
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
