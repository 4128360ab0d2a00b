import type { ApiPropertyOptions } from '@nestjs/swagger';
import type { ValidationOptions } from 'class-validator';
import { refusal } from './sentences.js';
import type { Text } from '#libs/language';

/** A constraint of class-validator: as a decorator of a property, and as a question about one item of a list. */
export interface Check {
  readonly decorate: (options: ValidationOptions) => PropertyDecorator;
  readonly holds: (value: unknown) => boolean;
}

/** Where inside a field something is wrong, and the sentence about it. */
export interface ShapeProblem {
  /** Empty for the field itself, else the index of an item. */
  readonly path: readonly string[];
  readonly message: Text;
}

/** How values of one kind are checked, described in the API document, and refused. */
export interface Shape<V> {
  readonly checks: readonly Check[];
  readonly schema: ApiPropertyOptions;
  /** A noun phrase: `a whole number from 1 to 100`. */
  readonly expected: Text;
  readonly problems: (value: unknown) => ShapeProblem[];
  /** Converts the sent value: a number from a query string, a trimmed text. */
  readonly read?: (sent: unknown) => unknown;
  /** The type of the values, for the compiler alone. */
  readonly value?: V;
}

/** The problem of a field that has no parts. @param came says more of a value than its kind; null where it cannot */
export function wholeProblem(expected: Text, value: unknown, came: Text | null = null): ShapeProblem[] {
  return [{ path: [], message: refusal(expected, value, came) }];
}

export function holds<V>(shape: Shape<V>, value: unknown): value is V {
  return shape.checks.every((check) => check.holds(value));
}
