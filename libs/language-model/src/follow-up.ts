import type OpenAI from 'openai';

export type Message = OpenAI.Chat.Completions.ChatCompletionMessageParam;

/** What was read of an answer and what is missing of it. */
export interface Shortfall {
  /** The good items so far, as JSON; null where nothing is usable. */
  readonly taken: unknown;
  readonly reasons: readonly string[];
  readonly isCut: boolean;
}

const MAX_REASONS = 10;
/** Items that are asked for after an answer whose first item did not fit the limit. */
const FEWER = 3;

/** System and user message of a request. */
export type Opening = readonly [
  { readonly role: 'system'; readonly content: string },
  { readonly role: 'user'; readonly content: string },
];

/** Never the same request again: it names the reasons and asks for less after an answer that was cut. */
export function followUp([system, user]: Opening, answer: string, { taken, reasons, isCut }: Shortfall): Message[] {
  const named = [...new Set(reasons)].slice(0, MAX_REASONS).map((reason) => `- ${reason}`);
  if (taken === null && isCut) {
    const note = `Your last answer was cut by the token limit before it held anything usable. Answer with at most ${FEWER} items, in short texts, without reasoning or explanations.`;
    return [system, { ...user, content: `${user.content}\n\n${note}` }];
  }
  if (taken === null) {
    return [
      system,
      user,
      { role: 'assistant', content: answer || '(no answer)' },
      {
        role: 'user',
        content: `That answer cannot be used:\n${reasons.join('\n')}\nAnswer again with the complete JSON and nothing else.`,
      },
    ];
  }
  return [
    system,
    user,
    { role: 'assistant', content: JSON.stringify(taken) },
    {
      role: 'user',
      content: [
        'These items are taken; do not repeat them.',
        ...(named.length > 0 ? [`${reasons.length} other items could not be used:`, ...named] : []),
        ...(isCut ? ['Then the answer was cut by the token limit.'] : []),
        'Answer with JSON of the same schema that holds only the items that are missing, corrected, and nothing else.',
      ].join('\n'),
    },
  ];
}

/** Lists of both answers joined, without repeated items; of other fields the first one counts. */
export function merged(before: unknown, more: unknown): unknown {
  if (!isObject(before) || !isObject(more)) {
    return before ?? more;
  }
  const fields = new Map<string, unknown>(Object.entries(before));
  for (const [key, value] of Object.entries(more)) {
    const known = listOf(fields.get(key));
    const added = listOf(value);
    if (known && added) {
      const seen = new Set(known.map((item) => JSON.stringify(item)));
      fields.set(key, [...known, ...added.filter((item) => !seen.has(JSON.stringify(item)))]);
    } else if (!fields.has(key)) {
      fields.set(key, value);
    }
  }
  return Object.fromEntries(fields);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function listOf(value: unknown): readonly unknown[] | null {
  return Array.isArray(value) ? value : null;
}
