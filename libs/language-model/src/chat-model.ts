import { createHash } from 'node:crypto';
import { z } from 'zod';
import { DomainError } from '#libs/domain-errors';
import { parseAnswer, withoutReasoning } from './answer-json.js';
import { completionOf, type Completion } from './completion.js';
import type { CallLimiter, CallOptions, ChatModel, ChatRequest, ModelLedger } from './contract.js';
import { Endpoint, type EndpointOptions } from './endpoint.js';
import { languageModelErrors } from './errors.js';
import { followUp, merged, type Message, type Opening } from './follow-up.js';
import { PaidAnswers, type ModelPrices } from './paid-answers.js';
import { firstForm, formParameters, nextForm, type RequestForm } from './request-form.js';
import { estimateTokens } from './tokens.js';

/** A known answer is its text alone. */
type Answer = Pick<Completion, 'text' | 'defect' | 'isCut'>;

export interface ChatModelOptions extends EndpointOptions {
  /** Absent: the endpoint's own. */
  readonly temperature?: number | undefined;
  /** Tokens of one answer; absent: the endpoint's own limit. */
  readonly maxOutputTokens?: number | undefined;
  /** Absent: usage has no cost. */
  readonly prices?: ModelPrices | null | undefined;
}

/** Shared by all chat models of the installation. */
export interface ChatModelPorts {
  /** Absent: every call is asked, and nothing is recorded. */
  readonly ledger?: ModelLedger | undefined;
  readonly limiter?: CallLimiter | undefined;
}

/** Answers to one request, until one is usable. */
const MAX_ANSWERS = 2;
/** Answers to one request whose answers are cut by the token limit, each with some items. */
const MAX_CUT_ANSWERS = 4;
/** Of the output limit, after an answer that was cut. */
const LIMIT_GROWTH = 2;

interface Prompt {
  readonly messages: readonly Message[];
  /** Output tokens; absent: the endpoint's own limit. */
  readonly limit: number | undefined;
}

/** The request's schema as JSON Schema, under its name. */
interface NamedShape {
  readonly name: string;
  readonly shape: object;
}

/** @returns null when no endpoint is configured: callers then do without a model. */
export function createChatModel(options: ChatModelOptions | null, ports: ChatModelPorts = {}): ChatModel | null {
  return options === null ? null : new OpenAiChatModel(options, ports);
}

class OpenAiChatModel implements ChatModel {
  readonly name: string;
  private readonly endpoint: Endpoint;
  private readonly paid: PaidAnswers | null;
  private readonly limiter: CallLimiter | undefined;
  /** The format that worked last, by schema: the rejected ones are not tried again. */
  private readonly formats = new Map<string, RequestForm['format']>();
  /** The parameters that the model takes, for all schemas. */
  private form: RequestForm;

  constructor(
    private readonly options: ChatModelOptions,
    { ledger, limiter }: ChatModelPorts,
  ) {
    this.name = options.model;
    this.endpoint = new Endpoint(options);
    this.paid = ledger ? new PaidAnswers(options.model, ledger, options.prices ?? null) : null;
    this.limiter = limiter;
    this.form = firstForm(options.temperature, options.maxOutputTokens);
  }

