import type { AnswersLevel } from '#libs/evaluation';
import { isBudgetExhausted, type ChatModel } from '#libs/language-model';
import type { AnswerJudge, Gold } from '../answer-judge.js';
import type { GoldFailure } from '../gold-results.js';
import { verdictOf, type Verdict } from '../verdict.js';
import { ANSWER_PROMPT_VERSION, askForSql } from './ask-for-sql.js';
import { summariseVerdicts } from './summarise-verdicts.js';

type Asked = Parameters<AnswersLevel['answer']>[0];
type Judgement = Parameters<AnswersLevel['summarise']>[0][number];

/** The gold results of a question, and the verdicts on the statements that its arms gave. */
interface Judged {
  readonly gold: Promise<Gold | GoldFailure>;
  readonly verdicts: Map<string, Promise<Verdict>>;
}

/** Questions whose gold results are kept: the arms of one follow each other. */
const KEPT_QUESTIONS = 16;

/** Asks a model for the statement of each question in each arm, and judges the rows that it gives. */
export class ModelAnswers implements AnswersLevel {
  private readonly judged = new Map<string, Judged>();

  /** @param model within the budget of the evaluation, and booked on it */
  constructor(
    private readonly model: ChatModel,
    private readonly judge: AnswerJudge,
  ) {}

  /** @throws DomainError of the model and of kind `unavailable` of the database; the abort reason when stopped */
  async answer({ evaluationId, question, context }: Asked, signal: AbortSignal): Promise<Verdict> {
    const judged = this.judgedOf(`${evaluationId} ${question.position}`, question.goldSql);
    if (!question.unanswerable) {
      const gold = await judged.gold;
      if ('failure' in gold) {
        return verdictOf('not_judged', gold.failure, { sqlstate: gold.sqlstate });
      }
    }
    signal.throwIfAborted();
    const prompted = { question: question.question, hint: question.hint, context: context.text };
    const answer = await askForSql(this.model, prompted, { signal }).catch((error: unknown) => {
      if (isBudgetExhausted(error)) {
        return null;
      }
      throw error;
    });
    if (answer === null) {
      return verdictOf('not_asked', 'budget_exhausted');
    }
    if (question.unanswerable) {
      return this.onUnanswerable(judged, answer);
    }
    return answer.sql === null ? verdictOf('failed', answer.reason) : this.verdict(judged, answer.sql);
  }

  summarise(
    results: readonly Judgement[],
    unanswerable: readonly Judgement[] = [],
  ): ReturnType<AnswersLevel['summarise']> {
    return { model: this.model.name, prompt: ANSWER_PROMPT_VERSION, ...summariseVerdicts(results, unanswerable) };
  }

  /** A reader that has no data for a question must not make up an answer; to find none is no invention. */
  private async onUnanswerable(judged: Judged, answer: Awaited<ReturnType<typeof askForSql>>): Promise<Verdict> {
    if (answer.sql === null) {
      return answer.reason === 'declined'
        ? { ...verdictOf('right', 'declined'), right: true, reasons: [] }
        : verdictOf('failed', answer.reason);
    }
    const gold = await judged.gold;
    const verdict = 'failure' in gold ? null : await this.verdict(judged, answer.sql);
    return verdict?.right === true ? verdict : verdictOf('wrong', 'answered_unanswerable', { sql: answer.sql });
  }

  private judgedOf(key: string, goldSql: readonly string[]): Judged {
    const known = this.judged.get(key);
    if (known !== undefined) {
      return known;
    }
    const [oldest] = this.judged.keys();
    if (oldest !== undefined && this.judged.size >= KEPT_QUESTIONS) {
      this.judged.delete(oldest);
    }
    const gold = goldSql.length === 0 ? Promise.resolve(NO_GOLD) : this.judge.gold(goldSql);
    // A database that is away now may be back at the next call.
    gold.catch(() => this.judged.delete(key));
    const made = { gold, verdicts: new Map<string, Promise<Verdict>>() };
    this.judged.set(key, made);
    return made;
  }

  /** Arms often give the same statement. */
  private async verdict({ gold, verdicts }: Judged, sql: string): Promise<Verdict> {
    const known = verdicts.get(sql);
    if (known !== undefined) {
      return known;
    }
    const made = this.judge.judge((await gold) as Gold, sql);
    verdicts.set(sql, made);
    made.catch(() => verdicts.delete(sql));
    return made;
  }
}

const NO_GOLD: GoldFailure = { failure: 'gold_missing', sqlstate: null };
