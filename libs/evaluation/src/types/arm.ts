/**
 * What a reader is given:
 * `schema`: the DDL records that a search finds. `documents`: with the documents. `pairs`: with the pairs, as Vanna has it.
 * `context`: the answer of `POST /context`.
 */
export const ARMS = ['schema', 'documents', 'pairs', 'context'] as const;
export type Arm = (typeof ARMS)[number];

/** `retrieval` needs no model; `answers` also asks one for the statement and judges its rows. */
export const LEVELS = ['retrieval', 'answers'] as const;
export type Level = (typeof LEVELS)[number];

/** `candidate`: the files of the task before they are loaded. */
export const PHASES = ['loaded', 'candidate'] as const;
export type Phase = (typeof PHASES)[number];

/** Pieces that a search has found for a question, the best first. */
export interface RetrievedContext {
  readonly ddl: readonly string[];
  readonly documentation: readonly string[];
  readonly pairs: readonly { readonly question: string; readonly sql: string }[];
  /** All of it, as a prompt has it. */
  readonly text: string;
}
