import type { FirstRow, StatementFailure, StatementRunner } from '#libs/business-database';
import type { Message } from '#libs/language';
import { checkStatement, refusalMessage, refuseVolatile } from '#libs/sql-safety';
import { countSql, digestSql, readDigests, type Digest, type ResultFacts, type ResultForm } from './digests.js';
import { proofMessages } from './messages.js';

export interface ProofLimits {
  /** Milliseconds that one statement of a proof may take. */
  readonly statementMs: number;
  /** Milliseconds for the mutants of one pair that have to be tried one by one. */
  readonly pairMs: number;
  /** Milliseconds of the server for all pairs. */
  readonly taskMs: number;
  /** The planner's cost of a statement of a proof. */
  readonly cost: number;
}

export const PROOF_LIMITS: ProofLimits = { statementMs: 5_000, pairMs: 10_000, taskMs: 120_000, cost: 1e6 };
/** On copies of a few rows. */
export const COPY_LIMITS: Omit<ProofLimits, 'taskMs'> = { statementMs: 2_000, pairMs: 2_000, cost: 1e6 };

export type ProofStatements = Pick<StatementRunner, 'plan' | 'firstRow' | 'hazards'>;

/** Nothing was run, or not to its end. */
export interface Stopped {
  readonly stopped: Message;
}

/** What the proof of one pair has taken of the server. */
export interface Meter {
  seconds: number;
}

export interface Digests {
  readonly own: ResultFacts;
  readonly others: readonly Digest[];
}

/** The work of the server for the proofs of a task: every statement of it passes the ladder and is paid from the budget. */
export class ServerWork {
  private readonly digests = new Map<string, Digest>();
  private readonly counts = new Map<string, Promise<number | null>>();
  private spentMs = 0;

  constructor(
    private readonly statements: ProofStatements,
    private readonly signal: AbortSignal,
    readonly limits: ProofLimits,
  ) {}

  get isSpent(): boolean {
    return this.spentMs >= this.limits.taskMs;
  }

  /**
   * The digests of statements, in one statement of the server.
   * @param knownCost of the plan, where the ladder has accepted one statement before: to count and hash its rows costs no
   * more than a part, and calls nothing of the database, so that its digest is neither parsed nor planned again
   * @param tables `WITH …` that they read instead of the tables of the database
   */
  async digestsOf(
    sqls: readonly string[],
    form: ResultForm,
    meter: Meter,
    knownCost: number | null = null,
    tables = '',
  ): Promise<Digests | StatementFailure | Stopped> {
    const sql = digestSql(sqls, form, tables).trimStart();
    const row = await (knownCost === null ? this.firstRow(sql, meter) : this.run(sql, knownCost, meter));
    return 'fields' in row ? readDigests(row.fields) : row;
  }

  /** Rows of a statement; null when they are not known for the price. */
  countOf(sql: string, meter: Meter): Promise<number | null> {
    const known =
      this.counts.get(sql) ??
      this.firstRow(countSql(sql), meter).then((row) => ('fields' in row ? Number(row.fields[0]) : null));
    this.counts.set(sql, known);
    return known;
  }

  /** The digest of a statement that ran before. */
  known(sql: string, form: ResultForm): Digest | undefined {
    return this.digests.get(keyOf(sql, form));
  }

  remember(sql: string, form: ResultForm, digest: Digest): void {
    this.digests.set(keyOf(sql, form), digest);
  }

  /** One harmless statement by its text → planned → run. */
  private async firstRow(sql: string, meter: Meter): Promise<FirstRow | StatementFailure | Stopped> {
    this.signal.throwIfAborted();
    const check = await checkStatement(sql);
    const refused = check.ok ? refuseVolatile(sql, check, await this.statements.hazards()) : check;
    if (refused !== null) {
      return { stopped: proofMessages.not_comparable({ reason: refusalMessage(refused) }) };
    }
    const cost = await this.costOf(sql, meter);
    return typeof cost === 'number' ? this.run(sql, cost, meter) : cost;
  }

  private async run(sql: string, cost: number, meter: Meter): Promise<FirstRow | StatementFailure | Stopped> {
    if (cost > this.limits.cost) {
      const costs = { cost: cost.toExponential(1), ceiling: this.limits.cost.toExponential(0) };
      return { stopped: proofMessages.too_expensive(costs) };
    }
    this.signal.throwIfAborted();
    const { seconds: running, ...run } = await this.statements.firstRow(sql, this.limits.statementMs);
    this.spend(running, meter);
    return run;
  }

  private async costOf(sql: string, meter: Meter): Promise<number | StatementFailure> {
    const { seconds, ...plan } = await this.statements.plan(sql);
    this.spend(seconds, meter);
    return plan.outcome === 'planned' ? plan.totalCost : plan;
  }

  private spend(seconds: number, meter: Meter): void {
    this.spentMs += seconds * 1000;
    meter.seconds += seconds;
  }
}

function keyOf(sql: string, { isOrdered, hasAverages }: ResultForm): string {
  return `${isOrdered} ${hasAverages} ${sql}`;
}
