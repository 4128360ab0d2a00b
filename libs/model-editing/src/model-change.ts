import type { ModelEditChange } from '#libs/database';
import { DomainError } from '#libs/domain-errors';
import type { Language } from '#libs/language';
import { modelItems, type FileItem, type ModelPart, type Plain, type StatementState } from '#libs/semantic-model';
import { modelEditingErrors } from './errors.js';

/** What a person says about one item. */
export interface Statements {
  /** By key; null takes back what the database says. */
  readonly set: Readonly<Record<string, Plain>>;
  /** Keys that follow the database again. */
  readonly follow: readonly string[];
}

interface ChangeContext {
  readonly part: ModelPart;
  /** `schema.table`, for errors. */
  readonly table: string;
  /** Columns that statements may name. */
  readonly columns: ReadonlySet<string>;
  readonly language: Language;
}

/**
 * The changes of an item by statements; empty where they say what the file says. To repeat what was derived is a change:
 * it confirms it.
 * @throws DomainError `model_statement_unknown`, `model_value_invalid`, `model_column_unknown`
 */
export function changesBy(item: FileItem, { set, follow }: Statements, context: ChangeContext): ModelEditChange[] {
  const { part, language } = context;
  for (const [key, value] of Object.entries(set)) {
    refuseWrong(key, value, context);
  }
  const known = modelItems.statementKeys(part);
  follow.filter((key) => !known.includes(key)).forEach((key) => refuseWrong(key, null, context));
  const changes = [
    ...Object.entries(set).flatMap(([key, value]) => {
      const before = modelItems.stateOf(part, item, key);
      const isSaid = modelItems.isByPerson(part, item, key) && modelItems.samePlain(before.value ?? null, value);
      return isSaid ? [] : [{ key, before, after: modelItems.personState(part, item, value, language) }];
    }),
    ...follow
      .filter((key) => !Object.hasOwn(set, key) && modelItems.isByPerson(part, item, key))
      .map((key) => {
        const before = modelItems.stateOf(part, item, key);
        return { key, before, after: modelItems.followingState(derivable(key, before.value), language) };
      }),
  ];
  return hidingValues(part, item, changes, language);
}

/** Changes after which a sensitive column has no values. */
export function hidingValues(
  part: ModelPart,
  item: FileItem,
  changes: readonly ModelEditChange[],
  language: Language,
): ModelEditChange[] {
  return makesSensitive(part, changes)
    ? [...changes.filter(({ key }) => key !== 'values'), ...withoutValues(item, language)]
    : [...changes];
}

export function makesSensitive(part: ModelPart, changes: readonly ModelEditChange[]): boolean {
  return part === 'column' && changes.some(({ key, after }) => key === 'role' && after.value === 'sensitive');
}

/** Changes of an earlier edit, without the values that they had. */
export function blanked(changes: readonly ModelEditChange[], language: Language): ModelEditChange[] {
  const following = modelItems.followingState(undefined, language);
  return changes.map((change) =>
    change.key === 'values' ? { key: 'values', before: following, after: following } : change,
  );
}

/** The item with the changes. */
export function withChanges(
  part: ModelPart,
  item: FileItem,
  changes: readonly ModelEditChange[],
): Readonly<Record<string, Plain | undefined>> {
  return modelItems.withStates(
    part,
    item,
    Object.fromEntries(changes.map(({ key, after }) => [key, after as StatementState])),
  );
}

/** A rejected join is not there for the next run, which then derives its standing. */
function derivable(key: string, value: Plain | undefined): Plain | undefined {
  return key === 'standing' && value === 'rejected' ? undefined : value;
}

/** Values of a sensitive column are kept nowhere, the history of edits included. */
function withoutValues(item: FileItem, language: Language): ModelEditChange[] {
  const following = modelItems.followingState(undefined, language);
  return item.values.has('values') ? [{ key: 'values', before: following, after: following }] : [];
}

function refuseWrong(key: string, value: Plain, { part, table, columns }: ChangeContext): void {
  const problem = modelItems.statementProblem(part, key, value, columns);
  switch (problem?.kind) {
    case 'unknown_key':
      throw new DomainError(modelEditingErrors.model_statement_unknown, { name: key, nearest: problem.nearest });
    case 'unknown_column': {
      const { name, nearest } = problem;
      throw new DomainError(modelEditingErrors.model_column_unknown, { owner: table, name, nearest });
    }
    case 'wrong_value':
      throw new DomainError(modelEditingErrors.model_value_invalid, { name: key, choices: problem.choices.join(', ') });
    case undefined:
  }
}
