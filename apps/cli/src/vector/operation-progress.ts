import { Presets, SingleBar } from 'cli-progress';
import { formatFileSize } from '#libs/files';
import type { OperationProgress } from '#libs/vector-backup';

const REDRAW_MS = 200;

/** A bar on a terminal, a line for each phase elsewhere, such as in the mail of a cron job. */
export class OperationBar {
  private readonly bar: SingleBar | null;
  private lastPhase = '';
  private lastDrawn = 0;

  constructor(private readonly output: NodeJS.WriteStream) {
    const format = '  {phase} {bar} {percentage}% {rows} rows {size}';
    this.bar = output.isTTY ? new SingleBar({ stream: output, format, barsize: 28 }, Presets.shades_classic) : null;
    this.bar?.start(1, 0, { phase: ''.padEnd(13), rows: 0, size: '' });
  }

  show({ phase, table, rows, total_rows: total, bytes }: OperationProgress): void {
    const isNew = phase !== this.lastPhase;
    if (this.bar === null) {
      if (isNew) {
        this.output.write(`${phase}${table === null ? '' : ` ${table}`}\n`);
      }
    } else if (isNew || Date.now() - this.lastDrawn > REDRAW_MS) {
      this.lastDrawn = Date.now();
      this.bar.setTotal(Math.max(total ?? rows, 1));
      this.bar.update(rows, { phase: phase.padEnd(13), rows, size: formatFileSize(bytes) });
    }
    this.lastPhase = phase;
  }

  end(): void {
    this.bar?.stop();
  }
}
