import type { ReadBack } from '#libs/pair-read-back';
import type { QuestionSqlPair } from '#libs/step-files';

/** Whether there was something to compare the statement with. */
export function isCompared(readBack: ReadBack | null): readBack is ReadBack {
  return readBack !== null && readBack.agrees !== null;
}

/** Evidence of ours, or none yet. */
export function isObject(evidence: QuestionSqlPair['evidence']): evidence is Extract<typeof evidence, object> | null {
  return typeof evidence === 'object' && !Array.isArray(evidence);
}

/** The evidence of a pair with its read-back; evidence that is no object, from a file of a person, stays as it is. */
export function withReadBack(evidence: QuestionSqlPair['evidence'], readBack: ReadBack): QuestionSqlPair['evidence'] {
  if (!isObject(evidence)) {
    return evidence;
  }
  const { agrees, by, slots } = readBack;
  return { ...evidence, read_back: { agrees, by, slots: slots.map((slot) => ({ ...slot })) } };
}
