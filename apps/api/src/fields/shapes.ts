import {
  arrayMaxSize,
  ArrayMaxSize,
  arrayMinSize,
  ArrayMinSize,
  IsArray,
  isArray,
  IsBoolean,
  isBoolean,
  IsIn,
  isIn,
  IsInt,
  isInt,
  IsNumber,
  isNumber,
  IsString,
  isString,
  Max,
  max,
  Min,
  min,
  ValidateBy,
} from 'class-validator';
import { hasUrlPassword } from '#libs/redaction';
import { nearestName } from './nearest-name.js';
import * as say from './sentences.js';
import { holds, wholeProblem, type Check, type Shape } from './shape.js';
import type { Text } from '#libs/language';

/** As many items of a list are named; a client that sends more wrong ones has made one mistake. */
const MOST_NAMED_ITEMS = 20;

/** A constraint that class-validator does not have. */
export function check(name: string, accepts: (value: unknown) => boolean): Check {
  return {
    // Without a message class-validator would drop the context.
    decorate: (options) =>
      ValidateBy({ name, validator: { validate: accepts, defaultMessage: () => '$property is refused' } }, options),
    holds: accepts,
  };
}

/** Code points, as PostgreSQL and JSON schemas count. */
function lengthOf(value: string): number {
  let length = 0;
  for (const _ of value) {
    length += 1;
  }
  return length;
}

export interface TextShape {
  /** Characters; a text of at least one has one that is not blank. */
  readonly min?: number;
  readonly max: number;
  /** Blanks around the text are cut off before it is checked. */
  readonly trim?: boolean;
  readonly pattern?: RegExp;
  /** A check of a text that a pattern cannot express. */
  readonly accepts?: (value: string) => boolean;
  /** It is stored and shown: a URL with a password is refused. */
  readonly kept?: boolean;
  /** Instead of the number of characters. */
  readonly expected?: Text;
  readonly example?: string;
  readonly format?: string;
}

export function textShape(options: TextShape): Shape<string> {
  const { min: least = 1, max: most, pattern, accepts = () => true } = options;
  const isTooLong = (value: string): boolean => value.length > most && lengthOf(value) > most;
  const fits = (value: string): boolean =>
    !isTooLong(value) &&
    (least === 0 || (/\S/.test(value) && lengthOf(value) >= least)) &&
    (pattern?.test(value) ?? true) &&
    accepts(value) &&
    !value.includes('\0') &&
    !(options.kept && hasUrlPassword(value));
  const expected = options.expected ?? say.characters(least, most);
  return {
    checks: [
      { decorate: IsString, holds: isString },
      check('form', (value) => typeof value === 'string' && fits(value)),
    ],
    schema: {
      type: 'string',
      ...(least > 0 && { minLength: least }),
      maxLength: most,
      ...(pattern && { pattern: pattern.source }),
      ...(options.example !== undefined && { example: options.example }),
      ...(options.format !== undefined && { format: options.format }),
    },
    expected,
    problems: (value) =>
      typeof value === 'string' && value.includes('\0')
        ? [{ path: [], message: say.WITH_NUL }]
        : options.kept && typeof value === 'string' && !isTooLong(value) && hasUrlPassword(value)
          ? [{ path: [], message: say.URL_WITH_PASSWORD }]
          : wholeProblem(expected, value, textCame(value, least, most)),
    ...(options.trim && { read: (sent) => (typeof sent === 'string' ? sent.trim() : sent) }),
  };
}

function textCame(value: unknown, least: number, most: number): Text | null {
  if (typeof value !== 'string') {
    return null;
  }
  if (least > 0 && !/\S/.test(value)) {
    return say.BLANK_CAME;
  }
  const length = lengthOf(value);
  return length < least || length > most ? say.charactersCame(length) : say.UNSAID;
}

export interface NumberShape {
  readonly min: number;
  readonly max: number;
}

export function integerShape({ min: least, max: most }: NumberShape): Shape<number> {
  const expected = { zh: ` ${least} 到 ${most} 的整数`, en: `a whole number from ${least} to ${most}` };
  return {
    checks: [
      { decorate: IsInt, holds: isInt },
      { decorate: (options) => Min(least, options), holds: (value) => min(value, least) },
      { decorate: (options) => Max(most, options), holds: (value) => max(value, most) },
    ],
    schema: { type: 'integer', minimum: least, maximum: most },
    expected,
    problems: (value) => wholeProblem(expected, value),
  };
}

/** A number above zero. */
export function positiveNumberShape({ max: most }: Pick<NumberShape, 'max'>): Shape<number> {
  const expected = { zh: `大于 0 且不超过 ${most} 的数`, en: `a number above 0 and up to ${most}` };
  return {
    checks: [
      { decorate: (options) => IsNumber({}, options), holds: (value) => isNumber(value) },
      check('positive', (value) => Number(value) > 0),
      { decorate: (options) => Max(most, options), holds: (value) => max(value, most) },
    ],
    schema: { type: 'number', exclusiveMinimum: 0, maximum: most } as object,
    expected,
    problems: (value) => wholeProblem(expected, value),
  };
}

