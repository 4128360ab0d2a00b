import type { Relations } from '../facts/relations.js';
import { causesOf } from '../causes/causes-of.js';
import { goldOf, type Gold } from '../judge/gold.js';
import { halfOf } from '../judge/half.js';
import { judgeContext } from '../judge/judge-context.js';
import { leakByStatement } from '../judge/leak-by-statement.js';
import { LeakCheck } from '../judge/leak-check.js';
import { PieceReader } from '../judge/piece-facts.js';
import { SummaryBuilder, type SummarisedResult } from '../judge/summary-builder.js';
import type { AnswersLevel } from '../types/answers-level.js';
import { ARMS, type Arm } from '../types/arm.js';
import type { PlacedQuestion } from '../types/question.js';
import type { ArmResult, QuestionResult } from '../types/result.js';
import type { EvaluationSummary } from '../types/summary.js';
import type { ContextByArm, ContextSource } from './context-source.js';

/** Where the results of an evaluation are kept. */
export interface ResultStore {
  /** Positions of the questions that have a result. */
  done(evaluationId: string): Promise<ReadonlySet<number>>;
  save(evaluationId: string, results: readonly QuestionResult[]): Promise<void>;
  each(evaluationId: string): AsyncIterable<SummarisedResult>;
}

export interface EvaluationRun {
  readonly evaluationId: string;
  readonly arms: readonly Arm[];
  /** In the order of their set. */
  readonly questions: AsyncIterable<PlacedQuestion>;
  readonly total: number;
  readonly source: ContextSource;
  readonly relations: Relations;
  readonly results: ResultStore;
  /** Absent: the level of retrieval. */
  readonly answers?: AnswersLevel | undefined;
  /** Questions of a page; results are saved page by page. */
  readonly pageSize?: number;
  readonly signal: AbortSignal;
  readonly progress: (done: number, total: number) => void;
}

/** A killed run repeats at most one page. */
const PAGE = 25;
/** Questions that a model is asked at once. Its answers are kept as they come, so that a page that is repeated costs nothing. */
const ASKED_TOGETHER = 8;

/**
 * Measures the questions that have no result yet, and sums up all of them. A run that begins again goes on where the last
 * one was saved.
 */
export async function runEvaluation(run: EvaluationRun): Promise<EvaluationSummary> {
  const done = await run.results.done(run.evaluationId);
  const leaks = new LeakCheck();
  if (done.size < run.total) {
    for await (const question of run.source.questions(run.signal)) {
      leaks.add(question);
    }
  }
  const measure = new Measurement(run, leaks);
  const size = run.answers === undefined ? (run.pageSize ?? PAGE) : ASKED_TOGETHER;
  let count = done.size;
  run.progress(count, run.total);
  for await (const page of pagesOf(run.questions, size, (question) => !done.has(question.position))) {
    run.signal.throwIfAborted();
    await run.results.save(run.evaluationId, await measure.page(page));
    count += page.length;
    run.progress(count, run.total);
  }
  const summary = new SummaryBuilder(run.answers);
  for await (const result of run.results.each(run.evaluationId)) {
    summary.add(result);
  }
  const embedders = await Promise.all(
    run.arms.map(async (arm) => [arm, await run.source.embedderOf(arm, run.signal)] as const),
  );
  return summary.build(Object.fromEntries(embedders));
}

class Measurement {
  private readonly reader: PieceReader;

  constructor(
    private readonly run: EvaluationRun,
    private readonly leaks: LeakCheck,
  ) {
    this.reader = new PieceReader(run.relations);
  }

  async page(questions: readonly PlacedQuestion[]): Promise<QuestionResult[]> {
    const contexts = await this.run.source.retrieve(questions, this.run.arms, this.run.signal);
    return Promise.all(questions.map((question, index) => this.question(question, contexts[index] ?? {})));
  }

  private async question(question: PlacedQuestion, contexts: ContextByArm): Promise<QuestionResult> {
    const { position, id: questionId, question: text } = question;
    const base = { position, questionId, question: text, half: halfOf(text), retrieval: {}, answers: null, causes: [] };
    // One verdict for all arms: a question counts in each of them or in none.
    const pairs = Object.values(contexts).flatMap((context) => context.pairs);
    const leak = this.leaks.leakOf(text, pairs) ?? (await leakByStatement(question, pairs));
    if (leak !== null) {
      return { ...base, status: 'leaked', note: leak };
    }
    const golds = await this.goldsOf(question);
    if ('unusable' in golds) {
      return { ...base, status: 'unusable', note: golds.unusable };
    }
    const retrieval: Partial<Record<Arm, ArmResult>> = {};
    for (const arm of ARMS) {
      const context = contexts[arm];
      if (context !== undefined && !question.unanswerable) {
        retrieval[arm] = await judgeContext(text, golds.golds, context, this.reader);
      }
    }
    const answers = await this.answers(question, contexts);
    const causes = causesOf({ question, retrieval, answers });
    return { ...base, status: 'counted', note: null, retrieval, answers, causes };
  }

  /** Statements that cannot be read, or that name a table that is gone, cannot judge anything. */
  private async goldsOf(question: PlacedQuestion): Promise<{ golds: Gold[] } | { unusable: string }> {
    if (question.unanswerable) {
      return { golds: [] };
    }
    const golds: Gold[] = [];
    let unusable = 'gold_sql';
    for (const sql of question.goldSql) {
      const gold = await goldOf(sql, this.run.relations).catch(() => null);
      const unknown = [...(gold?.facts.tables ?? [])].find((table) => !this.run.relations.columns.has(table));
      if (gold !== null && unknown === undefined) {
        golds.push(gold);
      } else {
        unusable = unknown ?? unusable;
      }
    }
    return golds.length === 0 ? { unusable } : { golds };
  }

  private async answers(question: PlacedQuestion, contexts: ContextByArm): Promise<QuestionResult['answers']> {
    const { answers, evaluationId, signal } = this.run;
    if (answers === undefined) {
      return null;
    }
    const judged = ARMS.map(async (arm) => {
      const context = contexts[arm];
      return context && ([arm, await answers.answer({ evaluationId, question, arm, context }, signal)] as const);
    });
    return Object.fromEntries((await Promise.all(judged)).filter((entry) => entry !== undefined));
  }
}

async function* pagesOf<T>(items: AsyncIterable<T>, size: number, isWanted: (item: T) => boolean): AsyncGenerator<T[]> {
  let page: T[] = [];
  for await (const item of items) {
    if (isWanted(item)) {
      page.push(item);
    }
    if (page.length === size) {
      yield page;
      page = [];
    }
  }
  if (page.length > 0) {
    yield page;
  }
}
