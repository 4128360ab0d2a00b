import { addAbortSignal } from 'node:stream';
import { Injectable } from '@nestjs/common';
import pLimit from 'p-limit';
import { nullIfNotFound } from './disk.js';
import { FileStore } from './file-store.js';
import { measureContent, type Content } from './content.js';
import { OutputRepository } from './output.repository.js';

export const INTEGRITY_STATES = ['ok', 'missing', 'changed', 'unrecorded'] as const;
export type IntegrityState = (typeof INTEGRITY_STATES)[number];

export interface CheckedFile {
  readonly name: string;
  readonly state: IntegrityState;
  /** As recorded; null for a file without a record. */
  readonly recorded: Content | null;
  /** As stored; null for a missing file. */
  readonly found: Content | null;
}

/** Files that one check, and all checks of a process together, read at a time. */
const PARALLEL = 2;
const PARALLEL_IN_ALL = 4;

/** Compares the recorded sizes and hashes of a task's files with the stored files. */
@Injectable()
export class IntegrityService {
  private readonly reading = pLimit(PARALLEL_IN_ALL);

  constructor(
    private readonly fileStore: FileStore,
    private readonly outputRepository: OutputRepository,
  ) {}

  /**
   * Reads and hashes every file again; sorted by name.
   * @param signal ends the check; @throws its reason then
   */
  async check(taskId: string, signal: AbortSignal): Promise<CheckedFile[]> {
    const [rows, files] = await Promise.all([this.outputRepository.ofTask(taskId), this.fileStore.list(taskId)]);
    const names = [...new Set([...rows.map(({ fileName }) => fileName), ...files.map(({ name }) => name)])].sort();
    const limit = pLimit(PARALLEL);
    try {
      return await Promise.all(names.map((name) => limit(() => this.checkFile(taskId, name, signal))));
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    }
  }

  private async checkFile(taskId: string, name: string, signal: AbortSignal): Promise<CheckedFile> {
    const first = await this.compare(taskId, name, signal);
    // Race with a step that publishes: its file appears before the row is written. Compare once more.
    return first.state === 'ok' || first.state === 'unrecorded' ? first : this.compare(taskId, name, signal);
  }

  private async compare(taskId: string, name: string, signal: AbortSignal): Promise<CheckedFile> {
    const found = await this.reading(() => this.hash(taskId, name, signal));
    const row = await this.outputRepository.find(taskId, name);
    const recorded = row === null ? null : { size: row.fileSize, sha256: row.contentHash };
    return { name, state: stateOf(recorded, found), recorded, found };
  }

  private async hash(taskId: string, name: string, signal: AbortSignal): Promise<Content | null> {
    signal.throwIfAborted();
    const opened = await this.fileStore.open(taskId, name).catch(nullIfNotFound);
    return opened === null ? null : measureContent(addAbortSignal(signal, opened.stream));
  }
}

function stateOf(recorded: Content | null, found: Content | null): IntegrityState {
  if (recorded === null) {
    return 'unrecorded';
  }
  if (found === null) {
    return 'missing';
  }
  return recorded.sha256 === found.sha256 ? 'ok' : 'changed';
}
