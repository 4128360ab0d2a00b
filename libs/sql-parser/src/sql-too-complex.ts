import type { TooCostly } from './check-cost.js';

/** The text was not parsed: there is too much of something in it, or it took more time or memory than it may. */
export class SqlTooComplex extends Error {
  override readonly name = 'SqlTooComplex';

  constructor(readonly reason: TooCostly | 'time' | 'memory') {
    super(`the SQL is too complex: ${reason}`);
  }
}

/** Errors of a parser whose stack or memory has ended. A damaged instance of WebAssembly throws a RuntimeError. */
export function isExhausted(error: unknown): boolean {
  const { name = '', message = '' } = (error ?? {}) as Partial<Error>;
  return name === 'RangeError' || name === 'RuntimeError' || /memory exhausted|stack depth/.test(message);
}
