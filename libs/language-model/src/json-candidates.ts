import { jsonrepair } from 'jsonrepair';

/** A value that a text may stand for. */
export interface Candidate {
  readonly value: object;
  /** The text ends before its JSON does; `value` holds the items that are complete. */
  readonly isCut: boolean;
  /** Items that no rule could read. */
  readonly unreadable: number;
  readonly isRepaired: boolean;
}

const MAX_STARTS = 8;

/**
 * JSON values of a text, the likeliest first: the whole text, its code fences, each bare object or array; first as they
 * are, then repaired.
 */
export function* jsonCandidates(answer: string): Generator<Candidate> {
  const texts = [...new Set(parts(answer))];
  for (const text of texts) {
    const value = tryParse(text);
    if (value !== undefined) {
      yield { value, isCut: false, unreadable: 0, isRepaired: false };
    }
  }
  for (const text of [...tails(answer), ...texts.filter((part) => /^\s*[[{]/.test(part))]) {
    const cut = completeItems(text);
    const value = tryRepair(cut ?? text);
    const { values, unreadable } = value === undefined ? singleItems(cut ?? text) : { values: [], unreadable: 0 };
    if (value !== undefined || values.length > 0) {
      yield { value: value ?? values, isCut: cut !== null, unreadable, isRepaired: true };
    }
  }
}

function* parts(answer: string): Generator<string> {
  yield answer;
  const pieces = answer.split('```');
  for (let at = 1; at < pieces.length - 1; at += 2) {
    yield (pieces[at] ?? '').replace(/^[\w-]*\s*/, '');
  }
  for (let start = answer.search(/[[{]/), tries = 0; start >= 0 && tries < MAX_STARTS; tries++) {
    const end = closingBracket(answer, start);
    if (end > start) {
      yield answer.slice(start, end + 1);
    }
    const next = answer.slice(Math.max(end, start) + 1).search(/[[{]/);
    start = next < 0 ? -1 : Math.max(end, start) + 1 + next;
  }
}

/** From each of the first brackets to the end, or to the last bracket: what no closing bracket was found for. */
function* tails(answer: string): Generator<string> {
  const starts = [...answer.matchAll(/[[{｛［]/g)].slice(0, MAX_STARTS).map(({ index }) => index);
  const last = Math.max(...[...']}］｝'].map((bracket) => answer.lastIndexOf(bracket)));
  for (const start of starts) {
    if (last > start) {
      yield answer.slice(start, last + 1);
    }
    yield answer.slice(start);
  }
}

/** Index of the bracket that closes the one at `start`, strings skipped; -1 when the text ends before. */
function closingBracket(text: string, start: number): number {
  let depth = 0;
  for (const { index, character } of brackets(text, start)) {
    depth += character === '{' || character === '[' ? 1 : -1;
    if (depth === 0) {
      return index;
    }
  }
  return -1;
}

/** Brackets outside of strings. */
function* brackets(text: string, start: number): Generator<{ index: number; character: string }> {
  let isInString = false;
  for (let index = start; index < text.length; index++) {
    const character = text[index] ?? '';
    if (isInString) {
      index += character === '\\' ? 1 : 0;
      isInString = character !== '"';
    } else if (character === '"') {
      isInString = true;
    } else if ('{}[]'.includes(character)) {
      yield { index, character };
    }
  }
}

/**
 * The text up to the last complete item of its outermost open array, or of its open object where no array is open, with
 * the open brackets closed; null where the text has its end.
 */
function completeItems(text: string): string | null {
  const open: { character: string; itemsEnd: number }[] = [];
  const start = text.search(/[[{]/);
  for (const { index, character } of brackets(text, Math.max(start, 0))) {
    if (character === '{' || character === '[') {
      open.push({ character, itemsEnd: index + 1 });
    } else {
      open.pop();
      const around = open.at(-1);
      if (around) {
        around.itemsEnd = index + 1;
      }
    }
  }
  if (open.length === 0) {
    return null;
  }
  const level = Math.max(
    open.findIndex(({ character }) => character === '['),
    0,
  );
  const closers = open
    .slice(0, level + 1)
    .toReversed()
    .map(({ character }) => (character === '[' ? ']' : '}'));
  return text.slice(Math.max(start, 0), open[level]?.itemsEnd) + closers.join('');
}

/** The objects of the first array of objects, each read for itself: one that is broken does not take the others along. */
function singleItems(text: string): { values: unknown[]; unreadable: number } {
  const values: unknown[] = [];
  let unreadable = 0;
  let start = text.search(/\[\s*\{/);
  start = start < 0 ? -1 : text.indexOf('{', start);
  while (start >= 0) {
    const next = /\}\s*(?:,\s*)?\{/g;
    next.lastIndex = start;
    const boundary = next.exec(text);
    const item = text.slice(start, boundary ? boundary.index + 1 : text.lastIndexOf('}') + 1);
    const value = tryParse(item) ?? tryRepair(item);
    if (value === undefined) {
      unreadable += 1;
    } else {
      values.push(value);
    }
    start = boundary ? next.lastIndex - 1 : -1;
  }
  return { values, unreadable };
}

/** Only objects and lists: a model that answers in prose gives no JSON text. */
function tryParse(text: string): object | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function tryRepair(text: string): object | undefined {
  try {
    return tryParse(jsonrepair(prepared(text)));
  } catch {
    return undefined;
  }
}

const ASCII_OF = new Map(
  Object.entries({ '：': ':', '，': ',', '｛': '{', '｝': '}', '［': '[', '］': ']', '＂': '"' }),
);
/** A string that is never closed goes to the end, so that nothing within it is tried again. */
const STRING_OR_FULL_WIDTH = /"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?$)|“[^”]*(?:”|$)|[：，｛｝［］＂]/gs;

/** Mends what the library leaves or spoils: full-width punctuation, and the backslash of `\d`, which it would drop. */
function prepared(text: string): string {
  const ascii = text.replace(STRING_OR_FULL_WIDTH, (found) => ASCII_OF.get(found) ?? found);
  return ascii.replace(/\\([\s\S])/g, (escape, character: string) =>
    /["'\\/bfnrtu\n\r]/.test(character) ? escape : `\\${escape}`,
  );
}
