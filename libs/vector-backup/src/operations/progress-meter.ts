import type { JsonObject } from '#libs/pipeline';
import type { OperationProgress } from '../progress.js';

/** The progress of a running operation, with rates and the expected end. */
export class ProgressMeter {
  private readonly startedAt = Date.now();
  private progress: OperationProgress | null = null;
  private copyingSince: number | null = null;

  report(progress: OperationProgress): void {
    if (progress.phase === 'copying') {
      this.copyingSince ??= Date.now();
    }
    this.progress = progress;
  }

  read(): JsonObject | null {
    const { progress } = this;
    if (progress === null) {
      return null;
    }
    const seconds = (Date.now() - (this.copyingSince ?? this.startedAt)) / 1000;
    const rate = (amount: number): number => (seconds > 0 ? Math.round(amount / seconds) : 0);
    const remaining = progress.total_rows === null ? null : progress.total_rows - progress.rows;
    const rowsPerSecond = rate(progress.rows);
    const expectedEnd =
      remaining === null || rowsPerSecond === 0
        ? null
        : new Date(Date.now() + (remaining / rowsPerSecond) * 1000).toISOString();
    return {
      ...progress,
      rows_per_second: rowsPerSecond,
      bytes_per_second: rate(progress.bytes),
      expected_end: expectedEnd,
    };
  }
}
