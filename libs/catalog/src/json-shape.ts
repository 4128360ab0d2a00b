import { holdsSensitiveText } from '#libs/sensitivity';

const MAX_KEYS = 12;
const MAX_DEPTH = 3;

/**
 * The common shape of JSON values, without their contents: `{name: string, tags: [string], price: number|null}`.
 * @returns null when none of the texts parses.
 */
export function jsonShape(texts: readonly string[]): string | null {
  const values = texts.flatMap((text) => {
    try {
      return [JSON.parse(text) as unknown];
    } catch {
      return [];
    }
  });
  return values.length > 0 ? shapeOf(values, 1) : null;
}

function shapeOf(values: readonly unknown[], depth: number): string {
  const objects = values.filter((value): value is Record<string, unknown> => isObject(value));
  const arrays = values.filter((value): value is unknown[] => Array.isArray(value));
  const scalars = values.filter((value) => !isObject(value) && !Array.isArray(value)).map(scalarName);
  const shapes = [
    ...(objects.length > 0 ? [objectShape(objects, depth)] : []),
    ...(arrays.length > 0 ? [arrayShape(arrays.flat(), depth)] : []),
    ...[...new Set(scalars)].sort(),
  ];
  return shapes.join('|');
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function scalarName(value: unknown): string {
  return value === null ? 'null' : typeof value;
}

function objectShape(objects: readonly Record<string, unknown>[], depth: number): string {
  const keys = [...new Set(objects.flatMap((object) => Object.keys(object)))];
  if (depth > MAX_DEPTH || keys.length === 0) {
    return '{…}';
  }
  const { fields, entries } = split(keys, objects);
  const listed = fields.slice(0, MAX_KEYS).map((key) => `${key}: ${valuesShape([key], objects, depth)}`);
  const more = fields.length > MAX_KEYS ? ['…'] : [];
  const map = entries.length > 0 ? [`[key]: ${valuesShape(entries, objects, depth)}`] : [];
  return `{${[...listed, ...more, ...map].join(', ')}}`;
}

/** Keys that are names of fields, and those that are data themselves: personal, or many and each in few objects. */
function split(
  keys: readonly string[],
  objects: readonly Record<string, unknown>[],
): { fields: readonly string[]; entries: readonly string[] } {
  const rare = keys.filter(
    (key) => objects.filter((object) => Object.hasOwn(object, key)).length * 10 < objects.length,
  );
  const entries = new Set([...(rare.length > MAX_KEYS ? rare : []), ...keys.filter(holdsSensitiveText)]);
  return { fields: keys.filter((key) => !entries.has(key)), entries: [...entries] };
}

function valuesShape(keys: readonly string[], objects: readonly Record<string, unknown>[], depth: number): string {
  const values = objects.flatMap((object) =>
    keys.filter((key) => Object.hasOwn(object, key)).map((key) => object[key]),
  );
  return shapeOf(values, depth + 1);
}

function arrayShape(items: readonly unknown[], depth: number): string {
  return items.length === 0 ? '[]' : `[${depth > MAX_DEPTH ? '…' : shapeOf(items.slice(0, 100), depth + 1)}]`;
}
