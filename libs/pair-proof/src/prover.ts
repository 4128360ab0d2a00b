import type { Message } from '#libs/language';
import { withoutEnd } from '#libs/sql-safety';
import { writeSql, type Node } from '#libs/sql-writing';
import { MOST_ROWS, type ResultFacts } from './digests.js';
import { joinOf, mayMultiply, type KeyedRelation } from './grain.js';
import { proofMessages } from './messages.js';
import type { IsSoftDelete } from './mutate/conditions.js';
import { unproven, type Proof, type TriedMutant } from './proof.js';
import { PROOF_LIMITS, ServerWork, type Meter, type ProofLimits, type ProofStatements } from './server-work.js';
import { tryMutants } from './try-mutants.js';
import { TrialsOnCopies, type ProofCopies } from './trials-on-copies.js';
import { variantsOf, type Mutant, type Variants } from './variants.js';

export interface ProverOptions {
  readonly statements: ProofStatements;
  readonly signal: AbortSignal;
  /** With their keys, for the grain of joins. */
  readonly relations: () => Promise<readonly KeyedRelation[]>;
  readonly isSoftDelete?: IsSoftDelete;
  readonly limits?: ProofLimits;
  /** Mutants that are tried; all by default. */
  readonly tries?: (mutant: Mutant) => boolean;
  /** A statement without a mutant to try is not run. */
  readonly onlyWithMutants?: boolean;
  /** Where mutants are tried that the data cannot tell from their statement. */
  readonly copies?: ProofCopies;
}

/** What the validation of a statement found out. */
export interface Known {
  readonly tree?: Node | null;
  /** Of its plan. */
  readonly cost?: number | null;
}

/** Proves statements by execution, each once, within a budget. */
export class Prover {
  private readonly proofs = new Map<string, Promise<Proof>>();
  private readonly work: ServerWork;
  private readonly copies: TrialsOnCopies | null;

  constructor(private readonly options: ProverOptions) {
    const { statements, signal, limits = PROOF_LIMITS, copies } = options;
    this.work = new ServerWork(statements, signal, limits);
    this.copies = copies === undefined ? null : new TrialsOnCopies(copies, signal, limits.taskMs / 2);
  }

  /**
   * @param sql a statement that passed the ladder of validation
   * @param validated what that ladder has found out
   * @throws DomainError of kind `unavailable` when the database goes away; the abort reason when stopped
   */
  prove(sql: string, validated: Known = {}): Promise<Proof> {
    const known = this.proofs.get(sql) ?? this.run(sql, validated);
    this.proofs.set(sql, known);
    return known;
  }

  private async run(sql: string, { tree = null, cost = null }: Known): Promise<Proof> {
    this.options.signal.throwIfAborted();
    const { isSoftDelete = () => false, tries = () => true, onlyWithMutants = false } = this.options;
    const variants = await variantsOf(sql, isSoftDelete, tree);
    if (variants === null) {
      return unproven(proofMessages.not_written());
    }
    const isFixed = !variants.isUndetermined && !variants.isVolatile;
    const mutants = isFixed ? variants.mutants.filter(tries) : [];
    if (onlyWithMutants && mutants.length === 0) {
      return unproven(proofMessages.not_executed());
    }
    if (this.work.isSpent) {
      return unproven(proofMessages.out_of_budget({ seconds: this.work.limits.taskMs / 1000 }), mutants);
    }
    const own = variants.sql ?? withoutEnd(sql.trim());
    const meter = { seconds: 0 };
    const tried = await tryMutants(this.work, { sql: own, cost }, variants.form, mutants, meter);
    if (tried.digests === null) {
      const reason = tried.stopped ?? proofMessages.not_executed();
      return { ...unproven(reason, mutants), ...meter, failure: tried.failure, written: variants.sql };
    }
    const { own: facts } = tried.digests;
    const isWhole = facts.rows <= MOST_ROWS;
    if (isFixed) {
      this.work.remember(own, variants.form, facts);
    }
    const explosion = await this.explosion(variants, meter);
    const told = (await this.copies?.try(own, variants.form, tried.mutants, meter)) ?? tried.mutants;
    return {
      runs: true,
      ...meter,
      failure: null,
      rowCount: isWhole ? facts.rows : null,
      isEmpty: facts.rows === 0,
      result: isWhole && isFixed ? { rows: facts.rows, bag: facts.bag } : null,
      columns: variants.form.columns,
      written: variants.sql,
      implausible: [...implausible(facts, tried.mutants), ...explosion],
      mutants: told,
      notProven: tried.stopped ?? limitOf(variants, isWhole),
    };
  }

  /** The rows of a join against those of its relations. */
  private async explosion({ tree, isVolatile }: Variants, meter: Meter): Promise<Message[]> {
    const join = isVolatile ? null : joinOf(tree);
    if (join === null || !mayMultiply(join, await this.options.relations())) {
      return [];
    }
    const sizes = await Promise.all(
      join.sources.map((source) => this.work.countOf(`SELECT 1 FROM ${relationSql(source)}`, meter)),
    );
    const rows = await this.work.countOf(writeSql(join.rows), meter);
    const most = Math.max(...sizes.map((size) => size ?? Infinity));
    return rows !== null && rows > most ? [proofMessages.exploded_join({ rows, most })] : [];
  }
}

function relationSql({ schema, name }: { readonly schema: string | null; readonly name: string }): string {
  const relation = {
    relname: name,
    inh: true,
    relpersistence: 'p',
    ...(schema === null ? {} : { schemaname: schema }),
  };
  return writeSql({ RangeVar: relation });
}

function limitOf({ sql, isUndetermined, isVolatile }: Variants, isWhole: boolean): Message | null {
  if (!isWhole) {
    return proofMessages.too_many_rows({ rows: MOST_ROWS });
  }
  if (isVolatile) {
    return proofMessages.volatile_result();
  }
  if (isUndetermined) {
    return proofMessages.undetermined();
  }
  return sql === null ? proofMessages.not_written() : null;
}

function implausible({ rows, differentRows, filled }: ResultFacts, mutants: readonly TriedMutant[]): Message[] {
  if (rows === 0) {
    return [proofMessages.no_rows()];
  }
  const real = mutants.filter(({ kind, isGuard }) => kind === 'condition' && !isGuard);
  const isAll = real.length > 0 && real.every(({ fate }) => fate === 'living');
  return [
    ...(isAll ? [proofMessages.all_rows()] : []),
    ...(rows > 1 && differentRows === 1 ? [proofMessages.constant({ rows })] : []),
    ...filled.flatMap((values, index) => (values === 0 ? [proofMessages.null_column({ column: index + 1 })] : [])),
  ];
}
