import type { QueryFacts } from './query-facts.mjs';
import type { Relations } from './relations.mjs';

export interface Missing {
  readonly tables: string[];
  readonly columns: string[];
  readonly joins: string[];
}
export function factsOfDdl(ddl: string, relations: Relations): Promise<QueryFacts>;
export function factsOfDocument(text: string, relations: Relations): QueryFacts;
export function factsOfPair(sql: string, relations: Relations): Promise<QueryFacts>;
export function closureOf(joins: Iterable<readonly [string, string]>): (a: string, b: string) => boolean;
export function missingFrom(gold: QueryFacts, held: readonly QueryFacts[]): Missing;
export function isSufficient(missing: Missing): boolean;
