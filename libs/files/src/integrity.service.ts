import { Injectable } from '@nestjs/common';
import pLimit from 'p-limit';
import { nullIfNotFound } from './disk.js';
import { FileStore } from './file-store.js';
import { hashOf, type Content } from './hashed-stream.js';
import { OutputRepository } from './output.repository.js';

export const INTEGRITY_STATES = ['ok', 'missing', 'changed', 'unrecorded'] as const;
export type IntegrityState = (typeof INTEGRITY_STATES)[number];

export interface CheckedFile {
  readonly name: string;
  readonly state: IntegrityState;
  /** As recorded; null for a file that nobody recorded. */
  readonly recorded: Content | null;
  /** As it is on the disk; null for a missing file. */
  readonly found: Content | null;
}

const PARALLEL = 4;

/** Compares what is recorded of the files of a task with what is there. */
@Injectable()
export class IntegrityService {
  constructor(
    private readonly store: FileStore,
    private readonly outputs: OutputRepository,
  ) {}

  /** Reads and hashes every file anew; sorted by name. */
  async check(taskId: string): Promise<CheckedFile[]> {
    const [rows, files] = await Promise.all([this.outputs.ofTask(taskId), this.store.list(taskId)]);
    const names = [...new Set([...rows.map(({ fileName }) => fileName), ...files.map(({ name }) => name)])].sort();
    const limit = pLimit(PARALLEL);
    return Promise.all(names.map((name) => limit(() => this.checkFile(taskId, name))));
  }

  private async checkFile(taskId: string, name: string): Promise<CheckedFile> {
    const first = await this.compare(taskId, name);
    // A step may publish right now: its file appears a moment before the row that speaks of it.
    return first.state === 'ok' || first.state === 'unrecorded' ? first : this.compare(taskId, name);
  }

  private async compare(taskId: string, name: string): Promise<CheckedFile> {
    const found = await this.hash(taskId, name);
    const row = await this.outputs.find(taskId, name);
    const recorded = row === null ? null : { size: row.fileSize, sha256: row.contentHash };
    return { name, state: stateOf(recorded, found), recorded, found };
  }

  private async hash(taskId: string, name: string): Promise<Content | null> {
    const opened = await this.store.open(taskId, name).catch(nullIfNotFound);
    return opened === null ? null : hashOf(opened.stream);
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
