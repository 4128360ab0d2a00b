import { SELF_CHECK_KINDS, type SelfCheckKind } from '#libs/step-files';
import type { StepFiles } from '#libs/steps/step';
import { countRecords } from '#libs/vector-store';
import type { TrainingData } from '../training-data.js';
import { checkRetrieval, type Reader, type RetrievalRates } from './check-retrieval.js';
import { checkReadBack, mostAsked, type ReadBack } from './read-back.js';
import { knownRecords } from './known-records.js';
import { usableQuestions, type UsableQuestions } from './usable-questions.js';

export interface SelfCheck {
  readonly readBack: ReadBack;
  /** Null where the task has no questions for the check; a kind without questions is null. */
  readonly retrieval: Readonly<Record<SelfCheckKind, RetrievalRates | null>> | null;
  readonly leftOut: Pick<UsableQuestions, 'pairsWithoutIntent' | 'loadedAsPairs'> | null;
}

/** Questions of each kind: enough to tell a broken store from a good one, and soon asked. */
const MOST_OF_A_KIND = 100;

/** Asks the loaded store as a reader does, with questions that are not in it. */
export async function checkStore(
  reader: Reader,
  files: Pick<StepFiles, 'list' | 'read' | 'readStream'>,
  data: Pick<TrainingData, 'records'>,
): Promise<SelfCheck> {
  const { client, tables, embedder, signal } = reader;
  const readBack = await checkReadBack(client, tables, embedder, data.records(), signal);
  const { total } = await countRecords(client);
  const questions = await usableQuestions(files, data.records(), Math.min(MOST_OF_A_KIND, mostAsked(total)));
  if (questions === null) {
    return { readBack, retrieval: null, leftOut: null };
  }
  const known = await knownRecords(files, data.records());
  const retrieval: Partial<Record<SelfCheckKind, RetrievalRates | null>> = {};
  for (const kind of SELF_CHECK_KINDS) {
    retrieval[kind] = await checkRetrieval(reader, known, questions.byKind[kind]);
  }
  const { pairsWithoutIntent, loadedAsPairs } = questions;
  return {
    readBack,
    retrieval: retrieval as Record<SelfCheckKind, RetrievalRates | null>,
    leftOut: { pairsWithoutIntent, loadedAsPairs },
  };
}
