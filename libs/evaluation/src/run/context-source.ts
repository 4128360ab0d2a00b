import type { Arm, RetrievedContext } from '../types/arm.js';
import type { PlacedQuestion } from '../types/question.js';

export type ContextByArm = Readonly<Partial<Record<Arm, RetrievedContext>>>;

/** Where readers find context for their questions: a store, or records that are not in one yet. */
export interface ContextSource {
  /** One a question, in order. */
  retrieve(questions: readonly PlacedQuestion[], arms: readonly Arm[], signal: AbortSignal): Promise<ContextByArm[]>;
  /** The questions of its pairs. */
  questions(signal: AbortSignal): AsyncIterable<string>;
  /** Model of the vectors that find the context of an arm. */
  embedderOf(arm: Arm, signal: AbortSignal): Promise<string>;
}

/** Records of each kind that a search gives, as many as Vanna asks for unless told otherwise. */
export const DEFAULT_RESULTS = 10;

interface Found {
  readonly ddl: readonly string[];
  readonly documentation: readonly string[];
  readonly pairs: RetrievedContext['pairs'];
}

/** The contexts of the arms that one search serves. */
export function searchedArms({ ddl, documentation, pairs }: Found, arms: readonly Arm[]): ContextByArm {
  const context = (parts: Partial<Found>): RetrievedContext => {
    const whole = { ddl, documentation: [], pairs: [], ...parts };
    const texts = [...ddl, ...whole.documentation, ...whole.pairs.map(({ question, sql }) => `-- ${question}\n${sql}`)];
    return { ...whole, text: texts.join('\n\n') };
  };
  return {
    ...(arms.includes('schema') && { schema: context({}) }),
    ...(arms.includes('documents') && { documents: context({ documentation }) }),
    ...(arms.includes('pairs') && { pairs: context({ documentation, pairs }) }),
  };
}
