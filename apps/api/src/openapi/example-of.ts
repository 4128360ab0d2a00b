import { FIELD_VALUES, SUFFIX_VALUES } from './example-values.js';

/** The part of a JSON schema that examples are made from. */
export interface Schema {
  readonly $ref?: string;
  readonly anyOf?: readonly Schema[];
  /** A reference with additional schema keywords. */
  readonly allOf?: readonly Schema[];
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly example?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  /** Also of a record whose keys are known. */
  readonly required?: readonly string[];
  readonly items?: Schema;
}

/** Resolves a `$ref`. */
export type Resolve = (reference: string) => Schema;

/**
 * An answer that fits the schema: fields hold what is usual for their names, else what their type allows.
 * @param name of the field that the value is for
 */
export function exampleOf(given: Schema, resolve: Resolve, name = ''): unknown {
  const schema = resolved(given, resolve);
  const usual = usualValues(name).find((value) => allows(schema, value, resolve));
  if (usual !== undefined) {
    return usual;
  }
  const { anyOf, properties, items } = schema;
  if (anyOf !== undefined) {
    return exampleOf(anyOf.find(({ type }) => type !== 'null') ?? {}, resolve, name);
  }
  if (properties !== undefined) {
    return Object.fromEntries(Object.entries(properties).map(([key, inner]) => [key, exampleOf(inner, resolve, key)]));
  }
  if (typeof schema.additionalProperties === 'object') {
    const { required = [], additionalProperties } = schema;
    return Object.fromEntries(required.map((key) => [key, exampleOf(additionalProperties, resolve, name)]));
  }
  if (items !== undefined) {
    return [exampleOf(items, resolve, name)];
  }
  return scalar(schema, name);
}

function resolved(schema: Schema, resolve: Resolve): Schema {
  const { $ref } = schema.allOf?.[0] ?? schema;
  return $ref === undefined ? schema : resolve($ref);
}

function usualValues(name: string): readonly unknown[] {
  const suffix = SUFFIX_VALUES.find(([pattern]) => pattern.test(name));
  return [...(name in FIELD_VALUES ? [FIELD_VALUES[name]].flat() : []), ...(suffix === undefined ? [] : [suffix[1]])];
}

/** Whether a usual value is one of the schema. */
function allows(schema: Schema, value: unknown, resolve: Resolve): boolean {
  if (schema.anyOf !== undefined) {
    return schema.anyOf.some((one) => allows(resolved(one, resolve), value, resolve));
  }
  const options = schema.const === undefined ? schema.enum : [schema.const];
  if (options !== undefined) {
    return options.includes(value);
  }
  const types = [schema.type].flat();
  if (Array.isArray(value)) {
    return types.includes('array');
  }
  if (typeof value === 'object' && value !== null) {
    return types.includes('object') && schema.properties === undefined;
  }
  const type = value === null ? 'null' : typeof value;
  return types.includes(type) || (types.includes('integer') && Number.isInteger(value));
}

function scalar(schema: Schema, name: string): unknown {
  const options = schema.const === undefined ? schema.enum : [schema.const];
  if (options !== undefined) {
    return options[0];
  }
  if (schema.example !== undefined) {
    return schema.example;
  }
  const type = [schema.type].flat().find((one) => one !== 'null');
  switch (type) {
    case 'integer':
    case 'number':
      return 1;
    case 'boolean':
      return true;
    case 'object':
      return {};
    case 'array':
      return [];
    default:
      return name;
  }
}
