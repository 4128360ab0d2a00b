import { ARMS, countedAnswer, type Arm, type QuestionResult } from '#libs/evaluation';
import { pairedBootstrap } from '#libs/evaluation-statistics';
import type { ArmDifference, Comparison } from './evaluation.dto.js';

type Measure = ArmDifference['of'];

const MEASURES: readonly Measure[] = ['sufficient', 'right'];

/** Both answers to the same questions. */
interface Paired {
  readonly first: boolean[];
  readonly second: boolean[];
}

/** Compares the questions that both evaluations have counted, arm by arm. */
export async function compareResults(
  results: AsyncIterable<{ readonly first: QuestionResult; readonly second: QuestionResult }>,
): Promise<Pick<Comparison, 'differences' | 'kept_half'>> {
  const all = new Map<string, Paired>();
  const kept = new Map<string, Paired>();
  for await (const { first, second } of results) {
    if (first.status === 'counted' && second.status === 'counted') {
      add(all, first, second);
      if (first.half === 'kept') {
        add(kept, first, second);
      }
    }
  }
  return { differences: differencesOf(all), kept_half: differencesOf(kept) };
}

function add(pairs: Map<string, Paired>, first: QuestionResult, second: QuestionResult): void {
  for (const arm of ARMS) {
    for (const measure of MEASURES) {
      const [a, b] = [valueOf(first, arm, measure), valueOf(second, arm, measure)];
      if (a !== undefined && b !== undefined) {
        const key = `${arm} ${measure}`;
        const paired = pairs.get(key) ?? { first: [], second: [] };
        pairs.set(key, paired);
        paired.first.push(a);
        paired.second.push(b);
      }
    }
  }
}

function valueOf({ retrieval, answers }: QuestionResult, arm: Arm, measure: Measure): boolean | undefined {
  return measure === 'right' ? countedAnswer(answers, arm)?.right : retrieval[arm]?.sufficient;
}

function differencesOf(pairs: ReadonlyMap<string, Paired>): ArmDifference[] {
  return ARMS.flatMap((arm) =>
    MEASURES.flatMap((of): ArmDifference[] => {
      const paired = pairs.get(`${arm} ${of}`);
      const found = paired === undefined ? null : pairedBootstrap(paired.first, paired.second);
      return found === null ? [] : [{ arm, of, ...found }];
    }),
  );
}
