import type { BusinessDatabase } from '#libs/business-database';
import type { Message } from '#libs/language';
import type { JsonValue, MorePairs, StepName, TaskParameters } from '#libs/pipeline';

/** Input of a step. */
export interface StepInput {
  readonly taskId: string;
  readonly executionId: string;
  /** Fixed by the run request: file names derive from it, so a job that runs again writes the same names. */
  readonly startedAt: Date;
  /** IANA zone of every timestamp that the step writes. */
  readonly timeZone: string;
  readonly parameters: TaskParameters;
  /** The table list as given: `schema.table`, `table` or a pattern (`public.*`, `sales.fact_*`, `*.*`). */
  readonly tables: readonly string[];
  /** For `qa_generation`: adds such pairs and keeps all others as they are. Null or absent: all pairs are made. */
  readonly addPairs?: MorePairs | null;
}

/** Services that a step may use. */
export interface StepContext {
  /** Aborted on cancel, shutdown and a lost lease: stop soon, leave nothing open, throw `signal.reason`. */
  readonly signal: AbortSignal;
  readonly log: StepLog;
  readonly files: StepFiles;
  /** The database that the task documents. It is opened and closed by the caller. */
  readonly database: BusinessDatabase;
  /** `done` of `total` units (tables, themes, pairs, records); `label` names the current one. */
  readonly progress: (done: number, total: number, label?: string) => void;
}

/** Task log: a row in the database and a line in `data_pipeline.log`, in the language of the task. */
export interface StepLog {
  /** @param component the seed's logger name */
  debug(component: string, message: Message): void;
  info(component: string, message: Message): void;
  warn(component: string, message: Message): void;
  error(component: string, message: Message): void;
}

export interface WriteOptions {
  /** One of the few files a person looks for first (the pair file, metadata.txt, a summary). */
  readonly primary?: boolean;
  /** Publish now instead of when the step succeeds: for work that must survive a failure of the step. */
  readonly immediate?: boolean;
}

/**
 * The files of the task. What a step writes is staged and appears under its final name, all at once,
 * when the step has succeeded; files of an earlier run of the same step that were not written again go then.
 */
export interface StepFiles {
  /** @param name file name inside the task's folder, without folders of its own. */
  write(name: string, content: string | Uint8Array, options?: WriteOptions): Promise<void>;
  /** The same for a text of any size, pulled piece by piece. */
  writeStream(name: string, pieces: AsyncIterable<string>): Promise<void>;
  /** The text of a published file, or of one that this run has staged. @throws DomainError `file_not_found` */
  read(name: string): Promise<string>;
  /** The bytes of such a file, whatever its size. A reader that stops early leaves nothing open. */
  readStream(name: string): AsyncIterable<Uint8Array>;
  /** Names of published files and of those that this run has staged, sorted. */
  list(): Promise<string[]>;
  /** Leaves a published file of an earlier run of this step as it is, as if it were written again. */
  keep(name: string, options?: Pick<WriteOptions, 'primary'>): Promise<void>;
  /** Removes a published or staged file when the step succeeds; nothing happens if it is absent. */
  remove(name: string): Promise<void>;
}

/** Goes into `execution_result` and `{step}_result.json`; snake_case keys as in the Python original. */
export type StepResult = { [key: string]: JsonValue };

/** One step of the pipeline: no queue and no HTTP types; running it twice gives the same outputs. */
export interface Step {
  readonly name: StepName;
  run(input: StepInput, context: StepContext): Promise<StepResult>;
}
