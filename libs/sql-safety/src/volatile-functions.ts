import type { HarmlessStatement } from './check-read-only-statement.js';
import type { Hazards } from './hazards.js';
import { refusal, type Refusal } from './refusal.js';

/** Refuses a statement that reaches a VOLATILE function of the database. */
export function refuseVolatile(sql: string, { uses }: HarmlessStatement, hazards: Hazards): Refusal | null {
  const { hazard } = hazards.check(sql, uses);
  return hazard === null ? null : volatileRefusal(hazard);
}

/** @param hazard the object that is, or calls, the function */
export function volatileRefusal(hazard: string): Refusal {
  return refusal('volatile_function', hazard);
}
