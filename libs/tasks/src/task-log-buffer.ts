import type { LogLevel } from '#libs/database';
import { render, type Language, type Message } from '#libs/language';
import type { LogEntry } from './log-entry.js';
import { taskMessages } from './messages.js';
import type { TaskLogService } from './task-log.service.js';

const FLUSH_AFTER_MS = 300;
const FLUSH_AT_ENTRIES = 200;
/** Entries kept in memory while the database is away; the oldest are dropped first, and the drop count is logged. */
const MAX_WAITING = 5_000;

/**
 * Collects the log of one execution and writes it in batches, so that logging never slows a step down.
 * A batch that cannot be written is kept and tried again with the next.
 */
export class TaskLogBuffer {
  private waiting: LogEntry[] = [];
  private dropped = 0;
  private timer: NodeJS.Timeout | null = null;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly taskLogService: TaskLogService,
    private readonly task: { readonly taskId: string; readonly language: Language },
    private readonly origin: Pick<LogEntry, 'step' | 'executionId' | 'runId'>,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** The file and the sentence of the row are in the language of the task; the row has the message itself too. */
  add(level: LogLevel, module: string, message: Message): void {
    this.push(this.entry(level, module, message));
  }

  private push(entry: LogEntry): void {
    this.waiting.push({ ...entry, at: new Date() });
    if (this.waiting.length > MAX_WAITING) {
      this.waiting.shift();
      this.dropped += 1;
    }
    if (this.waiting.length >= FLUSH_AT_ENTRIES) {
      void this.flush();
    } else {
      this.timer ??= setTimeout(() => void this.flush(), FLUSH_AFTER_MS).unref();
    }
  }

  /** A line of the run, which belongs to no step. @param label in front of the message */
  addOfRun(level: LogLevel, module: string, message: Message, label?: string): void {
    const { step: _, ...entry } = this.entry(level, module, message);
    this.push(label === undefined ? entry : { ...entry, label });
  }

  /** Writes the buffered entries. Never rejects: a failed write is reported and does not fail the step. */
  flush(): Promise<void> {
    if (this.timer !== null) {
      clearTimeout(this.timer);
      this.timer = null;
    }
    this.writing = this.writing.then(() => this.writeBatch());
    return this.writing;
  }

  private entry(level: LogLevel, module: string, message: Message): LogEntry {
    return { ...this.origin, level, module, message: render(message, this.task.language), text: message };
  }

  private async writeBatch(): Promise<void> {
    const batch = this.waiting;
    if (batch.length === 0) {
      return;
    }
    this.waiting = [];
    if (this.dropped > 0) {
      batch.unshift(this.entry('WARNING', 'TaskLog', taskMessages.entries_dropped({ count: this.dropped })));
      this.dropped = 0;
    }
    try {
      await this.taskLogService.write(this.task.taskId, batch);
    } catch (error) {
      this.waiting = [...batch, ...this.waiting].slice(-MAX_WAITING);
      this.onError(error);
    }
  }
}
