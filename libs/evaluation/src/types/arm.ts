/**
 * What a reader of the store is given:
 * `schema`: the DDL records that a search finds. `documents`: with the documents. `pairs`: with the pairs, as Vanna has it.
 * `context`: the answer of `POST /context`.
 */
export const READER_ARMS = ['schema', 'documents', 'pairs', 'context'] as const;

/**
 * As `pairs`, found by the vectors of one embedder over all records: today's built-in one, the configured endpoint, or the
 * one that was built in before.
 */
export const EMBEDDER_ARMS = ['pairs_built_in', 'pairs_endpoint', 'pairs_ngram'] as const;
export type EmbedderArm = (typeof EMBEDDER_ARMS)[number];

export const ARMS = [...READER_ARMS, ...EMBEDDER_ARMS] as const;
export type Arm = (typeof ARMS)[number];

/** Of these, the first that was measured tells what readers get: of the whole store, first as Vanna gives it. */
export const ARMS_BY_WIDTH: readonly Arm[] = ['pairs', 'context', 'documents', 'schema', ...EMBEDDER_ARMS];

export function isEmbedderArm(arm: Arm): arm is EmbedderArm {
  return (EMBEDDER_ARMS as readonly Arm[]).includes(arm);
}

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
