import type { ReadLimits } from '#libs/business-database';
import { goldResult, type GoldFailure, type GoldResult } from './gold-results.js';
import { compareResults, type Agreement, type Comparison } from './results/compare-results.js';
import { runStatement, type FailedStatement, type Judging } from './run-statement.js';
import { verdictOf, type Verdict } from './verdict.js';

/** A result of a gold statement that is compared: eight bytes a value. */
const GOLD_LIMITS: ReadLimits = { maxRows: 100_000, maxCells: 1_000_000 };
/** An answer is read so far beyond the rows of the gold result, for its reasons; more rows only make it more wrong. */
const FURTHER_ROWS = 1_000;

/** The results of the gold statements of one question, on the data and on its copies. */
export interface Gold {
  /** Those that run; at least one. */
  readonly results: readonly GoldResult[];
  /** On copies of the data with other rows. */
  readonly onCopies: readonly GoldOnCopy[];
}

interface GoldOnCopy {
  readonly copy: Judging;
  /** Those that run there; at least one. */
  readonly results: readonly GoldResult[];
}

/** Small copies of the tables of gold statements with other rows: an answer that is right by chance differs on one of them. */
export type CopiesOf = (gold: readonly string[]) => Promise<readonly Judging[]>;

const RANK: Record<Agreement, number> = { right: 0, superset: 1, subset: 2, wrong: 3 };

/**
 * Judges answers by the rows that they give: execution accuracy. Results are compared as hashes, in bounded memory.
 * @throws (all methods) DomainError of kind `unavailable` when a database goes away; the abort reason when stopped.
 */
export class AnswerJudge {
  /** @param copiesOf absent: answers are judged on the data alone */
  constructor(
    private readonly data: Judging,
    private readonly copiesOf: CopiesOf | null = null,
    private readonly limits: ReadLimits = GOLD_LIMITS,
  ) {}

  /** Runs the gold statements of a question, each once. Any of them is right. */
  async gold(statements: readonly string[]): Promise<Gold | GoldFailure> {
    const results = await this.runAll(statements, this.data);
    const usable = results.filter((result) => 'table' in result);
    if (usable.length === 0) {
      return results.find((result) => 'failure' in result) ?? { failure: 'gold_missing', sqlstate: null };
    }
    return {
      results: usable,
      onCopies: await this.goldOnCopies(usable.map(({ sql }) => sql)),
    };
  }

  private async goldOnCopies(statements: readonly string[]): Promise<GoldOnCopy[]> {
    const copies = (await this.copiesOf?.(statements)) ?? [];
    const run = copies.map(async (copy) => {
      const results = (await this.runAll(statements, copy)).filter((result) => 'table' in result);
      return { copy, results };
    });
    return (await Promise.all(run)).filter(({ results }) => results.length > 0);
  }

  /** Runs an answer and compares it with the gold statement that it is most like. */
  async judge(gold: Gold, sql: string): Promise<Verdict> {
    if (gold.results.some((result) => result.sql.trim() === sql.trim())) {
      return sameText(gold, sql);
    }
    const found = await this.compare(gold.results, sql, this.data);
    if ('failure' in found) {
      const { failure, sqlstate, refusal } = found;
      return verdictOf('failed', failure, { sql, sqlstate, refusal });
    }
    const verdict: Verdict = {
      right: found.agreement === 'right',
      outcome: found.agreement,
      reasons: [...found.differences],
      sqlstate: null,
      refusal: null,
      sql,
      rows: { ...found.rows },
      copies: null,
    };
    return verdict.right ? this.onCopies(verdict, gold, sql) : verdict;
  }

  private async onCopies(verdict: Verdict, { onCopies }: Gold, sql: string): Promise<Verdict> {
    let [checked, agreed] = [0, 0];
    for (const { copy, results } of onCopies) {
      const found = await this.compare(results, sql, copy);
      // What the copy lacks is no fault of the answer.
      if ('agreement' in found) {
        checked += 1;
        agreed += found.agreement === 'right' ? 1 : 0;
      }
    }
    if (checked === 0) {
      return verdict;
    }
    const reasons: Verdict['reasons'] = agreed === checked ? [] : ['differs_on_copy'];
    return { ...verdict, copies: { checked, agreed }, reasons: [...verdict.reasons, ...reasons] };
  }

  private async compare(
    results: readonly GoldResult[],
    sql: string,
    runner: Judging,
  ): Promise<Comparison | FailedStatement> {
    const most = Math.max(...results.map(({ table }) => table.rowCount));
    const limits = { maxRows: 2 * most + FURTHER_ROWS, maxCells: 2 * this.limits.maxCells };
    const run = await runStatement(sql, runner, limits);
    if (run.failure !== null) {
      return run;
    }
    const compared = results.map(({ table, order }) => compareResults(table, run.table, order));
    return compared.toSorted((one, other) => distance(one) - distance(other))[0] as Comparison;
  }

  private async runAll(statements: readonly string[], runner: Judging): Promise<(GoldResult | GoldFailure)[]> {
    return Promise.all([...new Set(statements)].map((sql) => goldResult(sql, runner, this.limits)));
  }
}

/** The nearer to a right answer, the smaller. */
function distance({ agreement, differences, rows }: Comparison): number {
  const unlike = (rows.missing + rows.extra) / (rows.expected + rows.got + 1);
  return RANK[agreement] * 100 + differences.length + unlike;
}

/** A gold statement is right about itself, also where its rows have no stable order. */
function sameText({ results, onCopies }: Gold, sql: string): Verdict {
  const rows = results.find((result) => result.sql.trim() === sql.trim())?.table.rowCount ?? 0;
  const checked = onCopies.length;
  return {
    right: true,
    outcome: 'right',
    reasons: rows === 0 ? ['both_empty'] : [],
    sqlstate: null,
    refusal: null,
    sql,
    rows: { expected: rows, got: rows, missing: 0, extra: 0 },
    copies: checked === 0 ? null : { checked, agreed: checked },
  };
}
