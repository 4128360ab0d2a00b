import { isSameResult, type ResultForm } from './digests.js';
import type { TriedMutant } from './proof.js';
import { COPY_LIMITS, ServerWork, type Meter, type ProofStatements } from './server-work.js';
import { changesOrder, type Mutant } from './variants.js';

/** Small tables with other rows than the data. */
export interface ProofCopy {
  /** `WITH …`, the beginning of a statement that reads the copy. */
  readonly tables: string;
  /** The statement over these tables; null where it needs more than they have. */
  readonly statement: (sql: string) => Promise<string | null>;
}

export interface ProofCopies {
  /** At most so many copies with different rows for the statement; none where its tables cannot be copied. */
  readonly of: (sqls: readonly string[], count: number) => Promise<readonly ProofCopy[]>;
  /** Never those of the business database. */
  readonly statements: ProofStatements;
}

/** Copies of one statement. The rows of each are drawn anew; a mutant that lives on three is rarely told by a fourth. */
export const COPIES = 3;

/** Tries mutants on copies that neither a business database nor any other keeps. */
export class TrialsOnCopies {
  private readonly work: ServerWork;

  constructor(
    private readonly copies: ProofCopies,
    signal: AbortSignal,
    /** Milliseconds for all pairs. */
    taskMs: number,
  ) {
    this.work = new ServerWork(copies.statements, signal, { ...COPY_LIMITS, taskMs });
  }

  /** The mutants, with what the copies tell of those that live on the data. */
  async try(
    sql: string,
    form: ResultForm,
    mutants: readonly TriedMutant[],
    meter: Meter,
  ): Promise<readonly TriedMutant[]> {
    const open = mutants.filter(({ fate, isGuard }) => fate === 'living' && !isGuard);
    const killed = new Set<Mutant>();
    const copies = open.length === 0 || this.work.isSpent ? [] : await this.copies.of([sql], COPIES);
    for (const copy of copies) {
      const left = open.filter((mutant) => !killed.has(mutant));
      (await this.killedBy(copy, sql, form, left, meter)).forEach((mutant) => killed.add(mutant));
      if (killed.size === open.length) {
        break;
      }
    }
    return mutants.map((mutant) => (killed.has(mutant) ? { ...mutant, isKilledOnCopy: true } : mutant));
  }

  private async killedBy(
    copy: ProofCopy,
    sql: string,
    form: ResultForm,
    mutants: readonly Mutant[],
    meter: Meter,
  ): Promise<Mutant[]> {
    const own = await copy.statement(sql);
    const others = await Promise.all(
      mutants.map(async (mutant) => ({ mutant, sql: await copy.statement(mutant.sql) })),
    );
    const written = others.filter((other): other is { mutant: Mutant; sql: string } => other.sql !== null);
    if (own === null || written.length === 0) {
      return [];
    }
    const digests = await this.work.digestsOf(
      [own, ...written.map((other) => other.sql)],
      form,
      meter,
      null,
      copy.tables,
    );
    return 'own' in digests
      ? written.flatMap(({ mutant }, index) => {
          const other = digests.others[index];
          return other && isSameResult(digests.own, other, changesOrder(mutant)) === false ? [mutant] : [];
        })
      : [];
  }
}
