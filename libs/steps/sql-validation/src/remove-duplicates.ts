import { setImmediate } from 'node:timers/promises';
import {
  checkAndDescribe,
  fingerprintOf,
  type HarmlessStatement,
  type Refusal,
  type StatementShape,
} from '#libs/sql-safety';
import type { Pair } from './pair-file.js';

/** A pair with what the parser says of its statement. */
export interface CheckedPair {
  readonly index: number;
  readonly pair: Pair;
  readonly check: HarmlessStatement | Refusal;
  /** Null when the check refuses the statement. */
  readonly shape: StatementShape | null;
}

/** Parsing is work of our own thread: after so many pairs, others get their turn. */
const TURN = 50;

/**
 * Checks pair after pair. Of those whose statements have one structure, or whose questions read the same, only the
 * first is given; the others go to `removed`.
 */
export async function* withoutDuplicates(
  pairs: readonly Pair[],
  removed: (index: number, pair: Pair) => void,
  signal: AbortSignal,
): AsyncGenerator<CheckedPair, void> {
  const questions = new Set<string>();
  const structures = new Structures();
  for (const [index, pair] of pairs.entries()) {
    if (index % TURN === TURN - 1) {
      await setImmediate();
    }
    signal.throwIfAborted();
    const { check, shape } = await checkAndDescribe(pair.sql);
    const question = normalisedQuestion(pair.question);
    const isNew = !questions.has(question) && (shape === null || (await structures.add(pair.sql, shape)));
    if (isNew) {
      questions.add(question);
      yield { index, pair, check, shape };
    } else {
      removed(index, pair);
    }
  }
}

/**
 * The structures of statements. A fingerprint costs a second parse, so it is taken only of statements that name the
 * same relations and columns: others cannot have the same one.
 */
class Structures {
  private readonly byNames = new Map<string, { readonly fingerprints: Set<string>; readonly unread: string[] }>();

  /** @returns false for a structure that is known already. */
  async add(sql: string, shape: StatementShape): Promise<boolean> {
    const names = namesOf(shape);
    const alike = this.byNames.get(names);
    if (alike === undefined) {
      this.byNames.set(names, { fingerprints: new Set(), unread: [sql] });
      return true;
    }
    for (const other of alike.unread.splice(0)) {
      alike.fingerprints.add(await fingerprintOf(other));
    }
    const own = await fingerprintOf(sql);
    const isNew = !alike.fingerprints.has(own);
    alike.fingerprints.add(own);
    return isNew;
  }
}

function namesOf({ relations, columns }: StatementShape): string {
  const names = new Set([...[...relations.values()].map(({ name }) => name), ...columns.map(({ column }) => column)]);
  return [...names].sort().join('\0');
}

/** Case, blanks, punctuation and full-width forms make no other question. */
function normalisedQuestion(question: string): string {
  return question
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}%<>=+-]+/gu, '');
}
