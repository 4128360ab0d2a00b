import { proposeFor } from '#libs/intents';
import type { Language } from '#libs/language';
import type { Entity, ModelIndex } from '#libs/semantic-model';
import type { Candidate } from './candidate.js';

/** Of one entity; the chooser reads only a part. */
const MOST = 2_000;

/** The questions about an entity, each in one of its wordings: in turn, so that all wordings occur. */
export function* candidatesOf(index: ModelIndex, entity: Entity, language: Language): Iterable<Candidate> {
  let turn = 0;
  for (const whole of proposeFor(index, entity, { language, perEntity: MOST })) {
    const { questions, ...candidate } = whole;
    const question = wordingFor(questions, turn);
    turn += 1;
    if (question !== undefined) {
      yield { ...candidate, question, whole };
    }
  }
}

/** One wording in so many may be keywords: people type them into a search box, but write sentences to an analyst. */
const KEYWORDS_EVERY = 10;

function wordingFor(questions: readonly string[], turn: number): string | undefined {
  const sentences = questions.filter((text) => /[.?。？]$/u.test(text));
  const offered =
    sentences.length === 0 || turn % KEYWORDS_EVERY === KEYWORDS_EVERY - 1 ? questions.slice(-1) : sentences;
  return offered[turn % offered.length];
}
