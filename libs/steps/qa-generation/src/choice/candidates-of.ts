import { awkwardness, bestRead, proposeFor } from '#libs/intents';
import type { Language } from '#libs/language';
import type { Entity, ModelIndex } from '#libs/semantic-model';
import type { Candidate } from './candidate.js';

/** Of one entity; the chooser reads only a part. */
const MOST = 2_000;

/** The questions about an entity, each in one of the wordings that read best: in turn, so that all of these occur. */
export function* candidatesOf(index: ModelIndex, entity: Entity, language: Language): Iterable<Candidate> {
  let turn = 0;
  for (const whole of proposeFor(index, entity, { language, perEntity: MOST })) {
    const { questions, ...candidate } = whole;
    const question = wordingFor(questions, turn, (texts) => bestRead(texts, whole.intent, language));
    turn += 1;
    if (question !== undefined) {
      const reading = { text: question, intent: whole.intent };
      yield { ...candidate, question, whole, awkwardness: awkwardness(reading, language) };
    }
  }
}

/** One wording in so many may be keywords: people type them into a search box, but write sentences to an analyst. */
const KEYWORDS_EVERY = 10;

function wordingFor(
  questions: readonly string[],
  turn: number,
  best: (texts: readonly string[]) => readonly string[],
): string | undefined {
  const isSentence = (text: string): boolean => /[.?。？]$/u.test(text);
  const sentences = questions.filter(isSentence);
  const isTurnOfKeywords = turn % KEYWORDS_EVERY === KEYWORDS_EVERY - 1;
  // Only keywords that read as well as the best sentence.
  const keywords = isTurnOfKeywords ? best(questions).filter((text) => !isSentence(text)) : [];
  const offered = keywords.length > 0 ? keywords.slice(-1) : best(sentences.length > 0 ? sentences : questions);
  return offered[turn % offered.length];
}
