import type OpenAI from 'openai';
import { z } from 'zod';
import { DomainError } from '#libs/domain-errors';
import { parseAnswer } from './answer-json.js';
import type { CallOptions, ChatModel, ChatRequest } from './contract.js';
import { Endpoint, type EndpointOptions } from './endpoint.js';
import { languageModelErrors } from './errors.js';

type Message = OpenAI.Chat.Completions.ChatCompletionMessageParam;
type ResponseFormat = OpenAI.Chat.Completions.ChatCompletionCreateParams['response_format'];

export interface ChatModelOptions extends EndpointOptions {
  readonly temperature?: number | undefined;
}

/** Ways to ask for JSON, the strictest first; an endpoint that rejects one is asked by the next. */
const FORMATS = ['json_schema', 'json_object', 'plain'] as const;
type Format = (typeof FORMATS)[number];

/** @returns null when no endpoint is configured: callers then do without a model. */
export function createChatModel(options: ChatModelOptions | null): ChatModel | null {
  return options === null ? null : new OpenAiChatModel(options);
}

class OpenAiChatModel implements ChatModel {
  readonly name: string;
  private readonly endpoint: Endpoint;
  /** The format that worked last, by schema: the rejected ones are not tried again. */
  private readonly accepted = new Map<string, Format>();

  constructor(private readonly options: ChatModelOptions) {
    this.name = options.model;
    this.endpoint = new Endpoint(options);
  }

  async completeJson<T>(request: ChatRequest<T>, { signal }: CallOptions): Promise<T> {
    const shape = z.toJSONSchema(request.schema, { io: 'input', unrepresentable: 'any' });
    const messages: Message[] = [
      {
        role: 'system',
        content: `${request.system}\n\nAnswer with JSON only, in this JSON Schema:\n${JSON.stringify(shape)}`,
      },
      { role: 'user', content: request.user },
    ];
    const first = await this.complete(request.schemaName, shape, messages, signal);
    const parsed = parseAnswer(first, request.schema);
    if (parsed.ok) {
      return parsed.value;
    }
    const second = await this.complete(request.schemaName, shape, corrected(messages, first, parsed.reason), signal);
    const reparsed = parseAnswer(second, request.schema);
    if (reparsed.ok) {
      return reparsed.value;
    }
    throw new DomainError(languageModelErrors.model_answer_invalid, { model: this.name, reason: reparsed.reason });
  }

  private async complete(name: string, shape: object, messages: Message[], signal: AbortSignal): Promise<string> {
    const first = this.accepted.get(name) ?? FORMATS[0];
    for (const format of FORMATS.slice(FORMATS.indexOf(first))) {
      try {
        const text = await this.ask(messages, responseFormat(format, name, shape), signal);
        this.accepted.set(name, format);
        return text;
      } catch (error) {
        if (!isFormatRejection(error) || format === 'plain') {
          throw error;
        }
      }
    }
    throw new Error('unreachable: the plain format either answers or throws');
  }

  private async ask(messages: Message[], format: ResponseFormat, signal: AbortSignal): Promise<string> {
    const { temperature } = this.options;
    const completion = await this.endpoint.call(signal, (client, abort) =>
      client.chat.completions.create(
        {
          model: this.name,
          messages,
          stream: false,
          ...(temperature === undefined ? {} : { temperature }),
          ...(format ? { response_format: format } : {}),
        },
        { signal: abort },
      ),
    );
    // Foreign servers leave out what the SDK's types promise.
    const choices = completion.choices as typeof completion.choices | undefined;
    return choices?.[0]?.message?.content ?? '';
  }
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
