import type { Plain } from '../file/statement.js';
import { flowText, isList, isScalar, keyLines, scalarText } from '../file/yaml-text.js';

/** The lines of an item of a list, as it was read: its name first, its columns last. */
export function* itemLines(raw: Plain, indent: string): Generator<string, void> {
  if (isScalar(raw) || isList(raw)) {
    yield `${indent}- ${flowText(raw)}\n`;
    return;
  }
  const { name, fields, ...rest } = raw;
  const inner = `${indent}  `;
  const lines = [
    ...(name === undefined ? [] : [`${inner}name: ${isScalar(name) ? scalarText(String(name)) : flowText(name)}\n`]),
    ...Object.entries(rest).flatMap(([key, value]) => (value === undefined ? [] : [...keyLines(inner, key, value)])),
  ];
  const [first = `${inner}{}\n`, ...others] = lines;
  yield `${indent}- ${first.slice(inner.length)}`;
  yield* others;
  if (fields !== undefined && !isScalar(fields) && isList(fields) && fields.length > 0) {
    yield `${inner}fields:\n`;
    for (const field of fields) {
      yield* itemLines(field, `${inner}  `);
    }
  }
}
