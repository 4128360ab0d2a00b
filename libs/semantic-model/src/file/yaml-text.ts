import type { Plain } from './statement.js';

/*
 * The library that reads the file needs a second to write the model of a thousand tables, as it builds a tree of nodes;
 * the texts below need a twentieth of that. A test reads them back with the library.
 */

/** Characters of a line up to which a list or map stays on it. */
const LINE = 110;
const SAFE = /^[\p{L}_][\p{L}\p{N}_ .()/+*\-（），、。；：“”—%]*$/u;
const WORD = /^(true|false|null|yes|no|on|off|y|n)$/i;
const ESCAPED = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

/** The lines of `key: value` at an indent. */
export function* keyLines(indent: string, key: string, value: Plain): Generator<string, void> {
  const head = `${indent}${scalarText(key)}:`;
  const flow = flowText(value);
  if (isScalar(value) || isEmpty(value) || head.length + flow.length < LINE) {
    yield `${head} ${flow}\n`;
    return;
  }
  yield `${head}\n`;
  const inner = `${indent}  `;
  if (isList(value)) {
    for (const item of value) {
      yield `${inner}- ${flowText(item)}\n`;
    }
    return;
  }
  for (const [name, item] of entriesOf(value)) {
    yield* keyLines(inner, name, item);
  }
}

/** On one line. */
export function flowText(value: Plain): string {
  if (isScalar(value)) {
    return typeof value === 'string' ? scalarText(value) : value === null ? 'null' : String(value);
  }
  return isList(value)
    ? `[${value.map(flowText).join(', ')}]`
    : `{${entriesOf(value)
        .map(([name, item]) => `${scalarText(name)}: ${flowText(item)}`)
        .join(', ')}}`;
}

/** JSON's strings are YAML's double-quoted ones. */
export function scalarText(text: string): string {
  const isPlain = SAFE.test(text) && !WORD.test(text) && !text.endsWith(' ') && text.length < 400;
  return isPlain
    ? text
    : JSON.stringify(text).replace(ESCAPED, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function entriesOf(value: Exclude<Plain, string | number | boolean | null>): [string, Plain][] {
  return Object.entries(value).flatMap(([name, item]) => (item === undefined ? [] : [[name, item]]));
}

function isEmpty(value: Plain): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

export function isScalar(value: Plain): value is string | number | boolean | null {
  return value === null || typeof value !== 'object';
}

export function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}
