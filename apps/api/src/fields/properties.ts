import { ApiExtraModels, ApiProperty, getSchemaPath, type ApiPropertyOptions } from '@nestjs/swagger';
import type { DecoratorOf } from './field.js';

/** Decorators of the properties of an answer: they describe the property in the API document. */
export interface PropertyOptions {
  readonly description?: string;
  readonly nullable?: boolean;
  /** It may be absent. */
  readonly optional?: boolean;
  readonly example?: unknown;
}

type Given<V, O> =
  | V
  | (O extends { readonly nullable: true } ? null : never)
  | (O extends { readonly optional: true } ? undefined : never);
type Model = abstract new () => object;

function property<V, O extends PropertyOptions>(
  schema: object,
  { optional = false, ...documented }: PropertyOptions,
  models: readonly (() => Model)[] = [],
  keys?: readonly string[],
): DecoratorOf<Given<V, O>> {
  return (target, key) => {
    // The keys of a map stand where the document otherwise has whether the property is required.
    const required = keys === undefined ? { required: !optional } : { required: [...keys], selfRequired: !optional };
    ApiProperty({ ...schema, ...documented, ...required } as ApiPropertyOptions)(target, key);
    ApiExtraModels(...models.map((model) => model()))(target.constructor);
  };
}

export function TextProperty<const O extends PropertyOptions>(options?: O): DecoratorOf<Given<string, O>> {
  return property<string, O>({ type: 'string' }, options ?? {});
}

/** A time with its offset. */
export function TimeProperty<const O extends PropertyOptions>(options?: O): DecoratorOf<Given<string, O>> {
  const documented = { description: 'ISO 8601 with offset', example: '2025-07-01T14:30:52+08:00', ...options };
  return property<string, O>({ type: 'string' }, documented);
}

export function IntegerProperty<const O extends PropertyOptions>(options?: O): DecoratorOf<Given<number, O>> {
  return property<number, O>({ type: 'integer' }, options ?? {});
}

export function NumberProperty<const O extends PropertyOptions>(options?: O): DecoratorOf<Given<number, O>> {
  return property<number, O>({ type: 'number' }, options ?? {});
}

export function FlagProperty<const O extends PropertyOptions>(options?: O): DecoratorOf<Given<boolean, O>> {
  return property<boolean, O>({ type: 'boolean' }, options ?? {});
}

/** A flag that is always the same. */
export function ConstantProperty<const B extends boolean, const O extends PropertyOptions>(
  value: B,
  options?: O,
): DecoratorOf<Given<B, O>> {
  return property<B, O>({ type: 'boolean', enum: [value] }, options ?? {});
}

export function ChoiceProperty<const C extends string, const O extends PropertyOptions>(
  choices: readonly C[],
  options?: O,
): DecoratorOf<Given<C, O>> {
  return property<C, O>({ type: 'string', enum: [...choices] }, options ?? {});
}

export function TextListProperty<const O extends PropertyOptions>(options?: O): DecoratorOf<Given<string[], O>> {
  return property<string[], O>({ type: 'array', items: { type: 'string' } }, options ?? {});
}

export function ChoiceListProperty<const C extends string, const O extends PropertyOptions>(
  choices: readonly C[],
  options?: O,
): DecoratorOf<Given<C[], O>> {
  return property<C[], O>({ type: 'array', items: { type: 'string', enum: [...choices] } }, options ?? {});
}

export function ObjectProperty<M extends Model, const O extends PropertyOptions>(
  model: () => M,
  options?: O,
): DecoratorOf<Given<InstanceType<M>, O>> {
  return property<InstanceType<M>, O>({ type: () => model() }, options ?? {});
}

export function ObjectListProperty<M extends Model, const O extends PropertyOptions>(
  model: () => M,
  options?: O,
): DecoratorOf<Given<InstanceType<M>[], O>> {
  return property<InstanceType<M>[], O>({ type: () => model(), isArray: true }, options ?? {});
}

/** Any JSON object. */
export function JsonProperty<const O extends PropertyOptions>(
  options?: O,
): DecoratorOf<Given<Record<string, unknown>, O>> {
  return property<Record<string, unknown>, O>({ type: 'object', additionalProperties: {} }, options ?? {});
}

/** Any JSON value, null included. */
export function ValueProperty<const O extends PropertyOptions>(options?: O): DecoratorOf<unknown> {
  const kinds = ['string', 'number', 'boolean'].map((type) => ({ type }));
  const nested = [
    { type: 'array', items: {} },
    { type: 'object', additionalProperties: true },
  ];
  return property<unknown, PropertyOptions>({ anyOf: [...kinds, ...nested] }, { ...options, nullable: true });
}

/** An object with a text for each key. */
export function TextMapProperty<const O extends PropertyOptions>(
  options?: O,
): DecoratorOf<Given<Record<string, string>, O>> {
  const schema = { type: 'object', additionalProperties: { type: 'string' } };
  return property<Record<string, string>, O>(schema, options ?? {});
}

/** An object with an integer for each key, where the keys are not known before. */
export function CountMapProperty<const O extends PropertyOptions>(
  options?: O,
): DecoratorOf<Given<Record<string, number>, O>> {
  const schema = { type: 'object', additionalProperties: { type: 'integer' } };
  return property<Record<string, number>, O>(schema, options ?? {});
}

/** Rows of texts, null for NULL. */
export function TextRowsProperty<const O extends PropertyOptions>(
  options?: O,
): DecoratorOf<Given<(string | null)[][], O>> {
  const row = { type: 'array', items: { type: 'string', nullable: true } };
  return property<(string | null)[][], O>({ type: 'array', items: row }, options ?? {});
}

/** An object with an integer for each key. @param keys keys that are always present */
export function CountsProperty<const K extends string, const O extends PropertyOptions>(
  keys: readonly K[],
  options?: O,
): DecoratorOf<Given<Record<K, number>, O>> {
  const schema = { type: 'object', additionalProperties: { type: 'integer' }, propertyNames: { enum: [...keys] } };
  return property<Record<K, number>, O>(schema, options ?? {}, [], keys);
}

/** An object with one of the choices for each of the keys that is there. @param always keys that are always there */
export function PartialChoicesProperty<const K extends string, const C extends string>(
  keys: readonly K[],
  choices: readonly C[],
  always: readonly K[],
): DecoratorOf<Partial<Record<K, C>>> {
  const choice = { type: 'string', enum: [...choices] };
  const properties = Object.fromEntries(keys.map((key) => [key, choice]));
  return property<Partial<Record<K, C>>, PropertyOptions>(
    { type: 'object', properties, additionalProperties: false },
    {},
    [],
    always,
  );
}

/** An object with an object for each key, whose keys are not known before. */
export function MapProperty<M extends Model, const O extends PropertyOptions>(
  model: () => M,
  options?: O,
): DecoratorOf<Given<Record<string, InstanceType<M>>, O>> {
  return property<Record<string, InstanceType<M>>, O>(mapOf(model), options ?? {}, [model]);
}

/** An object with an object for some of the keys. */
export function PartialMapProperty<const K extends string, M extends Model, const O extends PropertyOptions>(
  keys: readonly K[],
  model: () => M,
  options?: O,
): DecoratorOf<Given<Partial<Record<K, InstanceType<M>>>, O>> {
  const schema = { ...mapOf(model), propertyNames: { enum: [...keys] } };
  return property<Partial<Record<K, InstanceType<M>>>, O>(schema, options ?? {}, [model]);
}

function mapOf(model: () => Model): object {
  return { type: 'object', additionalProperties: { $ref: getSchemaPath(model().name) } };
}
