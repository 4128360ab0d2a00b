/** The part of JSON Schema that answers are described in. */
interface Shape {
  readonly type?: unknown;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
}

type Fields = Record<string, unknown>;

/**
 * An answer in the shape that was asked for, as far as it differs in form only: names of keys in another spelling, null
 * for an absent field, a number for a text, the bare array for the object around it.
 * @param isSingleTaken whether one item may also be the whole answer
 */
export function fitToShape(value: unknown, shape: Shape, isSingleTaken: boolean): unknown {
  return fitted(arrayKeyOf(shape) === null ? value : wrapped(value, shape, isSingleTaken), shape);
}

/** The array of an answer that is one list; null for other shapes. */
function arrayKeyOf({ properties = {} }: Shape): string | null {
  const arrays = Object.keys(properties).filter((key) => properties[key]?.type === 'array');
  return arrays.length === 1 ? (arrays[0] ?? null) : null;
}

function wrapped(value: unknown, shape: Shape, isSingleTaken: boolean): unknown {
  const key = arrayKeyOf(shape) ?? '';
  if (Array.isArray(value)) {
    return value.length > 0 ? { [key]: value } : value;
  }
  if (!isFields(value) || keyLike(key, value) !== undefined) {
    return value;
  }
  const inner = Object.values(value).filter((field) => typeof field === 'object' && field !== null);
  const [only] = inner;
  if (inner.length === 1 && (Array.isArray(only) ? only.every(isFields) : isFields(only) && keyLike(key, only))) {
    return wrapped(only, shape, isSingleTaken);
  }
  const item = shape.properties?.[key]?.items;
  const isItem = item?.required?.every((name) => keyLike(name, value) !== undefined) ?? false;
  return isSingleTaken && isItem ? { [key]: [value] } : value;
}

function fitted(value: unknown, shape: Shape): unknown {
  if (typeof value === 'string') {
    // No text column holds a NUL or half a surrogate pair.
    return value.replaceAll('\0', '').toWellFormed();
  }
  if (shape.anyOf && value !== null) {
    const other = shape.anyOf.find(({ type }) => type !== 'null');
    return other ? fitted(value, other) : value;
  }
  // An optional text has the types `string` and `null`.
  if (typeof value === 'number' && [shape.type].flat().includes('string')) {
    return String(value);
  }
  if (shape.type === 'array' && shape.items) {
    const { items } = shape;
    const list = isFields(value) ? [value] : value;
    return Array.isArray(list) ? list.map((item) => fitted(item, items)) : list;
  }
  return isFields(value) && shape.properties ? fittedFields(value, shape) : value;
}

function fittedFields(value: Fields, { properties = {}, required = [] }: Shape): Fields {
  const named = new Map(Object.entries(value));
  for (const [key, shape] of Object.entries(properties)) {
    const written = keyLike(key, value);
    if (written !== undefined) {
      named.delete(written);
      if (value[written] !== null || required.includes(key)) {
        named.set(key, fitted(value[written], shape));
      }
    }
  }
  return Object.fromEntries(named);
}

function keyLike(key: string, value: Fields): string | undefined {
  return Object.hasOwn(value, key) ? key : Object.keys(value).find((written) => plain(written) === plain(key));
}

function plain(key: string): string {
  return key.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
