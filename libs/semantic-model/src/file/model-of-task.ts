import { createHash } from 'node:crypto';
import { parseState, SCHEMA_STATE_FILE, SEMANTIC_MODEL_FILE, type SchemaState } from '#libs/step-files';
import type { SemanticModel } from '../model.js';
import { withProposals, type ProposalsOf } from '../proposals/with-proposals.js';
import type { AppliedEdits } from './applied-edits.js';
import { applyEdits } from './apply-edits.js';
import type { BaseOf } from './editor-parts.js';
import type { ModelFile } from './model-file.js';
import { readModelFile } from './read-model-file.js';

/** The model file of a task, and what the run that wrote it had derived. */
export interface ModelOfTask {
  /** Null when there is none, or when no person has touched the one that was written. */
  readonly file: ModelFile | null;
  readonly baseOf: BaseOf;
  /** Proposals of a language model that the last run took. */
  readonly proposalsOf: ProposalsOf;
}

interface TaskFiles {
  list(): Promise<string[]>;
  read(name: string): Promise<string>;
}

/**
 * Reads `semantic_model.yaml` of a task, which a person may have uploaded before any run.
 * @param known the state of the last run, where the caller has read it
 * @throws DomainError `semantic_model_…` for a file that cannot be read
 */
export async function readModelOfTask(files: TaskFiles, known?: SchemaState | null): Promise<ModelOfTask> {
  const names = await files.list();
  const state = known === undefined ? await stateOf(files, names) : known;
  const proposalsOf: ProposalsOf = (entity) => state?.tables.get(entity)?.proposals;
  if (!names.includes(SEMANTIC_MODEL_FILE)) {
    return { file: null, baseOf: () => undefined, proposalsOf };
  }
  const text = await files.read(SEMANTIC_MODEL_FILE);
  const isOurs =
    state?.model_edited === false &&
    state.files[SEMANTIC_MODEL_FILE] === createHash('sha256').update(text).digest('hex');
  return {
    file: isOurs ? null : readModelFile(text, SEMANTIC_MODEL_FILE),
    baseOf: (entity) => state?.tables.get(entity)?.model,
    proposalsOf,
  };
}

/** The model that every step of the task reads: as derived, with the proposals that were taken and the edits of people. */
export function modelWithEdits(derived: SemanticModel, { file, baseOf, proposalsOf }: ModelOfTask): AppliedEdits {
  return applyEdits(withProposals(derived, proposalsOf), file, baseOf);
}

async function stateOf(files: TaskFiles, names: readonly string[]): Promise<SchemaState | null> {
  return names.includes(SCHEMA_STATE_FILE) ? parseState(await files.read(SCHEMA_STATE_FILE)) : null;
}
