import { summariseVerdicts, verdictOf, type Verdict } from '#libs/answer-judging';
import type { ArmResult, ArmSummary, Cause, EvaluationSummary, QuestionResult } from '#libs/evaluation';
import type { MeasuredEvaluation, ReportSources } from './facts/collect-report.js';

const none = { gold: 1, missing: [] };

export function armResult(sufficient: boolean): ArmResult {
  return {
    sufficient,
    tables: sufficient ? none : { gold: 1, missing: ['public.sale'] },
    columns: none,
    joins: none,
    values: none,
    recall_at: { '3': 1, '5': 1, '10': 1 },
    skeleton: { first: false, any: sufficient },
    tokens: 900,
  };
}

function armSummary(questions: number, sufficient: number, verdicts: readonly Verdict[]): ArmSummary {
  return {
    embedder: 'e5-small',
    questions,
    sufficiency: sufficient / questions,
    all_tables: sufficient / questions,
    recall_at: { '3': 0.5, '5': 0.6, '10': 0.7 },
    columns: 0.9,
    joins: null,
    values: 1,
    skeleton_first: 0.1,
    skeleton_any: sufficient / questions,
    tokens: { median: 900, p90: 1_800 },
    answers: summariseVerdicts(verdicts),
  };
}

const right: Verdict = {
  right: true,
  outcome: 'right',
  reasons: [],
  sqlstate: null,
  refusal: null,
  sql: 'SELECT 1',
  rows: { expected: 1, got: 1, missing: 0, extra: 0 },
  copies: null,
};

const cause: Cause = {
  code: 'table_not_retrieved',
  what: ['public.sale'],
  remedies: [
    { id: 'remedy_1', kind: 'add_synonym', table: 'public.sale', column: null, synonym: 'turnover' },
    { id: 'remedy_2', kind: 'add_pair', question: 'q', sql: 'SELECT 1' },
  ],
};

export interface Sample {
  readonly questions?: number;
  /** In the texts of questions, notes, names and statements. */
  readonly text?: string;
}

/**
 * Two arms: of every ten questions, five are sufficient in `schema` and eight in `pairs`; right are three and six. One
 * further question is leaked.
 */
export function sampleSources({ questions = 100, text = 'How much is sold?' }: Sample = {}): ReportSources {
  const results = Array.from({ length: questions }, (_, position): QuestionResult => {
    const digit = position % 10;
    const wrong = verdictOf('failed', 'sql_error', { sql: `SELECT '${text}'`, sqlstate: '42703' });
    const answers = { schema: digit < 3 ? right : wrong, pairs: digit < 6 ? right : wrong };
    return {
      position,
      questionId: `q${position} ${text}`,
      question: text,
      status: 'counted',
      note: null,
      half: 'open',
      retrieval: { schema: armResult(digit < 5), pairs: armResult(digit < 8) },
      answers,
      causes: digit < 6 ? [] : digit < 8 ? [{ code: 'model_wrong', what: ['sql_error'], remedies: [] }] : [cause],
    };
  });
  const leaked: QuestionResult = {
    ...(results[0] as QuestionResult),
    position: questions,
    questionId: 'leaked',
    status: 'leaked',
    note: text,
    causes: [],
  };
  const verdictsOf = (arm: 'schema' | 'pairs') => results.map(({ answers }) => answers?.[arm] as Verdict);
  const summary: EvaluationSummary & { gate: MeasuredEvaluation['summary']['gate'] } = {
    questions: { total: questions + 1, counted: questions, leaked: 1, unusable: 0, unanswerable: 0 },
    arms: {
      schema: armSummary(questions, questions * 0.5, verdictsOf('schema')),
      pairs: armSummary(questions, questions * 0.8, verdictsOf('pairs')),
    },
    kept_half: {},
    causes: { table_not_retrieved: questions * 0.2, model_wrong: questions * 0.2 },
    gate: {
      passed: false,
      checks: [{ name: 'min_context_sufficiency', arm: 'pairs', minimum: 90, reached: 80, passed: false }],
    },
  };
  const evaluation = {
    evaluation_id: 'evaluation_2',
    task_id: 'task_20260102_030405',
    database: `shop ${text}`,
    question_set: text,
    level: 'answers',
    phase: 'loaded',
    model: `model ${text}`,
    status: 'completed',
    created_at: '2026-01-02T03:04:05.000Z',
  } as const;
  const before = { ...evaluation, evaluation_id: 'evaluation_1', created_at: '2026-01-01T00:00:00.000Z' };
  const all = [...results, leaked];
  return {
    measured: { evaluation, summary },
    results: each(all),
    trend: [
      { evaluation: before, summary },
      { evaluation, summary },
    ],
    since: { evaluation: before, summary, pairs: each(all.map((result) => ({ first: result, second: result }))) },
  };
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}
