import {
  isNearlyTheSame,
  normalisedQuestion,
  readIfPresent,
  SELF_CHECK_KINDS,
  SELF_CHECK_QUESTIONS_FILE,
  selfCheckQuestionsFile,
  type SelfCheckKind,
  type SelfCheckQuestion,
} from '#libs/step-files';
import type { StepFiles } from '#libs/steps/step';
import { EvenSample } from '../even-sample.js';
import type { TrainingRecord } from '../training-data.js';

export interface UsableQuestions {
  readonly byKind: Readonly<Record<SelfCheckKind, readonly SelfCheckQuestion[]>>;
  readonly pairsWithoutIntent: number;
  /** Questions that the load has as pairs, word for word or nearly: they would find themselves. */
  readonly loadedAsPairs: number;
}

/**
 * The questions that `qa_generation` has left for the check.
 * @param most of each kind: evenly spread over all of them
 * @returns null where the task has none, because its pairs come from elsewhere
 */
export async function usableQuestions(
  files: Pick<StepFiles, 'list' | 'read' | 'readStream'>,
  records: AsyncIterable<TrainingRecord>,
  most: number,
): Promise<UsableQuestions | null> {
  const text = await readIfPresent(files, SELF_CHECK_QUESTIONS_FILE);
  const read = text === null ? null : selfCheckQuestionsFile.parse(text);
  if (read === null) {
    return null;
  }
  const loaded = await LoadedQuestions.of(records);
  const usable = read.questions.filter((question) => !loaded.has(question));
  const sampleOf = (kind: SelfCheckKind) => {
    const sample = new EvenSample<SelfCheckQuestion>(most);
    usable.filter((question) => question.kind === kind).forEach((question) => sample.offer(question));
    return sample.items;
  };
  return {
    byKind: Object.fromEntries(SELF_CHECK_KINDS.map((kind) => [kind, sampleOf(kind)])) as UsableQuestions['byKind'],
    pairsWithoutIntent: read.pairs_without_intent,
    loadedAsPairs: read.questions.length - usable.length,
  };
}

/** The questions of the pairs of a load. Only those about the same tables are compared letter by letter. */
class LoadedQuestions {
  private readonly exact = new Set<string>();
  private readonly byTables = new Map<string, string[]>();

  static async of(records: AsyncIterable<TrainingRecord>): Promise<LoadedQuestions> {
    const loaded = new LoadedQuestions();
    for await (const { pair } of records) {
      if (pair) {
        loaded.add(pair.question, pair.tables);
      }
    }
    return loaded;
  }

  has({ question, tables }: Pick<SelfCheckQuestion, 'question' | 'tables'>): boolean {
    return (
      this.exact.has(normalisedQuestion(question)) ||
      (this.byTables.get(keyOf(tables)) ?? []).some((own) => isNearlyTheSame(own, question))
    );
  }

  private add(question: string, tables: readonly string[]): void {
    this.exact.add(normalisedQuestion(question));
    const key = keyOf(tables);
    this.byTables.set(key, [...(this.byTables.get(key) ?? []), question]);
  }
}

function keyOf(tables: readonly string[]): string {
  return tables.toSorted().join(' ');
}
