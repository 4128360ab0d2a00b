import type { z } from 'zod';
import type { Evidence } from '../model.js';

/** A value of the file as YAML and JSON have it. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain | undefined };

/**
 * One thing that the file says about an object of the model, under one key. What a person may edit is exactly the list of
 * statements: reading, writing and comparing go through it.
 */
export interface Statement<T> {
  readonly key: string;
  /** The value in the file; undefined where there is nothing to say. */
  readonly write: (target: T) => Plain | undefined;
  /**
   * The change that the value of a file makes; null takes the statement back.
   * @returns null for a value of another form
   */
  readonly read: (value: Plain) => ((target: T) => T) | null;
  readonly evidenceOf: (target: T) => Evidence | undefined;
  /** The same with a person as the source. */
  readonly mark: (target: T) => T;
  /** Columns of the table that the value names. */
  readonly columnsIn: (value: Plain) => readonly string[];
  /** The words that the value is one of; empty where it is free. */
  readonly choices: readonly string[];
}

export const PERSON: Evidence = { source: 'person', confidence: 1, because: null };

interface StatementParts<T, S extends z.ZodType> {
  readonly key: string;
  readonly schema: S;
  readonly write: (target: T) => Plain | undefined;
  readonly apply: (target: T, value: z.output<S> | null) => T;
  readonly evidence?: Pick<Statement<T>, 'evidenceOf' | 'mark'>;
  readonly columnsIn?: (value: z.output<S>) => readonly string[];
  readonly choices?: readonly string[];
}

const NO_EVIDENCE = { evidenceOf: () => undefined, mark: <T>(target: T): T => target };

export function statement<T, S extends z.ZodType>(parts: StatementParts<T, S>): Statement<T> {
  const { key, schema, write, apply, evidence, columnsIn, choices } = parts;
  const parse = (value: Plain): { readonly value: z.output<S> | null } | null => {
    if (value === null) {
      return { value };
    }
    const parsed = schema.safeParse(value);
    return parsed.success ? { value: parsed.data } : null;
  };
  return {
    key,
    write,
    read: (plain) => {
      const parsed = parse(plain);
      return parsed && ((target) => apply(target, parsed.value));
    },
    ...(evidence ?? NO_EVIDENCE),
    columnsIn: (plain) => {
      const value = parse(plain)?.value ?? null;
      return value === null ? [] : (columnsIn?.(value) ?? []);
    },
    choices: choices ?? [],
  };
}
