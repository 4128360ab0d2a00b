import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'bullmq';

const RESTART_AFTER_MS = 1_000;

/**
 * A worker whose loop lasts until it is closed. That of BullMQ ends with a pause or an outage of the queue, and `resume`
 * starts the next one without waiting for it: its failure would end the process. Here `resume` only wakes the same loop.
 */
export class SupervisedWorker<Data = unknown, Result = unknown> extends Worker<Data, Result> {
  private supervision: Promise<void> | null = null;

  /** Resolves when the worker is closed; it never rejects. */
  override run(): Promise<void> {
    return (this.supervision ??= this.supervise());
  }

  private async supervise(): Promise<void> {
    while (!this.closing) {
      if (this.isPaused()) {
        await this.resumedOrClosing();
        continue;
      }
      try {
        await super.run();
      } catch (error) {
        this.emit('error', new Error(`it stopped and starts again: ${(error as Error).message}`, { cause: error }));
        await sleep(RESTART_AFTER_MS);
      }
    }
  }

  private resumedOrClosing(): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.off('resumed', wake);
        this.off('closing', wake);
        resolve();
      };
      this.on('resumed', wake);
      this.on('closing', wake);
    });
  }
}
