import type { z } from 'zod';

/** Chat completion that answers with JSON of a stated shape. */
export interface ChatModel {
  /** Model name as configured. */
  readonly name: string;
  /**
   * @returns the parsed answer. Reasoning and code fences are removed, slips of form are mended, and items of lists are
   * checked one by one: the good ones are kept, and the others are requested again with the reason, as are those after
   * the end of an answer that was cut. An answer without anything usable gets one corrective retry.
   * @throws DomainError `model_unavailable` (429, 5xx, timeouts, after retries), `model_rejected` (other 4xx),
   * `model_answer_invalid` (two answers of a wrong shape), `model_budget_exhausted`, `model_price_unknown`. An error is
   * never an answer.
   */
  completeJson<T>(request: ChatRequest<T>, options: CallOptions): Promise<T>;
}

export interface ChatRequest<T> {
  readonly schema: z.ZodType<T>;
  /** `[A-Za-z0-9_-]+`, names the schema in the request. */
  readonly schemaName: string;
  readonly system: string;
  readonly user: string;
  /** Called once with the answer: why items of it are left out, one reason an item, without their values. */
  readonly onRefused?: ((reasons: readonly string[]) => void) | undefined;
  /**
   * Reads an answer without usable JSON, its reasoning removed. With it the model is asked once, whatever it answers: for
   * callers that judge answers instead of needing good ones.
   */
  readonly readText?: ((text: string) => T) | undefined;
}

export interface CallOptions {
  readonly signal: AbortSignal;
  /** The budget that is charged; if absent, the usage is not recorded. */
  readonly account?: Account | undefined;
}

/** The step of a task that a call is made for. */
export interface Account {
  readonly taskId: string;
  readonly step: string;
  /** Names one run of the step, also when another process takes it up: the same request of it is sent under one key. */
  readonly run?: string | undefined;
  readonly limits: SpendingLimits;
}

/** Of a whole task, over all of its steps and runs. */
export interface SpendingLimits {
  /** Prompt and completion together. */
  readonly maxTokens?: number | undefined;
  /** In the currency of the configured prices. */
  readonly maxCost?: number | undefined;
}

/** Cost of one request. */
export interface CallUsage {
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** The endpoint reported no tokens, so the numbers are estimated from the length of the texts. */
  readonly isEstimated: boolean;
  /** Null where no prices are configured. */
  readonly cost: number | null;
}

export interface PaidAnswer {
  readonly key: string;
  readonly model: string;
  readonly text: string;
  readonly usage: CallUsage;
}

/** Remembers every answer that was paid for, and what each task has spent, for all processes of an installation. */
export interface ModelLedger {
  /** @returns the answer that was paid for under this key, or null; a hit is counted for the account. */
  find(key: string, model: string, account: Account | undefined): Promise<string | null>;
  /** Stores the answer and its cost atomically. */
  record(answer: PaidAnswer, account: Account | undefined): Promise<void>;
  /** Deletes useless answers, so that the next try requests them again. */
  forget(keys: readonly string[]): Promise<void>;
  spent(taskId: string): Promise<{ readonly tokens: number; readonly cost: number }>;
}

/** Keeps all processes of an installation together within the limits of an endpoint. */
export interface CallLimiter {
  /**
   * Waits for a place.
   * @param tokens expected of the request.
   * @returns what gives the place back, with the tokens that it took in the end; it never rejects.
   */
  enter(model: string, tokens: number, signal: AbortSignal): Promise<(tokens: number) => Promise<void>>;
}
