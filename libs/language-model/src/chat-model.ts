import { createHash } from 'node:crypto';
import type OpenAI from 'openai';
import { z } from 'zod';
import { DomainError } from '#libs/domain-errors';
import { parseAnswer } from './answer-json.js';
import type { CallLimiter, CallOptions, ChatModel, ChatRequest, ModelLedger } from './contract.js';
import { Endpoint, type EndpointOptions } from './endpoint.js';
import { languageModelErrors } from './errors.js';
import { PaidAnswers, type Completion, type ModelPrices } from './paid-answers.js';
import { estimateTokens } from './tokens.js';

type Message = OpenAI.Chat.Completions.ChatCompletionMessageParam;
type ResponseFormat = OpenAI.Chat.Completions.ChatCompletionCreateParams['response_format'];

export interface ChatModelOptions extends EndpointOptions {
  readonly temperature?: number | undefined;
  /** Absent: usage has no cost. */
  readonly prices?: ModelPrices | null | undefined;
}

/** Shared by all chat models of the installation. */
export interface ChatModelPorts {
  /** Absent: every call is asked, and nothing is recorded. */
  readonly ledger?: ModelLedger | undefined;
  readonly limiter?: CallLimiter | undefined;
}

/** Ways to ask for JSON, the strictest first; an endpoint that rejects one is asked by the next. */
const FORMATS = ['json_schema', 'json_object', 'plain'] as const;
type Format = (typeof FORMATS)[number];

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
  private readonly accepted = new Map<string, Format>();

  constructor(
    private readonly options: ChatModelOptions,
    { ledger, limiter }: ChatModelPorts,
  ) {
    this.name = options.model;
    this.endpoint = new Endpoint(options);
    this.paid = ledger ? new PaidAnswers(options.model, ledger, options.prices ?? null) : null;
    this.limiter = limiter;
  }

  async completeJson<T>(request: ChatRequest<T>, options: CallOptions): Promise<T> {
    const shape = z.toJSONSchema(request.schema, { io: 'input', unrepresentable: 'any' });
    const messages: Message[] = [
      {
        role: 'system',
        content: `${request.system}\n\nAnswer with JSON only, in this JSON Schema:\n${JSON.stringify(shape)}`,
      },
      { role: 'user', content: request.user },
    ];
    const first = await this.complete(request.schemaName, shape, messages, options);
    const parsed = parseAnswer(first, request.schema);
    if (parsed.ok) {
      return parsed.value;
    }
    const correction = corrected(messages, first, parsed.reason);
    const second = await this.complete(request.schemaName, shape, correction, options);
    const reparsed = parseAnswer(second, request.schema);
    if (reparsed.ok) {
      return reparsed.value;
    }
    await this.paid?.forget([this.keyOf(messages), this.keyOf(correction)]);
    throw new DomainError(languageModelErrors.model_answer_invalid, { model: this.name, reason: reparsed.reason });
  }

  private async complete(name: string, shape: object, messages: Message[], options: CallOptions): Promise<string> {
    const ask = (): Promise<Completion> => this.askInFormats(name, shape, messages, options);
    return this.paid
      ? this.paid.get({ key: this.keyOf(messages), promptTokens: promptTokensOf(messages) }, options, ask)
      : (await ask()).text;
  }

  /** The key excludes the request format: the messages name the schema, and only the format differs per endpoint. */
  private keyOf(messages: readonly Message[]): string {
    const { baseUrl, temperature } = this.options;
    return createHash('sha256')
      .update(JSON.stringify([baseUrl, this.name, temperature ?? null, messages]))
      .digest('hex');
  }

  private async askInFormats(
    name: string,
    shape: object,
    messages: Message[],
    options: CallOptions,
  ): Promise<Completion> {
    const first = this.accepted.get(name) ?? FORMATS[0];
    for (const format of FORMATS.slice(FORMATS.indexOf(first))) {
      try {
        const completion = await this.ask(messages, responseFormat(format, name, shape), options);
        this.accepted.set(name, format);
        return completion;
      } catch (error) {
        if (!isFormatRejection(error) || format === 'plain') {
          throw error;
        }
      }
    }
    throw new Error('unreachable: the plain format either answers or throws');
  }

  /**
   * The same for a request of a run that is sent again, because its answer was lost on the way or with the process: an
   * endpoint that keeps answers by key gives the one that it has charged for.
   */
  private idempotencyKey(messages: readonly Message[], format: ResponseFormat, { account }: CallOptions): string {
    const parts = [this.keyOf(messages), format?.type ?? null, account?.run ?? null];
    return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  }

  /** Each attempt needs a place of its own: one that waits for the next holds none. */
  private async ask(messages: Message[], format: ResponseFormat, options: CallOptions): Promise<Completion> {
    const { temperature } = this.options;
    const expected = promptTokensOf(messages);
    const headers = { 'Idempotency-Key': this.idempotencyKey(messages, format, options) };
    return this.endpoint.call(options.signal, async (client, abort) => {
      const leave = await this.limiter?.enter(this.name, expected, abort);
      let used = expected;
      try {
        const answer = await client.chat.completions.create(
          {
            model: this.name,
            messages,
            stream: false,
            ...(temperature === undefined ? {} : { temperature }),
            ...(format ? { response_format: format } : {}),
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

/** Other servers omit fields that the SDK's types declare. */
function completionOf(answer: OpenAI.Chat.Completions.ChatCompletion, expectedPrompt: number): Completion {
  const { choices, usage } = answer as Partial<OpenAI.Chat.Completions.ChatCompletion>;
  // No text column and no JSON holds a NUL.
  const text = (choices?.[0]?.message?.content ?? '').replaceAll('\0', '');
  const told = [usage?.prompt_tokens, usage?.completion_tokens];
  const [prompt, completion] = told.map((tokens) => (isCount(tokens) ? tokens : null));
  return {
    text,
    promptTokens: prompt ?? expectedPrompt,
    completionTokens: completion ?? estimateTokens(text),
    isEstimated: prompt === null || completion === null,
  };
}

function isCount(tokens: unknown): tokens is number {
  return Number.isSafeInteger(tokens) && (tokens as number) >= 0;
}

function promptTokensOf(messages: readonly Message[]): number {
  return messages.reduce((sum, { content }) => sum + (typeof content === 'string' ? estimateTokens(content) : 0), 0);
}

function responseFormat(format: Format, name: string, shape: object): ResponseFormat {
  switch (format) {
    case 'json_schema':
      return { type: 'json_schema', json_schema: { name, schema: { ...shape } } };
    case 'json_object':
      return { type: 'json_object' };
    case 'plain':
      return undefined;
  }
}

/** 400 and 422 may be about the format; when they are not, the last format meets them again and they are thrown. */
function isFormatRejection(error: unknown): boolean {
  return (
    error instanceof DomainError &&
    error.code === 'model_rejected' &&
    (error.params['status'] === 400 || error.params['status'] === 422)
  );
}

function corrected(messages: readonly Message[], answer: string, reason: string): Message[] {
  return [
    ...messages,
    { role: 'assistant', content: answer || '(no answer)' },
    {
      role: 'user',
      content: `That answer cannot be used:\n${reason}\nAnswer again with the complete JSON and nothing else.`,
    },
  ];
}
