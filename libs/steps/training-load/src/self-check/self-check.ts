import { SELF_CHECK_KINDS, type SelfCheckKind } from '#libs/step-files';
import type { StepFiles } from '#libs/steps/step';
import { countRecords } from '#libs/vector-store';
import type { TrainingData } from '../training-data.js';
import { checkRetrieval, type RetrievalRates } from './check-retrieval.js';
import { checkReadBack, mostAsked, type ReadBack } from './read-back.js';
import { knownRecords } from './known-records.js';
import { byVectors, byWordsAndVectors, type Reader } from './reader-search.js';
import { usableQuestions, type UsableQuestions } from './usable-questions.js';

type RatesByKind = Readonly<Record<SelfCheckKind, RetrievalRates | null>>;

export interface SelfCheck {
  readonly readBack: ReadBack;
  /** Null where the task has no questions for the check; a kind without questions is null. */
  readonly retrieval: RatesByKind | null;
  /** The same questions by words and vectors; null where the store has no words. */
  readonly hybrid: RatesByKind | null;
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
  const { total } = await countRecords(client, tables);
  const questions = await usableQuestions(files, data.records(), Math.min(MOST_OF_A_KIND, mostAsked(total)));
  if (questions === null) {
    return { readBack, retrieval: null, hybrid: null, leftOut: null };
  }
  const known = await knownRecords(files, data.records());
  const withWords = byWordsAndVectors(reader);
  const searches = [byVectors(reader), ...(withWords ? [withWords] : [])];
  const rates = new Map<SelfCheckKind, RetrievalRates[] | null>();
  for (const kind of SELF_CHECK_KINDS) {
    rates.set(kind, await checkRetrieval(reader, searches, known, questions.byKind[kind]));
  }
  const ofSearch = (place: number): RatesByKind => ({
    paraphrase: rates.get('paraphrase')?.[place] ?? null,
    other_language: rates.get('other_language')?.[place] ?? null,
    held_out: rates.get('held_out')?.[place] ?? null,
  });
  const { pairsWithoutIntent, loadedAsPairs } = questions;
  return {
    readBack,
    retrieval: ofSearch(0),
    hybrid: withWords ? ofSearch(1) : null,
    leftOut: { pairsWithoutIntent, loadedAsPairs },
  };
}
