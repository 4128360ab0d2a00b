import { DomainError } from '#libs/domain-errors';
import type { Storage } from '#libs/files';
import { operatorCommand } from '#libs/operator-command';
import { fleetErrors } from './errors.js';
import { readMark, writeMark } from './mark-file.js';
import type { Database } from './storage-mark.js';

interface Row {
  readonly mark: string;
  readonly copiesLocation: string | null;
}

/**
 * The mark of the installation on its second storage, which holds copies of backups. Without it, a share that is not
 * mounted would be a folder of the own disk, and two installations with one second storage would remove each other's
 * copies.
 */
export class CopiesMark {
  constructor(
    private readonly database: Database,
    private readonly storage: Storage,
  ) {}

  /**
   * Before copies are written: marks a place that has no mark and never had one.
   * @throws DomainError `copies_without_mark`, `copies_of_another`, `copies_before_mark`
   */
  async claim(): Promise<void> {
    const [row, found] = [await this.read(), await readMark(this.storage)];
    if (row === null) {
      throw new DomainError(fleetErrors.copies_before_mark);
    }
    this.compare(row, found);
    if (found === null || row.copiesLocation !== this.storage.location) {
      await this.write(row);
    }
  }

  /**
   * Before copies are read or removed. A task database that was lost and made again has no mark to compare.
   * @throws DomainError `copies_without_mark`, `copies_of_another`
   */
  async require(): Promise<void> {
    const row = await this.read();
    if (row !== null) {
      this.compare(row, await readMark(this.storage));
    }
  }

  /** Makes this storage the one for copies of the installation, whatever it was before. */
  async adopt(): Promise<string> {
    const row = await this.read();
    if (row === null) {
      throw new DomainError(fleetErrors.copies_before_mark);
    }
    await this.write(row);
    return this.storage.location;
  }

  private compare({ mark, copiesLocation }: Row, found: string | null): void {
    const params = { command: operatorCommand('storage', 'adopt --copies') };
    if (found === null && copiesLocation === this.storage.location) {
      throw new DomainError(fleetErrors.copies_without_mark, params);
    }
    if (found !== null && found !== mark) {
      throw new DomainError(fleetErrors.copies_of_another, params);
    }
  }

  private async read(): Promise<Row | null> {
    const [row] = await this.database.query<Row[]>(
      'SELECT mark, copies_location AS "copiesLocation" FROM data_pipeline_storage_marks',
    );
    return row ?? null;
  }

  private async write({ mark }: Row): Promise<void> {
    await writeMark(this.storage, mark);
    await this.database.query('UPDATE data_pipeline_storage_marks SET copies_location = $1', [this.storage.location]);
  }
}
