import { Readable } from 'node:stream';
import type { EntityManager } from 'typeorm';
import { DomainError } from '#libs/domain-errors';
import { stepsAfter, type StepName } from '#libs/pipeline';
import { isLogFile } from '#libs/step-files';
import type { FileChangeRepository } from './changes/file-change.repository.js';
import { fileErrors } from './errors.js';
import type { FileStore, WrittenFile } from './file-store.js';
import type { OutputRepository, RecordedOutput } from './output.repository.js';

/** Characters of a stream that are written together. */
const PIECE = 64 * 1024;

export interface StagingOwner {
  readonly taskId: string;
  readonly executionId: string;
  /** Number of the delivery of the execution: each has an area of its own. */
  readonly attempt: number;
  readonly step: StepName;
  /** The announced change of its files. It is finished when the execution is completed. */
  readonly changeId: string;
}

/**
 * The files of one delivery of an execution. Files that the step writes are staged; `publish` gives them their final
 * names, records them, and removes outputs of an earlier run of the step that this run did not write.
 */
export class StagedFiles {
  private readonly staged = new Map<string, RecordedOutput>();
  private readonly published = new Map<string, RecordedOutput>();
  private readonly removals = new Set<string>();
  /** With their mark as primary. */
  private readonly keeps = new Map<string, boolean>();

  constructor(
    private readonly fileStore: FileStore,
    private readonly outputRepository: OutputRepository,
    private readonly fileChangeRepository: FileChangeRepository,
    private readonly owner: StagingOwner,
  ) {}

  /** Per attempt: a worker that lost its lease unnoticed cannot overwrite the staged files of its successor. */
  private get area(): string {
    return `${this.owner.executionId}/${this.owner.attempt}`;
  }

  /** Throws away what earlier deliveries of the same execution had staged. */
  async begin(): Promise<void> {
    await this.fileStore.beginStaging(this.owner.taskId, this.owner.executionId);
  }

  /** Removes the outputs of the later steps. Idempotent. @returns the names */
  async removeLaterOutputs(): Promise<string[]> {
    const { taskId, step, changeId } = this.owner;
    const names = await this.outputRepository.namesOfSteps(taskId, stepsAfter(step));
    await this.fileChangeRepository.extend(changeId, names);
    await removeFiles(this.fileStore, this.outputRepository, taskId, names);
    return names;
  }

  async write(
    name: string,
    content: string | Uint8Array,
    options: { primary?: boolean; immediate?: boolean } = {},
  ): Promise<void> {
    const { taskId } = this.owner;
    const isPrimary = options.primary ?? false;
    this.removals.delete(name);
    if (options.immediate) {
      if (!this.published.has(name)) {
        await this.fileChangeRepository.extend(this.owner.changeId, [name]);
      }
      const output = await this.changing([name], async () => {
        const written = { ...(await this.fileStore.write(taskId, name, content)), isPrimary };
        await this.outputRepository.recordOfChange(this.owner, [written]);
        return written;
      });
      this.staged.delete(name);
      this.published.set(name, output);
      return;
    }
    const written: WrittenFile = await this.fileStore.stage(taskId, this.area, name, content);
    this.staged.set(name, { ...written, isPrimary });
  }

  async writeStream(name: string, pieces: AsyncIterable<string>): Promise<void> {
    this.removals.delete(name);
    const source = Readable.from(encoded(pieces), { objectMode: false });
    const written = await this.fileStore.stageStream(this.owner.taskId, this.area, name, source);
    this.staged.set(name, { ...written, isPrimary: false });
  }

  async read(name: string): Promise<string> {
    const { taskId } = this.owner;
    return this.staged.has(name)
      ? this.fileStore.readStaged(taskId, this.area, name)
      : this.fileStore.readText(taskId, name);
  }

  async *readStream(name: string): AsyncGenerator<Uint8Array> {
    if (this.staged.has(name)) {
      // Big files are those of earlier steps, and published.
      yield Buffer.from(await this.read(name));
      return;
    }
    const { stream } = await this.fileStore.open(this.owner.taskId, name);
    yield* stream as AsyncIterable<Uint8Array>;
  }

  async list(): Promise<string[]> {
    const published = await this.fileStore.names(this.owner.taskId);
    return [...new Set([...published, ...this.staged.keys()])]
      .filter((name) => !this.removals.has(name) && !isLogFile(name))
      .sort();
  }

  async keep(name: string, options: { primary?: boolean } = {}): Promise<void> {
    this.removals.delete(name);
    this.keeps.set(name, options.primary ?? false);
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

  /**
   * Idempotent: after a crash the next delivery repeats it.
   * @throws DomainError `file_not_found` when a successor has discarded the staged files; nothing is recorded then
   */
  async publish(): Promise<void> {
    const { taskId, changeId } = this.owner;
    const kept = [...this.written(), ...this.keeps.keys()];
    const changed = [...this.staged.keys(), ...this.removals];
    const outdated = await this.fileChangeRepository.extendByOutdated(changeId, changed, kept);
    const removed = [...new Set([...outdated, ...this.removals])];
    await this.changing([...changed, ...removed], async () => {
      await this.publishAndRecord();
      await removeFiles(this.fileStore, this.outputRepository, taskId, removed);
    });
    await this.fileStore.discardStaged(taskId, this.area);
    this.staged.clear();
  }

  private async publishAndRecord(): Promise<void> {
    const { taskId, attempt } = this.owner;
    const [missing] = await this.fileStore.publish(taskId, this.area, [...this.staged.keys()]);
    if (missing !== undefined) {
      throw new DomainError(fileErrors.file_not_found, { name: missing });
    }
    await this.outputRepository.recordOfChange(this.owner, [...this.staged.values()]);
    if (attempt > 1) {
      const primary = [...this.keeps].filter(([, isPrimary]) => isPrimary).map(([name]) => name);
      await this.outputRepository.markPrimary(taskId, primary);
    }
  }

  /** Where a successor or the end of the execution has settled the change before these files appeared, it is announced again. */
  private async changing<T>(names: readonly string[], change: () => Promise<T>): Promise<T> {
    try {
      return await change();
    } catch (error) {
      await this.fileChangeRepository.announceAgain(this.owner, names).catch(() => undefined);
      throw error;
    }
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

/** Removes files with their rows, the row last: after a crash, the row still names the missing file. */
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
