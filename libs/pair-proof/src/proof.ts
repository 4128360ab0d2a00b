import type { StatementFailure } from '#libs/business-database';
import type { Message } from '#libs/language';
import type { Digest } from './digests.js';
import type { Mutant } from './variants.js';

/** `killed`: another result · `living`: the same · `undecided`: could not be compared. */
export type Fate = 'killed' | 'living' | 'undecided';

export interface TriedMutant extends Mutant {
  readonly fate: Fate;
  /** A small copy with other rows told what the data could not. */
  readonly isKilledOnCopy?: boolean;
}

/** What the execution of a statement and of its variants tells. */
export interface Proof {
  readonly runs: boolean;
  /** Seconds of the server for the statement and its variants. */
  readonly seconds: number;
  /** An error of the statement itself. */
  readonly failure: StatementFailure | null;
  /** Null when not all rows were read. */
  readonly rowCount: number | null;
  readonly isEmpty: boolean;
  /** Null when nothing was compared. */
  readonly result: Pick<Digest, 'rows' | 'bag'> | null;
  /** Columns of the result that are known by the text. */
  readonly columns: number;
  /** The statement as its tree is written: equal for statements that differ in layout only. */
  readonly written: string | null;
  /** Reasons against the result. */
  readonly implausible: readonly Message[];
  readonly mutants: readonly TriedMutant[];
  /** Why something, or all, was not proven. */
  readonly notProven: Message | null;
}

/** @param untried mutants that nothing was found out about */
export function unproven(notProven: Message, untried: readonly Mutant[] = []): Proof {
  return {
    runs: false,
    seconds: 0,
    failure: null,
    rowCount: null,
    isEmpty: false,
    result: null,
    columns: 0,
    written: null,
    implausible: [],
    mutants: untried.map((mutant) => ({ ...mutant, fate: 'undecided' })),
    notProven,
  };
}

/** Conditions that filter nothing on the data and are no declared guard. */
export function vacuousConditions({ mutants }: Pick<Proof, 'mutants'>): readonly TriedMutant[] {
  return mutants.filter(({ kind, fate, isGuard }) => kind === 'condition' && fate === 'living' && !isGuard);
}

/** Mutants whose results could not be compared, in the time that there was. */
export function undecidedMutants({ mutants }: Pick<Proof, 'mutants'>): readonly TriedMutant[] {
  return mutants.filter(({ fate, isGuard }) => fate === 'undecided' && !isGuard);
}

/** Mutants that neither the data nor the copy tells from the statement. A guard is not meant to be told. */
export function livingMutants({ mutants }: Pick<Proof, 'mutants'>): readonly TriedMutant[] {
  return mutants.filter(
    ({ fate, isGuard, isKilledOnCopy }) => fate === 'living' && !isGuard && isKilledOnCopy !== true,
  );
}
