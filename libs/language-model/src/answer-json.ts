import { z } from 'zod';
import { fitToShape } from './fit-to-shape.js';
import { jsonCandidates, type Candidate } from './json-candidates.js';

export type ParsedAnswer<T> = UsableAnswer<T> | UnusableAnswer;

export interface UsableAnswer<T> {
  readonly ok: true;
  readonly value: T;
  /** The value before the schema's own transformations. */
  readonly json: unknown;
  /** Why items are left out of the value, one reason an item; it never holds a value of the answer. */
  readonly refused: readonly string[];
  /** The answer ends before its JSON does: the value holds the complete items. */
  readonly isCut: boolean;
}

interface UnusableAnswer {
  readonly ok: false;
  readonly reason: string;
  readonly isCut: boolean;
}

/**
 * Reads the JSON of a model's answer. Reasoning blocks are dropped, slips of syntax and form are mended, and items are
 * checked one by one. Of several candidates the one with the most good items is the answer.
 * @param shape the JSON Schema of `schema`
 */
export function parseAnswer<T>(text: string, schema: z.ZodType<T>, shape: object): ParsedAnswer<T> {
  const answer = withoutReasoning(text).trim();
  let failure: UnusableAnswer = { ok: false, reason: withoutJson(text, answer), isCut: isOpenEnded(text, answer) };
  let isRead = false;
  let best: UsableAnswer<T> | null = null;
  for (const candidate of jsonCandidates(answer)) {
    const checked = check(candidate, schema, shape);
    if (checked.ok && checked.refused.length === 0 && !candidate.isRepaired) {
      return checked;
    }
    if (checked.ok) {
      best = best === null || itemsOf(checked.json) > itemsOf(best.json) ? checked : best;
    } else if (!(isRead && candidate.isRepaired)) {
      failure = checked;
      isRead = true;
    }
  }
  return best ?? failure;
}

function isOpenEnded(text: string, answer: string): boolean {
  const opened = Math.max(answer.lastIndexOf('['), answer.lastIndexOf('{'));
  const closed = Math.max(answer.lastIndexOf(']'), answer.lastIndexOf('}'));
  return opened > closed || (answer === '' && text.trim() !== '');
}

function withoutJson(text: string, answer: string): string {
  if (answer !== '') {
    return 'the answer holds no JSON';
  }
  return text.trim() === '' ? 'the answer is empty' : 'the answer is reasoning only';
}

function itemsOf(json: unknown): number {
  const lists = Object.values(json as object).filter((field) => Array.isArray(field));
  return lists.reduce((sum, { length }) => sum + length, 0);
}

function check<T>(
  { value, isCut, unreadable, isRepaired }: Candidate,
  schema: z.ZodType<T>,
  shape: object,
): ParsedAnswer<T> {
  const fitted = fitToShape(value, shape, isRepaired);
  const unread = Array.from({ length: unreadable }, () => 'an item is not valid JSON');
  const whole = schema.safeParse(fitted);
  if (whole.success) {
    return { ok: true, value: whole.data, json: fitted, refused: unread, isCut };
  }
  const { kept, reasons } = withoutBadItems(fitted, whole.error.issues);
  const rest = kept === null ? null : schema.safeParse(kept);
  return rest?.success
    ? { ok: true, value: rest.data, json: kept, refused: [...reasons, ...unread], isCut }
    : { ok: false, reason: z.prettifyError(whole.error), isCut };
}

/** The answer without the items of its lists that have issues; null where something else has issues too, or none is good. */
function withoutBadItems(
  value: unknown,
  issues: readonly z.core.$ZodIssue[],
): { kept: Record<string, unknown> | null; reasons: string[] } {
  const bad = new Map<string, Map<number, string>>();
  for (const { path, message } of issues) {
    const [key, index, ...field] = path;
    if (typeof key !== 'string' || typeof index !== 'number') {
      return { kept: null, reasons: [] };
    }
    const items = bad.get(key) ?? new Map<number, string>();
    bad.set(key, items.set(index, items.get(index) ?? `${[key, ...field].join('.')}: ${message}`));
  }
  const entries = Object.entries(value as Record<string, unknown>).map(([key, list]) => {
    const items = bad.get(key);
    return [key, Array.isArray(list) && items ? list.filter((_item, index) => !items.has(index)) : list] as const;
  });
  const hasGood = entries.some(([key, list]) => bad.has(key) && Array.isArray(list) && list.length > 0);
  const reasons = [...bad.values()].flatMap((items) => [...items.values()]);
  return { kept: hasGood ? Object.fromEntries(entries) : null, reasons };
}

const TAGS = ['think', 'thinking', 'reasoning', 'thought'];
const REASONING = TAGS.join('|');
/** Some servers drop the opening tag, so everything up to a lone closing tag is reasoning too. */
const UNOPENED_REASONING = new RegExp(`^[\\s\\S]*</(?:${REASONING})>`, 'i');
const UNCLOSED_REASONING = new RegExp(`<(?:${REASONING})>[\\s\\S]*$`, 'i');

export function withoutReasoning(text: string): string {
  // A tag inside of the JSON is part of a value.
  if (/^\s*(?:```\w*\s*)?[[{]/.test(text)) {
    return text;
  }
  return TAGS.reduce(withoutClosed, text).replace(UNOPENED_REASONING, '').replace(UNCLOSED_REASONING, '');
}

/** Behind the last closing tag none is looked for. */
function withoutClosed(text: string, tag: string): string {
  const end = text.toLowerCase().lastIndexOf(`</${tag}>`) + tag.length + 3;
  return text.slice(0, end).replace(new RegExp(`<${tag}>[\\s\\S]*?</${tag}>`, 'gi'), '') + text.slice(end);
}
