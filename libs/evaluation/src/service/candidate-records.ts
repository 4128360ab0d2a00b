import type { Embedder } from '#libs/language-model';
import type { SourceRecord } from '../run/record-source.js';
import type { HeldOutFiles } from '../sets/held-out-questions.js';

/** The records that a task would load from its files, and the embedder of a load. */
export interface CandidateRecords {
  readonly embedder: Embedder;
  /** @throws DomainError of the files */
  open(taskId: string, files: HeldOutFiles, databaseName: string): Promise<() => AsyncIterable<SourceRecord>>;
}

/** Injection token; without a provider only what is loaded can be measured. */
export const CANDIDATE_RECORDS = Symbol('candidate records');
