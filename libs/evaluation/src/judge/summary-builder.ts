import type { AnswersLevel } from '../types/answers-level.js';
import { ARMS, type Arm } from '../types/arm.js';
import {
  RECALL_RANKS,
  type AnswerResult,
  type ArmResult,
  type CauseCode,
  type Part,
  type QuestionResult,
  type RecallRank,
  type ResultStatus,
} from '../types/result.js';
import type { ArmSummary, EvaluationSummary } from '../types/summary.js';

export type SummarisedResult = Pick<QuestionResult, 'status' | 'half' | 'retrieval' | 'answers' | 'causes'>;

/** The numbers of an evaluation, result by result: a set may have more results than fit in memory. */
export class SummaryBuilder {
  private readonly counts: Record<ResultStatus, number> = { counted: 0, leaked: 0, unusable: 0 };
  private readonly causes: Partial<Record<CauseCode, number>> = {};
  private readonly all = new Arms();
  private readonly kept = new Arms();
  private unanswerable = 0;

  constructor(private readonly answers?: AnswersLevel) {}

  /** Only counted questions are in the arms; an unanswerable one has no retrieval. */
  add(result: SummarisedResult): void {
    this.counts[result.status]++;
    if (result.status !== 'counted') {
      return;
    }
    this.unanswerable += Object.keys(result.retrieval).length === 0 ? 1 : 0;
    this.all.add(result);
    if (result.half === 'kept') {
      this.kept.add(result);
    }
    for (const { code } of result.causes) {
      this.causes[code] = (this.causes[code] ?? 0) + 1;
    }
  }

  /** @param embedders models of the vectors of the arms */
  build(embedders: Readonly<Partial<Record<Arm, string>>> = {}): EvaluationSummary {
    const { counted, leaked, unusable } = this.counts;
    return {
      questions: { ...this.counts, total: counted + leaked + unusable, unanswerable: this.unanswerable },
      arms: this.all.build(embedders, this.answers),
      kept_half: this.kept.build(embedders, this.answers),
      causes: this.causes,
    };
  }
}

class Arms {
  private readonly sums = new Map<Arm, ArmSums>();

  add({ retrieval, answers }: SummarisedResult): void {
    for (const arm of ARMS) {
      const [own, answer] = [retrieval[arm], answers?.[arm]];
      if (own !== undefined || answer !== undefined) {
        const sums = this.sums.get(arm) ?? new ArmSums();
        this.sums.set(arm, sums);
        sums.add(own, answer);
      }
    }
  }

  build(embedders: Readonly<Partial<Record<Arm, string>>>, answers?: AnswersLevel): EvaluationSummary['arms'] {
    const built = ARMS.flatMap((arm) => {
      const [sums, embedder] = [this.sums.get(arm), embedders[arm]];
      return sums === undefined ? [] : [[arm, { ...(embedder && { embedder }), ...sums.build(answers) }] as const];
    });
    return Object.fromEntries(built);
  }
}

/** A part over all questions. */
class PartSum {
  gold = 0;
  missing = 0;

  add(part: Part): void {
    this.gold += part.gold;
    this.missing += part.missing.length;
  }

  get found(): number | null {
    return this.gold === 0 ? null : (this.gold - this.missing) / this.gold;
  }
}

class ArmSums {
  private readonly tokens: number[] = [];
  private readonly answered: AnswerResult[] = [];
  private readonly unanswerable: AnswerResult[] = [];
  private readonly recall: Record<RecallRank, number> = { '3': 0, '5': 0, '10': 0 };
  private readonly parts = { columns: new PartSum(), joins: new PartSum(), values: new PartSum() };
  private readonly hits = { sufficient: 0, allTables: 0, first: 0, any: 0 };

  add(result: ArmResult | undefined, answer: AnswerResult | undefined): void {
    if (answer !== undefined) {
      (result === undefined ? this.unanswerable : this.answered).push(answer);
    }
    if (result === undefined) {
      return;
    }
    const { hits, parts } = this;
    this.tokens.push(result.tokens);
    hits.sufficient += Number(result.sufficient);
    hits.allTables += Number(result.tables.missing.length === 0);
    hits.first += Number(result.skeleton.first);
    hits.any += Number(result.skeleton.any);
    RECALL_RANKS.forEach((rank) => (this.recall[`${rank}`] += result.recall_at[`${rank}`]));
    parts.columns.add(result.columns);
    parts.joins.add(result.joins);
    parts.values.add(result.values);
  }

  build(answers?: AnswersLevel): ArmSummary {
    const questions = this.tokens.length;
    const share = (count: number): number => (questions === 0 ? 0 : count / questions);
    const sorted = this.tokens.toSorted((a, b) => a - b);
    const quantile = (of: number): number => sorted[Math.min(questions - 1, Math.floor(questions * of))] ?? 0;
    return {
      questions,
      sufficiency: share(this.hits.sufficient),
      all_tables: share(this.hits.allTables),
      recall_at: { '3': share(this.recall['3']), '5': share(this.recall['5']), '10': share(this.recall['10']) },
      columns: this.parts.columns.found,
      joins: this.parts.joins.found,
      values: this.parts.values.found,
      skeleton_first: share(this.hits.first),
      skeleton_any: share(this.hits.any),
      tokens: { median: quantile(0.5), p90: quantile(0.9) },
      ...(answers && this.answered.length + this.unanswerable.length > 0
        ? { answers: answers.summarise(this.answered, this.unanswerable) }
        : {}),
    };
  }
}
