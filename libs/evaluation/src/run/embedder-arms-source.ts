import type { PlacedQuestion } from '../types/question.js';
import { isEmbedderArm, type Arm, type EmbedderArm } from '../types/arm.js';
import type { ContextByArm, ContextSource } from './context-source.js';

/** A source with further arms, each with a source of its own embedder: the vectors of two never meet. */
export class EmbedderArmsSource implements ContextSource {
  /** @param byArm sources of the same records */
  constructor(
    private readonly base: ContextSource,
    private readonly byArm: ReadonlyMap<EmbedderArm, ContextSource>,
  ) {}

  async retrieve(
    questions: readonly PlacedQuestion[],
    arms: readonly Arm[],
    signal: AbortSignal,
  ): Promise<ContextByArm[]> {
    const ofBase = arms.filter((arm) => !isEmbedderArm(arm));
    let contexts: ContextByArm[] =
      ofBase.length === 0 ? questions.map(() => ({})) : await this.base.retrieve(questions, ofBase, signal);
    for (const [arm, source] of this.byArm) {
      const found = await source.retrieve(questions, ['pairs'], signal);
      contexts = contexts.map((context, index) => {
        const own = found[index]?.pairs;
        return own === undefined ? context : { ...context, [arm]: own };
      });
    }
    return contexts;
  }

  questions(signal: AbortSignal): AsyncIterable<string> {
    return this.base.questions(signal);
  }

  embedderOf(arm: Arm, signal: AbortSignal): Promise<string> {
    const own = isEmbedderArm(arm) ? this.byArm.get(arm) : undefined;
    return (own ?? this.base).embedderOf(arm, signal);
  }
}
