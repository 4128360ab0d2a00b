import { createHash } from 'node:crypto';
import { isNearlyTheSame, normalisedQuestion } from '#libs/step-files';

/** Bytes of a digest: of a billion questions, two differ with near certainty. */
const DIGEST_BYTES = 12;

/**
 * Finds questions that the store holds already; measuring with them tells how well a store finds itself.
 * - word for word: the question without case, blanks, punctuation and full-width forms is that of a pair;
 * - nearly: one of the pairs that a search finds has a question that differs in a slip only (`isNearlyTheSame`).
 */
export class LeakCheck {
  private readonly digests = new Set<string>();

  /** Tells the check about a question of the store. */
  add(question: string): void {
    this.digests.add(digestOf(question));
  }

  /**
   * @param found pairs that a search finds for the question
   * @returns the question of the store, or null
   */
  leakOf(question: string, found: readonly { readonly question: string }[]): string | null {
    if (this.digests.has(digestOf(question))) {
      return question;
    }
    return found.find((pair) => isNearlyTheSame(pair.question, question))?.question ?? null;
  }
}

function digestOf(question: string): string {
  return createHash('sha256').update(normalisedQuestion(question)).digest().toString('latin1', 0, DIGEST_BYTES);
}
