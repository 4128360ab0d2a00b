import type OpenAI from 'openai';
import { estimateTokens } from './tokens.js';

/** An answer as the endpoint gave it. */
export interface Completion {
  readonly text: string;
  /** Why there is no whole answer, as the endpoint tells; null where it tells nothing. */
  readonly defect: string | null;
  /** The token limit ended it. */
  readonly isCut: boolean;
  readonly promptTokens: number;
  /** With those of the reasoning. */
  readonly completionTokens: number;
  readonly isEstimated: boolean;
}

type Answer = Partial<OpenAI.Chat.Completions.ChatCompletion>;

/** What servers write; the SDK's types know only OpenAI's. */
interface LooseMessage {
  readonly content?: unknown;
  readonly refusal?: unknown;
  /** DeepSeek, vLLM, Qwen; `reasoning` of OpenRouter and Ollama. */
  readonly reasoning_content?: unknown;
  readonly reasoning?: unknown;
}

/** Other servers omit fields that the SDK's types declare. */
export function completionOf(answer: Answer, expectedPrompt: number): Completion {
  const choice = answer.choices?.[0];
  const message: LooseMessage = choice?.message ?? {};
  const finishReason: string | null = choice?.finish_reason ?? null;
  const content = textOf(message.content);
  const reasoning = textOf(message.reasoning_content) || textOf(message.reasoning);
  // Servers that split off the reasoning put an answer without a closing tag there as a whole.
  const text = content.trim() === '' && finishReason === 'stop' ? reasoning : content;
  return {
    text,
    defect: defectOf(finishReason, message, text),
    isCut: finishReason === 'length',
    ...usageOf(answer.usage, expectedPrompt, content + reasoning),
  };
}

/** Content is a text or a list of parts. No text column and no JSON holds a NUL. */
function textOf(content: unknown): string {
  const parts: readonly unknown[] = Array.isArray(content) ? content : [content];
  const texts = parts.map((part) => {
    const text: unknown = typeof part === 'object' && part !== null && 'text' in part ? part.text : part;
    return typeof text === 'string' ? text : '';
  });
  return texts.join('').replaceAll('\0', '');
}

function defectOf(finishReason: string | null, { refusal }: LooseMessage, text: string): string | null {
  if (finishReason === 'content_filter') {
    return 'the content filter of the endpoint stopped the answer (finish_reason content_filter)';
  }
  if (text.trim() === '' && typeof refusal === 'string' && refusal !== '') {
    return 'the model refuses to answer (refusal)';
  }
  if (finishReason === 'length') {
    return 'the answer was cut by the token limit (finish_reason length)';
  }
  return text.trim() === '' ? `the answer is empty (finish_reason ${finishReason ?? 'absent'})` : null;
}

function usageOf(
  usage: Answer['usage'],
  expectedPrompt: number,
  written: string,
): Pick<Completion, 'promptTokens' | 'completionTokens' | 'isEstimated'> {
  const prompt = count(usage?.prompt_tokens);
  const completion = count(usage?.completion_tokens);
  return {
    promptTokens: prompt ?? expectedPrompt,
    completionTokens: completion === null ? estimateTokens(written) : withReasoning(completion, prompt, usage),
    isEstimated: prompt === null || completion === null,
  };
}

/** Some servers leave the reasoning out of `completion_tokens`; the total, or a larger part than the whole, shows it. */
function withReasoning(completion: number, prompt: number | null, usage: Answer['usage']): number {
  const total = count(usage?.total_tokens);
  const reasoning = count(usage?.completion_tokens_details?.reasoning_tokens) ?? 0;
  const fromTotal = total === null || prompt === null ? 0 : total - prompt;
  return Math.max(completion, fromTotal, reasoning > completion ? completion + reasoning : 0);
}

function count(tokens: unknown): number | null {
  return typeof tokens === 'number' && Number.isSafeInteger(tokens) && tokens >= 0 ? tokens : null;
}
