const MAX_KEYS = 12;
const MAX_DEPTH = 3;

/**
 * What JSON values have in common, without their contents: `{name: string, tags: [string], price: number|null}`.
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
  const fields = keys.slice(0, MAX_KEYS).map((key) => {
    const present = objects.filter((object) => Object.hasOwn(object, key)).map((object) => object[key]);
    return `${key}: ${shapeOf(present, depth + 1)}`;
  });
  return `{${fields.join(', ')}${keys.length > MAX_KEYS ? ', …' : ''}}`;
}

function arrayShape(items: readonly unknown[], depth: number): string {
  return items.length === 0 ? '[]' : `[${depth > MAX_DEPTH ? '…' : shapeOf(items.slice(0, 100), depth + 1)}]`;
}
