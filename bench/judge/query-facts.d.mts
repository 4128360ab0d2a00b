import type { Relations } from './relations.mjs';

export interface QueryFacts {
  readonly tables: Set<string>;
  readonly columns: Set<string>;
  readonly joins: Map<string, [string, string]>;
}
export function queryFacts(sql: string, relations: Relations): Promise<QueryFacts>;