  async completeJson<T>(request: ChatRequest<T>, options: CallOptions): Promise<T> {
    const shape = z.toJSONSchema(request.schema, { io: 'input', unrepresentable: 'any' });
    const named = { name: request.schemaName, shape };
    const rule = `Answer with JSON only, in this JSON Schema:\n${JSON.stringify(shape)}`;
    const opening: Opening = [
      { role: 'system', content: `${request.system}\n\n${rule}` },
      { role: 'user', content: request.user },
    ];
    const { maxOutputTokens } = this.options;
    let prompt: Prompt = { messages: [...opening], limit: maxOutputTokens };
    if (request.readText) {
      const { text } = await this.complete(named, prompt, options);
      const read = parseAnswer(text, request.schema, shape);
      return read.ok ? read.value : request.readText(withoutReasoning(text).trim());
    }
    const keys: string[] = [];
    let taken: unknown = null;
    let reasons: readonly string[] = [];
    for (let asked = 1; ; asked++) {
      keys.push(this.keyOf(prompt));
      const answer = await this.complete(named, prompt, options).catch((error: unknown) => {
        if (taken === null || !isFinal(error)) {
          throw error;
        }
        return null;
      });
      const read = answer && parseAnswer(answer.text, request.schema, shape);
      if (read?.ok) {
        taken = merged(taken, read.json);
      }
      const isCut = read?.isCut === true || (answer?.isCut === true && !read?.ok);
      reasons = read?.ok ? read.refused : taken === null ? [answer?.defect ?? read?.reason ?? ''] : reasons;
      const isShort = isCut || reasons.length > 0;
      if (taken !== null && (!read?.ok || !isShort || asked >= (isCut ? MAX_CUT_ANSWERS : MAX_ANSWERS))) {
        request.onRefused?.(reasons);
        return request.schema.parse(taken);
      }
      if (taken === null && asked >= MAX_ANSWERS) {
        await this.paid?.forget(keys);
        throw new DomainError(languageModelErrors.model_answer_invalid, { model: this.name, reason: reasons.join() });
      }
      prompt = {
        messages: followUp(opening, answer?.text ?? '', { taken, reasons, isCut }),
        limit: maxOutputTokens && maxOutputTokens * (isCut ? LIMIT_GROWTH : 1),
      };
    }
  }

  private async complete(named: NamedShape, prompt: Prompt, options: CallOptions): Promise<Answer> {
    let fresh: Completion | null = null;
    const ask = async (): Promise<Completion> => (fresh = await this.askInForms(named, prompt, options));
    const question = { key: this.keyOf(prompt), promptTokens: promptTokensOf(prompt.messages) };
    const text = this.paid ? await this.paid.get(question, options, ask) : (await ask()).text;
    return fresh ?? { text, defect: null, isCut: false };
  }

  /** The key excludes the form of the request: the messages name the schema, and only the form differs per endpoint. */
  private keyOf({ messages, limit }: Prompt): string {
    const { baseUrl, temperature } = this.options;
    const parts = [baseUrl, this.name, temperature ?? null, messages, ...(limit === undefined ? [] : [limit])];
    return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  }

  private async askInForms(named: NamedShape, prompt: Prompt, options: CallOptions): Promise<Completion> {
    let form: RequestForm | null = { ...this.form, format: this.formats.get(named.name) ?? this.form.format };
    for (;;) {
      try {
        const completion: Completion = await this.ask(named, prompt, form, options);
        this.formats.set(named.name, form.format);
        this.form = { ...form, format: this.form.format };
        return completion;
      } catch (error) {
        form = nextForm(form, error);
        if (form === null) {
          throw error;
        }
      }
    }
  }

  /**
   * The same for a request of a run that is sent again, because its answer was lost on the way or with the process: an
   * endpoint that keeps answers by key gives the one that it has charged for.
   */
  private idempotencyKey(prompt: Prompt, form: RequestForm, { account }: CallOptions): string {
    const parts = [this.keyOf(prompt), form, account?.run ?? null];
    return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  }

  /** Each attempt needs a place of its own: one that waits for the next holds none. */
  private async ask(named: NamedShape, prompt: Prompt, form: RequestForm, options: CallOptions): Promise<Completion> {
    const { temperature } = this.options;
    const expected = promptTokensOf(prompt.messages);
    const headers = { 'Idempotency-Key': this.idempotencyKey(prompt, form, options) };
    return this.endpoint.call(options.signal, async (client, abort) => {
      const leave = await this.limiter?.enter(this.name, expected, abort);
      let used = expected;
      try {
        const answer = await client.chat.completions.create(
          {
            model: this.name,
            messages: [...prompt.messages],
            stream: false,
            ...formParameters(form, { temperature, limit: prompt.limit }, named),
          },
          { signal: abort, headers },
        );
        const completion = completionOf(answer, expected);
        used = completion.promptTokens + completion.completionTokens;
        return completion;
      } finally {
        await leave?.(used);
      }
    });
  }
}

/** Failures that a later try would meet too: then the items so far are the answer. */
function isFinal(error: unknown): boolean {
  return error instanceof DomainError && error.kind === 'validation';
}

function promptTokensOf(messages: readonly Message[]): number {
  return messages.reduce((sum, { content }) => sum + (typeof content === 'string' ? estimateTokens(content) : 0), 0);
}
