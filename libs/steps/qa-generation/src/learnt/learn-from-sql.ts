import { KnownRelations } from '#libs/sql-safety';
import type { StepContext, StepInput } from '#libs/steps/step';
import { LEARNT_QUERIES_FILE, learntQueriesFile } from '#libs/step-files';
import { messages } from '../messages.js';
import type { GeneratedPair } from '../pair.js';
import { gatherQueries } from './gather-queries.js';
import { learnPairs, listed, type LearnOptions } from './learn-pairs.js';
import { notCovered } from './not-covered.js';

export interface LearntFromSql {
  readonly pairs: readonly GeneratedPair[];
  /** Writes the file, when all pairs of the run are known. */
  report(pairs: readonly GeneratedPair[]): Promise<void>;
}

/** Pairs of the real SQL that the task learns from; none where it learns from none. */
export async function learnFromSql(
  { parameters: { learn_from: wanted = [] } }: StepInput,
  context: StepContext,
  options: Omit<LearnOptions, 'context'>,
  component: string,
): Promise<LearntFromSql> {
  if (wanted.length === 0) {
    return { pairs: [], report: () => Promise.resolve() };
  }
  const { business } = options;
  const known = new KnownRelations(business.catalog.relations);
  const { gathered, sources } = await gatherQueries(wanted, business, known, context);
  for (const { from, state, statements } of sources) {
    context.log.info(
      component,
      state === 'read' ? messages.learn_read({ from, statements }) : messages[state]({ from }),
    );
  }
  const learnt = await learnPairs(gathered, { ...options, context });
  const { pairs, questions, heldOut, notLearnt } = learnt;
  context.log.info(
    component,
    messages.learnt({ forms: gathered.statements.length, pairs: pairs.length, file: LEARNT_QUERIES_FILE }),
  );
  return {
    pairs,
    report: async (all) => {
      const file = learntQueriesFile.render({
        sources,
        forms: gathered.statements.length,
        pairs: pairs.length,
        held_out: heldOut,
        left_out: gathered.leftOut,
        ...listed(notLearnt),
        not_covered: await notCovered(gathered, all, known),
        questions,
      });
      await context.files.write(LEARNT_QUERIES_FILE, file, { primary: true });
    },
  };
}
