import type { Verdict } from '#libs/answer-judging';
import {
  ARMS,
  countedAnswer,
  isEmbedderArm,
  type Arm,
  type ArmSummary,
  type EvaluationSummary,
  type QuestionResult,
} from '#libs/evaluation';
import { pairedBootstrap, wilson } from '#libs/evaluation-statistics';
import {
  MEASURES,
  type EvaluationReport,
  type Measure,
  type NotCounted,
  type ReportedAnswers,
  type ReportedArm,
  type ReportedDifference,
  type ReportedEvaluation,
  type ReportedFailure,
  type TrendPoint,
} from './report.js';

/** An evaluation with what was measured. */
export interface MeasuredEvaluation {
  readonly evaluation: ReportedEvaluation;
  readonly summary: EvaluationSummary & { readonly gate?: EvaluationReport['gate'] };
}

export interface ReportSources {
  readonly measured: MeasuredEvaluation;
  /** In the order of the questions. */
  readonly results: AsyncIterable<QuestionResult>;
  /** Oldest first, this one included. */
  readonly trend: readonly MeasuredEvaluation[];
  /** The results of the same questions in an earlier evaluation and in this one; null: there is none. */
  readonly since:
    | (MeasuredEvaluation & {
        readonly pairs: AsyncIterable<{ readonly first: QuestionResult; readonly second: QuestionResult }>;
      })
    | null;
}

/** Questions that the report shows; all of them are results of the evaluation. */
const MOST_FAILURES = 200;
const MOST_NOT_COUNTED = 50;

/** Reads the results once, and keeps of each question what is counted. */
export async function collectReport({ measured, results, trend, since }: ReportSources): Promise<EvaluationReport> {
  const { evaluation, summary } = measured;
  const arms = ARMS.filter((arm) => summary.arms[arm] !== undefined);
  const outcomes: Outcomes[] = [];
  const failures: ReportedFailure[] = [];
  const others: NotCounted[] = [];
  let [failed, notCounted] = [0, 0];
  for await (const result of results) {
    if (result.status !== 'counted') {
      notCounted += 1;
      if (others.length < MOST_NOT_COUNTED) {
        const { questionId, question, status, note } = result;
        others.push({ question_id: questionId, question, status, note });
      }
      continue;
    }
    outcomes.push(outcomesOf(result, arms));
    if (result.causes.length > 0) {
      failed += 1;
      if (failures.length < MOST_FAILURES) {
        failures.push(failureOf(result));
      }
    }
  }
  return {
    evaluation,
    questions: summary.questions,
    arms: arms.flatMap((arm) => armOf(arm, summary.arms[arm])),
    differences: neighbours(arms).flatMap(([first, second]) =>
      MEASURES.flatMap((measure) => differenceOf(outcomes, outcomes, { measure, first, second })),
    ),
    since: since && {
      evaluation: since.evaluation,
      differences: await changesOf(
        since.pairs,
        arms.filter((arm) => isAlike(since, measured, arm)),
      ),
    },
    trend: trend.map((point) => pointOf(point, measured)),
    gate: summary.gate ?? null,
    causes: Object.entries(summary.causes)
      .map(([cause, questions]) => ({ cause: cause as keyof EvaluationSummary['causes'], questions }))
      .sort((one, other) => other.questions - one.questions),
    failures: { questions: failed, shown: failures },
    not_counted: { questions: notCounted, shown: others },
  };
}

/**
 * Each arm with the one before it, which it adds something to; `context` with the widest of the others. An arm of another
 * embedder is compared with `pairs`.
 */
function neighbours(arms: readonly Arm[]): (readonly [Arm, Arm])[] {
  const withPairs = arms.find((arm) => arm === 'pairs');
  return arms.slice(1).map((arm, index) => {
    const before = arms[index] ?? arm;
    return [isEmbedderArm(arm) ? (withPairs ?? before) : before, arm] as const;
  });
}

/** What one question was in each arm; an arm in which it does not count is absent. */
type Outcomes = Readonly<Record<Measure, Partial<Record<Arm, boolean>>>>;

