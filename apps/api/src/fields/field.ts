import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ValidateIf } from 'class-validator';
import { rememberField } from './known-fields.js';
import type { Shape, ShapeProblem } from './shape.js';
import * as shapes from './shapes.js';

export interface FieldOptions<V> {
  readonly description: string;
  /** It may be absent; `null` is refused. */
  readonly optional?: boolean;
  /** Accepts `null`, which means the same as an absent field. */
  readonly nullable?: boolean;
  /** The value of an absent field. */
  readonly default?: V;
  readonly example?: V;
}

type Allowed<V, O> =
  | V
  | (O extends { readonly optional: true } ? undefined : never)
  | (O extends { readonly nullable: true } ? null | undefined : never);
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

/** A decorator that compiles only on a property of the type that it checks. */
export type DecoratorOf<V> = <T extends object, K extends string & keyof T>(
  target: T,
  key: Same<T[K], V> extends true ? K : never,
) => void;

/** The context of every constraint of a field: how its refusal is worded. */
export interface RefusalContext {
  readonly problems: (value: unknown) => readonly ShapeProblem[];
}

/** A field of a request, written once: class-validator checks it, the API document shows it. */
function field<V, const O extends FieldOptions<unknown>>(shape: Shape<V>, options: O): DecoratorOf<Allowed<V, O>> {
  const { description, optional = false, nullable = false, example } = options;
  const context: RefusalContext = { problems: shape.problems };
  const { read } = shape;
  const decorators = [
    ...shape.checks.map((check) => check.decorate({ context })),
    ...(read === undefined ? [] : [Transform(({ value }: { value: unknown }) => read(value))]),
    ...(optional || nullable
      ? [ValidateIf((_, value: unknown) => value !== undefined && !(nullable && value === null))]
      : []),
    ApiProperty({
      ...shape.schema,
      description,
      required: !optional && !nullable && options.default === undefined,
      ...(nullable && { nullable }),
      ...(options.default !== undefined && { default: options.default }),
      ...(example !== undefined && { example }),
    } as ApiPropertyOptions),
  ];
  return (target, key) => {
    rememberField(target, key, { required: !optional && !nullable, initial: options.default });
    applyDecorators(...decorators)(target, key);
  };
}

export function TextField<const O extends FieldOptions<string> & shapes.TextShape>(
  options: O,
): DecoratorOf<Allowed<string, O>> {
  return field<string, O>(shapes.textShape(options), options);
}

export function IntegerField<const O extends FieldOptions<number> & shapes.NumberShape>(
  options: O,
): DecoratorOf<Allowed<number, O>> {
  return field<number, O>(shapes.integerShape(options), options);
}

export function PositiveNumberField<const O extends FieldOptions<number> & Pick<shapes.NumberShape, 'max'>>(
  options: O,
): DecoratorOf<Allowed<number, O>> {
  return field<number, O>(shapes.positiveNumberShape(options), options);
}

export function QueryIntegerField<const O extends FieldOptions<number> & shapes.NumberShape>(
  options: O,
): DecoratorOf<Allowed<number, O>> {
  return field<number, O>(shapes.queryIntegerShape(options), options);
}

export function FlagField<const O extends FieldOptions<boolean>>(options: O): DecoratorOf<Allowed<boolean, O>> {
  return field<boolean, O>(shapes.flagShape(), options);
}

export function QueryFlagField<const O extends FieldOptions<boolean>>(options: O): DecoratorOf<Allowed<boolean, O>> {
  return field<boolean, O>(shapes.queryFlagShape(), options);
}

/** @param options `read` normalizes the sent value to one of the choices, such as `toUpperCase` */
export function ChoiceField<
  const C extends string | boolean,
  const O extends FieldOptions<NoInfer<C>> & { readonly read?: (sent: string) => string },
>(choices: readonly C[], options: O): DecoratorOf<Allowed<C, O>> {
  return field<C, O>(shapes.choiceShape(choices, options.read), options);
}

export function ListField<V, const O extends FieldOptions<readonly NoInfer<V>[]> & shapes.ListShape>(
  item: Shape<V>,
  options: O,
): DecoratorOf<Allowed<V[], O>> {
  return field<V[], O>(shapes.listShape(item, options), options);
}

/** A list in a query string; a single value is a list of one item. */
export function QueryListField<V, const O extends FieldOptions<readonly NoInfer<V>[]> & shapes.ListShape>(
  item: Shape<V>,
  options: O,
): DecoratorOf<Allowed<V[], O>> {
  const list = shapes.listShape(item, options);
  const read = (sent: unknown) => (typeof sent === 'string' ? [sent] : sent);
  return field<V[], O>({ ...list, read }, options);
}

/** A field of a shape that no other field has. */
export function ShapedField<V, const O extends FieldOptions<NoInfer<V>>>(
  shape: Shape<V>,
  options: O,
): DecoratorOf<Allowed<V, O>> {
  return field<V, O>(shape, options);
}
