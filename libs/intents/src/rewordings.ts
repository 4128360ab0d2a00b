import { LANGUAGES, type Language } from '#libs/language';
import type { Candidate } from './candidate.js';
import { inSynonyms } from './words/in-synonyms.js';
import { phrases } from './words/phrase.js';

export interface Rewordings {
  /** In the language of the candidate, those with synonyms first. */
  readonly paraphrases: readonly string[];
  /** In the other languages that have every name of the question. */
  readonly translations: readonly { readonly language: Language; readonly question: string }[];
}

/**
 * Other questions with the answer of a candidate, without a model: wordings of the grammar, synonyms of the semantic model,
 * other languages.
 * @param language of the candidate's questions
 */
export function rewordingsOf({ intent, isWhole, questions }: Candidate, language: Language): Rewordings {
  if (!isWhole) {
    return { paraphrases: questions, translations: [] };
  }
  const renamed = inSynonyms(intent, language);
  const others = LANGUAGES.filter((other) => other !== language);
  return {
    paraphrases: [...(renamed === null ? [] : phrases(renamed, language)), ...questions],
    translations: others.flatMap((other) => phrases(intent, other).map((question) => ({ language: other, question }))),
  };
}