function outcomesOf({ retrieval, answers }: QuestionResult, arms: readonly Arm[]): Outcomes {
  const sufficiency: Partial<Record<Arm, boolean>> = {};
  const accuracy: Partial<Record<Arm, boolean>> = {};
  for (const arm of arms) {
    const [result, answer] = [retrieval[arm], countedAnswer(answers, arm)];
    if (result !== undefined) {
      sufficiency[arm] = result.sufficient;
    }
    // A question that no data answer has no retrieval, and a figure of its own.
    if (answer !== undefined && result !== undefined) {
      accuracy[arm] = answer.right;
    }
  }
  return { sufficiency, accuracy };
}

/** Over the questions that count on both sides; none: nothing. */
function differenceOf(
  before: readonly Outcomes[],
  after: readonly Outcomes[],
  { measure, first, second }: { readonly measure: Measure; readonly first: Arm; readonly second: Arm },
): ReportedDifference[] {
  const one: boolean[] = [];
  const other: boolean[] = [];
  before.forEach((outcomes, index) => {
    const [left, right] = [outcomes[measure][first], after[index]?.[measure][second]];
    if (left !== undefined && right !== undefined) {
      one.push(left);
      other.push(right);
    }
  });
  const difference = pairedBootstrap(one, other);
  return difference === null ? [] : [{ measure, first, second, ...difference }];
}

async function changesOf(
  pairs: NonNullable<ReportSources['since']>['pairs'],
  arms: readonly Arm[],
): Promise<ReportedDifference[]> {
  const before: Outcomes[] = [];
  const after: Outcomes[] = [];
  for await (const { first, second } of pairs) {
    if (first.status === 'counted' && second.status === 'counted') {
      before.push(outcomesOf(first, arms));
      after.push(outcomesOf(second, arms));
    }
  }
  return arms.flatMap((arm) =>
    MEASURES.flatMap((measure) => differenceOf(before, after, { measure, first: arm, second: arm })),
  );
}

function armOf(arm: Arm, summary: ArmSummary | undefined): ReportedArm[] {
  if (summary === undefined) {
    return [];
  }
  const { embedder = null, questions, sufficiency, all_tables, recall_at } = summary;
  const { columns, joins, values, skeleton_any, tokens } = summary;
  const share = (value: number): ReportedArm['sufficiency'] => wilson(Math.round(value * questions), questions);
  return [
    {
      arm,
      embedder,
      questions,
      sufficiency: share(sufficiency),
      all_tables: share(all_tables),
      recall_at,
      columns,
      joins,
      values,
      skeleton_any: share(skeleton_any),
      tokens,
      answers: (summary.answers as unknown as ReportedAnswers | undefined) ?? null,
    },
  ];
}

/** Numbers of different embedders are not set side by side as if only the data had changed. */
function isAlike(one: MeasuredEvaluation, other: MeasuredEvaluation, arm: Arm): boolean {
  const [first, second] = [one, other].map(({ summary }) => summary.arms[arm]?.embedder);
  return first === undefined || second === undefined || first === second;
}

function pointOf(point: MeasuredEvaluation, measured: MeasuredEvaluation): TrendPoint {
  const { evaluation, summary } = point;
  const arms = ARMS.flatMap((arm) => {
    const own = summary.arms[arm];
    if (own === undefined || !isAlike(point, measured, arm)) {
      return [];
    }
    const answers = own.answers as unknown as ReportedAnswers | undefined;
    const { questions, sufficiency } = own;
    return [[arm, { questions, sufficiency, accuracy: answers?.accuracy?.share ?? null }] as const];
  });
  const { evaluation_id, task_id, created_at } = evaluation;
  return { evaluation_id, task_id, created_at, arms: Object.fromEntries(arms) };
}

function failureOf({ position, questionId, question, causes, answers }: QuestionResult): ReportedFailure {
  const judged = Object.entries(answers ?? {}).map(([arm, answer]) => {
    const { outcome, reasons, sqlstate, sql } = answer as Verdict;
    return [arm, { outcome, reasons, sqlstate, sql }] as const;
  });
  return { position, question_id: questionId, question, causes, answers: Object.fromEntries(judged) };
}
