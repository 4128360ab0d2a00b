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
    const question = questions[turn % questions.length];
    turn += 1;
    if (question !== undefined) {
      yield { ...candidate, question, whole };
    }
  }
}
