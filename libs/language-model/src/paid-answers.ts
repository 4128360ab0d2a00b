import pLimit from 'p-limit';
import pRetry from 'p-retry';
import { DomainError } from '#libs/domain-errors';
import type { Completion } from './completion.js';
import type { Account, CallOptions, CallUsage, ModelLedger } from './contract.js';
import { languageModelErrors } from './errors.js';

/** Money a million tokens, in one currency. */
export interface ModelPrices {
  readonly input: number;
  readonly output: number;
}

export interface Question {
  /** Hash of the model, its parameters and the prompt. */
  readonly key: string;
  /** Expected of the prompt. */
  readonly promptTokens: number;
}

/** A short database outage must not lose a paid answer. */
const RECORDING = { retries: 6, minTimeout: 200, maxTimeout: 5_000, factor: 2 };

/** Requests only unknown answers, within the budget of the task, and records the cost before it returns an answer. */
export class PaidAnswers {
  /** Tokens of requests that are under way in this process, by task: concurrent calls see each other. */
  private readonly underWay = new Map<string, number>();
  private readonly looking = pLimit(1);

  constructor(
    private readonly model: string,
    private readonly ledger: ModelLedger,
    private readonly prices: ModelPrices | null,
  ) {}

  /** @throws DomainError `model_budget_exhausted`, `model_price_unknown`, or what `ask` throws */
  async get(question: Question, { account, signal }: CallOptions, ask: () => Promise<Completion>): Promise<string> {
    const known = await this.ledger.find(question.key, this.model, account);
    if (known !== null) {
      return known;
    }
    signal.throwIfAborted();
    const release = await this.reserve(question.promptTokens, account);
    try {
      const completion = await ask();
      const usage = this.usageOf(completion);
      const answer = { key: question.key, model: this.model, text: completion.text, usage };
      await pRetry(() => this.ledger.record(answer, account), {
        ...RECORDING,
        shouldRetry: ({ error }) => error instanceof DomainError && error.kind === 'unavailable',
      });
      return completion.text;
    } finally {
      release();
    }
  }

  /** Deletes useless answers, so that the next run requests them again. */
  async forget(keys: readonly string[]): Promise<void> {
    await this.ledger.forget(keys);
  }

  private usageOf({ promptTokens, completionTokens, isEstimated }: Completion): CallUsage {
    const cost = this.prices && (promptTokens * this.prices.input + completionTokens * this.prices.output) / 1_000_000;
    return { promptTokens, completionTokens, isEstimated, cost };
  }

  private async reserve(tokens: number, account: Account | undefined): Promise<() => void> {
    if (account === undefined) {
      return () => undefined;
    }
    const { taskId } = account;
    const add = (amount: number): void => {
      const left = (this.underWay.get(taskId) ?? 0) + amount;
      if (left > 0) {
        this.underWay.set(taskId, left);
      } else {
        this.underWay.delete(taskId);
      }
    };
    // One looks after the other: two calls that look at the same moment must see each other.
    await this.looking(async () => {
      await this.requireBudget(account, tokens);
      add(tokens);
    });
    return () => add(-tokens);
  }

  private async requireBudget({ taskId, limits: { maxTokens, maxCost } }: Account, tokens: number): Promise<void> {
    if (maxTokens === undefined && maxCost === undefined) {
      return;
    }
    if (maxCost !== undefined && this.prices === null) {
      throw new DomainError(languageModelErrors.model_price_unknown, { model: this.model });
    }
    const spent = await this.ledger.spent(taskId);
    const expected = (this.underWay.get(taskId) ?? 0) + tokens;
    if (maxTokens !== undefined && spent.tokens + expected > maxTokens) {
      throw exhausted('max_tokens', `${spent.tokens} + ${expected}`, maxTokens);
    }
    const expectedCost = (expected * (this.prices?.input ?? 0)) / 1_000_000;
    if (maxCost !== undefined && spent.cost + expectedCost > maxCost) {
      throw exhausted('max_cost', `${spent.cost.toFixed(6)} + ${expectedCost.toFixed(6)}`, maxCost);
    }
  }
}

function exhausted(budget: string, spent: string, limit: number): DomainError {
  return new DomainError(languageModelErrors.model_budget_exhausted, { budget, spent, limit });
}

/** Whether a failure means that this task may ask no model any more. */
export function isBudgetExhausted(error: unknown): error is DomainError {
  return error instanceof DomainError && error.code === 'model_budget_exhausted';
}
