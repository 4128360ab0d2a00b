import { vectorBackupMessages } from '../messages.js';
import type { OperationContext } from '../progress.js';
import type { VectorTable } from '../tables.js';
import type { OutputFile } from './output-file.js';

const LOG_EVERY_ROWS = 50_000;
/** Rows between two progress checks; each row costs an addition and a comparison. */
const TELL_EVERY_ROWS = 500;

/** Reports the progress of an export, and logs a line for every 50,000 rows. */
export class ExportProgress {
  private rows = 0;
  private tableRows = 0;
  private bytesBefore = 0;
  private table: VectorTable | null = null;
  private file: OutputFile | null = null;

  constructor(
    private readonly context: OperationContext,
    private readonly estimate: number,
  ) {}

  begin(table: VectorTable, file: OutputFile): void {
    this.table = table;
    this.file = file;
    this.tableRows = 0;
    this.tell();
  }

  row(): void {
    this.rows += 1;
    this.tableRows += 1;
    if (this.tableRows % TELL_EVERY_ROWS === 0) {
      this.tell();
    }
    if (this.tableRows % LOG_EVERY_ROWS === 0) {
      this.context.log(vectorBackupMessages.rows_exported(this.exported()));
    }
  }

  end(): void {
    this.context.log(vectorBackupMessages.table_exported(this.exported()));
    this.tell();
    this.bytesBefore += this.file?.bytes ?? 0;
    this.file = null;
  }

  private exported(): { table: string; rows: number } {
    return { table: this.table ?? '', rows: this.tableRows };
  }

  private tell(): void {
    this.context.progress({
      phase: 'copying',
      table: this.table,
      rows: this.rows,
      total_rows: Math.max(this.estimate, this.rows),
      bytes: this.bytesBefore + (this.file?.bytes ?? 0),
    });
  }
}
