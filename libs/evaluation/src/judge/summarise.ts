import type { AnswersLevel } from '../types/answers-level.js';
import { ARMS, type Arm } from '../types/arm.js';
import {
  RECALL_RANKS,
  RESULT_STATUSES,
  type AnswerResult,
  type ArmResult,
  type CauseCode,
  type Part,
  type QuestionResult,
  type RecallRank,
} from '../types/result.js';
import type { ArmSummary, EvaluationSummary } from '../types/summary.js';

type Summarised = Pick<QuestionResult, 'status' | 'half' | 'retrieval' | 'answers' | 'causes'>;

/** The numbers of an evaluation. Only counted questions are in the arms; an unanswerable one has no retrieval. */
export function summarise(results: readonly Summarised[], answers?: AnswersLevel): EvaluationSummary {
  const counted = results.filter(({ status }) => status === 'counted');
  const ofStatus = RESULT_STATUSES.map((status) => [status, results.filter((one) => one.status === status).length]);
  const causes: Partial<Record<CauseCode, number>> = {};
  for (const { code } of counted.flatMap((result) => result.causes)) {
    causes[code] = (causes[code] ?? 0) + 1;
  }
  return {
    questions: {
      ...(Object.fromEntries(ofStatus) as Record<(typeof RESULT_STATUSES)[number], number>),
      total: results.length,
      unanswerable: counted.filter(({ retrieval }) => Object.keys(retrieval).length === 0).length,
    },
    arms: armsOf(counted, answers),
    kept_half: armsOf(
      counted.filter(({ half }) => half === 'kept'),
      answers,
    ),
    causes,
  };
}

function armsOf(results: readonly Summarised[], answers?: AnswersLevel): EvaluationSummary['arms'] {
  const arms: Partial<Record<Arm, ArmSummary>> = {};
  for (const arm of ARMS) {
    const own = results.flatMap(({ retrieval }) => retrieval[arm] ?? []);
    const answered = results.flatMap((result) => result.answers?.[arm] ?? []);
    if (own.length > 0) {
      arms[arm] = { ...retrievalSummary(own), ...answersSummary(answered, answers) };
    }
  }
  return arms;
}

function answersSummary(answered: readonly AnswerResult[], answers?: AnswersLevel): Pick<ArmSummary, 'answers'> {
  return answers === undefined || answered.length === 0 ? {} : { answers: answers.summarise(answered) };
}

function retrievalSummary(results: readonly ArmResult[]): ArmSummary {
  const shareOf = (is: (result: ArmResult) => boolean): number => results.filter(is).length / results.length;
  const meanRecall = (rank: RecallRank): number =>
    results.reduce((sum, { recall_at: recall }) => sum + recall[rank], 0) / results.length;
  return {
    questions: results.length,
    sufficiency: shareOf(({ sufficient }) => sufficient),
    all_tables: shareOf(({ tables }) => tables.missing.length === 0),
    recall_at: Object.fromEntries(RECALL_RANKS.map((rank) => [rank, meanRecall(`${rank}`)])) as Record<
      RecallRank,
      number
    >,
    columns: foundShare(results.map(({ columns }) => columns)),
    joins: foundShare(results.map(({ joins }) => joins)),
    values: foundShare(results.map(({ values }) => values)),
    skeleton_first: shareOf(({ skeleton }) => skeleton.first),
    skeleton_any: shareOf(({ skeleton }) => skeleton.any),
    tokens: { median: quantile(results, 0.5), p90: quantile(results, 0.9) },
  };
}

function foundShare(parts: readonly Part[]): number | null {
  const gold = parts.reduce((sum, part) => sum + part.gold, 0);
  const missing = parts.reduce((sum, part) => sum + part.missing.length, 0);
  return gold === 0 ? null : (gold - missing) / gold;
}

function quantile(results: readonly ArmResult[], share: number): number {
  const sorted = results.map(({ tokens }) => tokens).sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
