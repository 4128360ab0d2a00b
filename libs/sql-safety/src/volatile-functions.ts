import type { HarmlessStatement } from './check-read-only-statement.js';
import { refusal, type Refusal } from './refusal.js';

/** Refuses a statement that calls one of the named functions. */
export function refuseVolatile({ functions }: HarmlessStatement, volatile: ReadonlySet<string>): Refusal | null {
  const called = functions.find((name) => volatile.has(name));
  return called === undefined ? null : refusal('volatile_function', called);
}