/** A whole number of a query string. */
export function queryIntegerShape(limits: NumberShape): Shape<number> {
  const read = (sent: unknown) => (typeof sent === 'string' && /^[+-]?\d{1,15}$/.test(sent) ? Number(sent) : sent);
  return { ...integerShape(limits), read };
}

const TRUTH = say.oneOf([true, false]);

export function flagShape(): Shape<boolean> {
  return {
    checks: [{ decorate: IsBoolean, holds: isBoolean }],
    schema: { type: 'boolean' },
    expected: TRUTH,
    problems: (value) => wholeProblem(TRUTH, value),
  };
}

/** `true` or `false` of a query string. */
export function queryFlagShape(): Shape<boolean> {
  const read = (sent: unknown) => (sent === 'true' || sent === 'false' ? sent === 'true' : sent);
  return { ...flagShape(), read };
}

/** @param read the value that a text stands for, such as its capitals */
export function choiceShape<const C extends string | boolean>(
  choices: readonly C[],
  read?: (sent: string) => string,
): Shape<C> {
  const names = choices.filter((choice) => typeof choice === 'string');
  const flags = choices.filter((choice) => typeof choice === 'boolean');
  const expected = say.oneOf(choices);
  const named = { type: 'string' as const, enum: [...names] };
  return {
    checks: [{ decorate: (options) => IsIn(choices, options), holds: (value) => isIn(value, choices) }],
    schema: flags.length === 0 ? named : { anyOf: [{ type: 'boolean' }, named] },
    expected,
    problems: (value) => {
      const near = typeof value === 'string' ? nearestName(value, names) : null;
      const came = near === null ? null : say.UNSAID;
      return wholeProblem(expected, value, came).map(({ path, message }) => ({
        path,
        message: say.withNearest(message, near),
      }));
    },
    ...(read && { read: (sent) => (typeof sent === 'string' ? read(sent) : sent) }),
  };
}

export interface ListShape {
  readonly min?: number;
  readonly max: number;
}

export function listShape<V>(item: Shape<V>, { min: least = 1, max: most }: ListShape): Shape<V[]> {
  const expected = say.items(least, most);
  const { description: _, ...itemSchema } = item.schema as Record<string, unknown>;
  return {
    checks: [
      { decorate: IsArray, holds: isArray },
      { decorate: (options) => ArrayMinSize(least, options), holds: (value) => arrayMinSize(value, least) },
      { decorate: (options) => ArrayMaxSize(most, options), holds: (value) => arrayMaxSize(value, most) },
      ...item.checks.map((one): Check => ({
        decorate: (options) => one.decorate({ ...options, each: true }),
        holds: (value) => Array.isArray(value) && value.every((entry) => one.holds(entry)),
      })),
    ],
    schema: { type: 'array', items: itemSchema, ...(least > 0 && { minItems: least }), maxItems: most },
    expected,
    problems: (value) => {
      if (!Array.isArray(value) || value.length < least || value.length > most) {
        return wholeProblem(expected, value, Array.isArray(value) ? say.itemsCame(value.length) : null);
      }
      return value
        .flatMap((entry: unknown, index) =>
          holds(item, entry)
            ? []
            : item.problems(entry).map(({ path, message }) => ({ path: [String(index), ...path], message })),
        )
        .slice(0, MOST_NAMED_ITEMS);
    },
  };
}

/** An object with any JSON values. @param most characters of its JSON */
export function jsonObjectShape(most: number): Shape<Record<string, unknown>> {
  const expected = {
    zh: ` JSON 对象，至多 ${most} 个字符`,
    en: `a JSON object of at most ${most} characters`,
  };
  const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
  return {
    checks: [check('jsonObject', (value) => isObject(value) && JSON.stringify(value).length <= most)],
    schema: { type: 'object', additionalProperties: true },
    expected,
    problems: (value) => wholeProblem(expected, value),
  };
}

/** A list, or one text that encodes a list. */
export function listOrTextShape(list: Shape<string[]>, one: Shape<string>): Shape<string[] | string> {
  const expected = say.either(list.expected, one.expected);
  return {
    checks: [check('listOrText', (value) => holds(list, value) || holds(one, value))],
    schema: { anyOf: [list.schema, one.schema] } as Shape<string>['schema'],
    expected,
    problems: (value) => {
      if (Array.isArray(value)) {
        return list.problems(value);
      }
      return typeof value === 'string' ? one.problems(value) : wholeProblem(expected, value);
    },
  };
}
