import type { EmbedNotice } from '#libs/language-model';
import type { StepLog } from '#libs/steps/step';
import { messages } from './messages.js';
import { COMPONENT } from './sink.js';

/** Lines of the task log while a load waits for its vectors: each tenth of the records, and what slows them down. */
export class EmbedLog {
  private tenths = 0;

  constructor(
    private readonly log: StepLog,
    private readonly total: number,
  ) {}

  progress(done: number): void {
    const tenths = Math.floor((10 * done) / Math.max(this.total, 1));
    if (tenths > this.tenths && done < this.total) {
      this.log.info(COMPONENT, messages.embedding({ done, total: this.total }));
    }
    this.tenths = Math.max(tenths, this.tenths);
  }

  readonly notice = (notice: EmbedNotice): void => {
    if (notice.kind === 'halved') {
      const { texts, size, reason } = notice;
      this.log.warn(COMPONENT, messages.batch_halved({ texts, size, reason }));
      return;
    }
    const { texts, count, milliseconds } = notice;
    const seconds = Math.round(milliseconds / 100) / 10;
    this.log.warn(COMPONENT, messages.slow_answer({ texts, count, seconds }));
  };
}
