import { z } from 'zod';

export type ParsedAnswer<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

/**
 * Reads the JSON of a model's answer: reasoning blocks are dropped, then the whole text, each code fence and the
 * first bare object or array are tried in turn; the first that fits the schema is the answer.
 */
export function parseAnswer<T>(text: string, schema: z.ZodType<T>): ParsedAnswer<T> {
  const answer = withoutReasoning(text).trim();
  let reason = answer === '' ? 'the answer is empty' : 'the answer holds no JSON';
  for (const candidate of candidates(answer)) {
    const json = tryParse(candidate);
    if (json === undefined) {
      continue;
    }
    const checked = schema.safeParse(json);
    if (checked.success) {
      return { ok: true, value: checked.data };
    }
    reason = z.prettifyError(checked.error);
  }
  return { ok: false, reason };
}

/** Some servers drop the opening tag, so everything up to a lone closing tag is reasoning too. */
function withoutReasoning(text: string): string {
  const closed = text.replace(/<think(?:ing)?>[\s\S]*?<\/think(?:ing)?>/gi, '');
  const unopened = closed.replace(/^[^{[]*?<\/think(?:ing)?>/i, '');
  return unopened.replace(/<think(?:ing)?>[\s\S]*$/i, '');
}

function* candidates(answer: string): Generator<string> {
  yield answer;
  for (const [, fenced] of answer.matchAll(/```[\w-]*\s*\n?([\s\S]*?)```/g)) {
    yield fenced ?? '';
  }
  for (let start = answer.search(/[[{]/), tries = 0; start >= 0 && tries < 8; tries++) {
    const end = closingBracket(answer, start);
    if (end > start) {
      yield answer.slice(start, end + 1);
    }
    const next = answer.slice(Math.max(end, start) + 1).search(/[[{]/);
    start = next < 0 ? -1 : Math.max(end, start) + 1 + next;
  }
}

/** Index of the bracket that closes the one at `start`, strings skipped; -1 when the text ends before. */
function closingBracket(text: string, start: number): number {
  let depth = 0;
  let inString = false;
  for (let index = start; index < text.length; index++) {
    const character = text[index];
    if (inString) {
      index += character === '\\' ? 1 : 0;
      inString = character !== '"';
    } else if (character === '"') {
      inString = true;
    } else if (character === '{' || character === '[') {
      depth++;
    } else if ((character === '}' || character === ']') && --depth === 0) {
      return index;
    }
  }
  return -1;
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
