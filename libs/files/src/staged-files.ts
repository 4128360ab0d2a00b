import { Readable } from 'node:stream';
import type { EntityManager } from 'typeorm';
import type { StepName } from '#libs/pipeline';
import type { FileStore, WrittenFile } from './file-store.js';
import type { OutputRepository, RecordedOutput } from './output.repository.js';

/** Characters of a stream that are written together. */
const PIECE = 64 * 1024;

/** Written by the system around the steps, never by a step; a step does not see them as its own. */
const LOG_FILE = 'data_pipeline.log';

/**
 * The files of one execution. What the step writes is staged; `publish` puts all of it under its final names,
 * records it, and removes what an earlier run of the same step left and this one did not write again.
 */
export class StagedFiles {
  private readonly staged = new Map<string, RecordedOutput>();
  private readonly published = new Map<string, RecordedOutput>();
  private readonly removals = new Set<string>();
  private readonly keeps = new Set<string>();

  constructor(
    private readonly store: FileStore,
    private readonly outputs: OutputRepository,
    private readonly owner: { readonly taskId: string; readonly executionId: string; readonly step: StepName },
  ) {}

  /** Throws away what an earlier delivery of the same execution had staged. */
  async begin(): Promise<void> {
    await this.store.beginStaging(this.owner.taskId, this.owner.executionId);
  }

  async write(
    name: string,
    content: string | Uint8Array,
    options: { primary?: boolean; immediate?: boolean } = {},
  ): Promise<void> {
    const { taskId, executionId, step } = this.owner;
    const isPrimary = options.primary ?? false;
    this.removals.delete(name);
    if (options.immediate) {
      const output = { ...(await this.store.write(taskId, name, content)), isPrimary };
      await this.outputs.record(taskId, executionId, step, [output]);
      this.staged.delete(name);
      this.published.set(name, output);
      return;
    }
    const written: WrittenFile = await this.store.stage(taskId, executionId, name, content);
    this.staged.set(name, { ...written, isPrimary });
  }

  async writeStream(name: string, pieces: AsyncIterable<string>): Promise<void> {
    const { taskId, executionId } = this.owner;
    this.removals.delete(name);
    const source = Readable.from(encoded(pieces), { objectMode: false });
    const written = await this.store.stageStream(taskId, executionId, name, source);
    this.staged.set(name, { ...written, isPrimary: false });
  }

  async read(name: string): Promise<string> {
    const { taskId, executionId } = this.owner;
    return this.staged.has(name) ? this.store.readStaged(taskId, executionId, name) : this.store.readText(taskId, name);
  }

  async *readStream(name: string): AsyncGenerator<Uint8Array> {
    if (this.staged.has(name)) {
      // Big files are those of earlier steps, and published.
      yield Buffer.from(await this.read(name));
      return;
    }
    const { stream } = await this.store.open(this.owner.taskId, name);
    yield* stream as AsyncIterable<Uint8Array>;
  }

  async list(): Promise<string[]> {
    const published = await this.store.names(this.owner.taskId);
    return [...new Set([...published, ...this.staged.keys()])]
      .filter((name) => !this.removals.has(name) && !name.startsWith(LOG_FILE))
      .sort();
  }

  async keep(name: string): Promise<void> {
    this.removals.delete(name);
    this.keeps.add(name);
  }

  async remove(name: string): Promise<void> {
    this.staged.delete(name);
    this.keeps.delete(name);
    this.removals.add(name);
  }

  /** Names that this run has written, sorted. */
  written(): string[] {
    return [...new Set([...this.staged.keys(), ...this.published.keys()])]
      .filter((name) => !this.removals.has(name))
      .sort();
  }

  /** Safe to repeat after a crash in the middle: what was renamed before is simply recorded again. */
  async publish(): Promise<void> {
    const { taskId, executionId, step } = this.owner;
    const kept = new Set([...this.written(), ...this.keeps]);
    const earlier = await this.outputs.namesOfSteps(taskId, [step]);
    await this.store.publish(taskId, executionId, [...this.staged.keys()]);
    await this.outputs.record(taskId, executionId, step, [...this.staged.values()]);
    const stale = new Set([...earlier.filter((name) => !kept.has(name)), ...this.removals]);
    await removeFiles(this.store, this.outputs, taskId, [...stale]);
    await this.store.discardStaged(taskId, executionId);
    this.staged.clear();
  }
}

async function* encoded(pieces: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let text = '';
  for await (const piece of pieces) {
    text += piece;
    if (text.length >= PIECE) {
      yield Buffer.from(text);
      text = '';
    }
  }
  yield Buffer.from(text);
}

/** Removes files with their rows: the row last, so that a crash leaves a row that says what is missing. */
export async function removeFiles(
  store: FileStore,
  outputs: OutputRepository,
  taskId: string,
  names: readonly string[],
  manager?: EntityManager,
): Promise<void> {
  for (const name of names) {
    await store.remove(taskId, name);
  }
  await outputs.forget(taskId, names, manager);
}
