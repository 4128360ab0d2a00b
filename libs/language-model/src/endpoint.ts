import { setTimeout as sleep } from 'node:timers/promises';
import { isNativeError } from 'node:util/types';
import OpenAI, { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError } from 'openai';
import { DomainError } from '#libs/domain-errors';
import { redactSecrets } from '#libs/redaction';
import { languageModelErrors } from './errors.js';
import { fetchWhole } from './http-exchange.js';

export interface EndpointOptions {
  /** As OpenAI's SDK takes it: up to and including `/v1`. */
  readonly baseUrl: string;
  /** May be empty: local servers often need none. */
  readonly apiKey: string;
  readonly model: string;
  /** Per attempt, milliseconds. */
  readonly timeoutMs?: number | undefined;
  readonly maxAttempts?: number | undefined;
  /** Wait before the second attempt, milliseconds; it doubles from there. */
  readonly firstRetryMs?: number | undefined;
}

const DEFAULTS = { timeoutMs: 120_000, maxAttempts: 5, firstRetryMs: 1_000 };
const LONGEST_WAIT_MS = 60_000;
const RETRIED_STATUS = new Set([408, 409, 425, 429]);
/** Characters of a server's own text in a reason, which goes to logs, files and clients. */
const LONGEST_REASON = 1_000;
/** With these, gateways answer for a server that did not answer them in time. */
const TIMEOUT_STATUS = new Set([408, 504, 524]);

/** A request that was not answered in time, where the caller wants to send another one instead. */
export class RequestTimeout extends Error {
  constructor(
    readonly attempts: number,
    options: ErrorOptions,
  ) {
    super('timed out', options);
  }
}

export interface EndpointCall {
  /**
   * Timeouts after which the call ends as a `RequestTimeout`, as it does if its last attempt is one. Absent: a timeout is
   * a failure like others.
   */
  readonly timeouts?: number | undefined;
}

/**
 * One model behind an OpenAI-compatible address. Transient failures are retried here. Every failure leaves as a
 * DomainError whose text never contains the API key.
 */
export class Endpoint {
  readonly model: string;
  private readonly client: OpenAI;
  private readonly maxAttempts: number;
  private readonly firstRetryMs: number;

  constructor(private readonly options: EndpointOptions) {
    this.model = options.model;
    this.maxAttempts = options.maxAttempts ?? DEFAULTS.maxAttempts;
    this.firstRetryMs = options.firstRetryMs ?? DEFAULTS.firstRetryMs;
    // The SDK waits deaf to the abort signal between its own retries, so they are off and `call` does them.
    // Explicit null: the SDK would otherwise read OPENAI_* variables and send them to this server.
    this.client = new OpenAI({
      baseURL: options.baseUrl,
      apiKey: options.apiKey || 'none',
      adminAPIKey: null,
      organization: null,
      project: null,
      webhookSecret: null,
      timeout: options.timeoutMs ?? DEFAULTS.timeoutMs,
      maxRetries: 0,
      fetch: fetchWhole,
      logLevel: 'off',
    });
  }

  /**
   * @throws DomainError `model_unavailable` when all attempts met 429, 5xx, a timeout or a broken connection,
   * `model_rejected` for any other status; the signal's reason when aborted.
   */
  async call<T>(
    signal: AbortSignal,
    request: (client: OpenAI, signal: AbortSignal) => PromiseLike<T>,
    { timeouts }: EndpointCall = {},
  ): Promise<T> {
    let timedOut = 0;
    for (let attempt = 1; ; attempt++) {
      signal.throwIfAborted();
      try {
        return await request(this.client, signal);
      } catch (error) {
        signal.throwIfAborted();
        if (timeouts !== undefined && isTimeout(error) && (++timedOut >= timeouts || attempt >= this.maxAttempts)) {
          throw new RequestTimeout(attempt, { cause: error });
        }
        if (!isTransient(error) || attempt >= this.maxAttempts) {
          throw this.translate(error, attempt);
        }
        await this.wait(retryAfterMs(error) ?? this.backOffMs(attempt), signal);
      }
    }
  }

  private async wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    await sleep(Math.min(milliseconds, LONGEST_WAIT_MS), undefined, { signal }).catch(() => signal.throwIfAborted());
  }

  /** Doubling, with up to a half of jitter, so that parallel callers do not come back together. */
  private backOffMs(attempt: number): number {
    return this.firstRetryMs * 2 ** (attempt - 1) * (1 + Math.random() / 2);
  }

  private translate(error: unknown, attempts: number): Error {
    if (error instanceof DomainError) {
      return error;
    }
    if (!isNativeError(error)) {
      return new Error(String(error));
    }
    const reason = this.withoutSecrets(innermostMessage(error));
    const cause = this.harmlessCause(error);
    if (isTransient(error)) {
      return new DomainError(languageModelErrors.model_unavailable, { model: this.model, attempts, reason }, { cause });
    }
    if (error instanceof APIError && error.status !== undefined) {
      const params = { model: this.model, status: error.status as number, reason };
      return new DomainError(languageModelErrors.model_rejected, params, { cause });
    }
    // The SDK could not read the answer: not the protocol that was expected.
    const params = { model: this.model, status: 200, reason };
    return new DomainError(languageModelErrors.model_rejected, params, { cause });
  }

  /** Cut at last: of a secret that is cut before, the first part would stay. */
  private withoutSecrets(text: string): string {
    const { apiKey } = this.options;
    const clean = redactSecrets(apiKey ? text.replaceAll(apiKey, '***') : text);
    return clean.length > LONGEST_REASON ? `${clean.slice(0, LONGEST_REASON).toWellFormed()}…` : clean;
  }

  /** Servers echo keys into their errors, and causes are logged: keep the type, the text and the frames without them. */
  private harmlessCause(error: Error): Error {
    const cause = new Error(this.withoutSecrets(error.message));
    cause.name = error.constructor.name;
    const frames = (error.stack ?? '').split('\n').filter((line) => /^ {4}at /.test(line));
    cause.stack = [`${cause.name}: ${cause.message}`, ...frames].join('\n');
    return cause;
  }
}

function isTransient(error: unknown): boolean {
  if (error instanceof APIUserAbortError) {
    return false;
  }
  if (error instanceof APIConnectionError) {
    return true;
  }
  const status: unknown = error instanceof APIError ? error.status : undefined;
  return typeof status === 'number' && (status >= 500 || RETRIED_STATUS.has(status));
}

function isTimeout(error: unknown): boolean {
  return (
    error instanceof APIConnectionTimeoutError ||
    (error instanceof APIError && TIMEOUT_STATUS.has(Number(error.status)))
  );
}

/** `Retry-After` as seconds or as a date, in milliseconds; null where the server names none. */
function retryAfterMs(error: unknown): number | null {
  const headers: unknown = error instanceof APIError ? error.headers : undefined;
  const value = headers instanceof Headers ? headers.get('retry-after') : null;
  if (value === null) {
    return null;
  }
  const milliseconds = /^\s*[\d.]+\s*$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(milliseconds) ? Math.max(milliseconds, 0) : null;
}

/** "Connection error." gives no reason; the cause, the socket error, does. */
function innermostMessage(error: Error): string {
  const messages = [error.message];
  for (let inner = error.cause; inner instanceof Error; inner = inner.cause) {
    messages.push(inner.message || ((inner as NodeJS.ErrnoException).code ?? ''));
  }
  return messages.filter(Boolean).join(': ');
}
