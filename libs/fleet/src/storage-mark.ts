import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DomainError } from '#libs/domain-errors';
import { STORAGE, type Storage } from '#libs/files';
import { operatorCommand } from '#libs/operator-command';
import { fleetErrors } from './errors.js';
import { readMark, writeMark } from './mark-file.js';

/** The part of a data source that is used. */
export interface Database {
  query<T = unknown>(sql: string, parameters?: unknown[]): Promise<T>;
}

interface Row {
  readonly mark: string;
  readonly location: string;
  readonly isMarked: boolean;
}

/**
 * A mark that the task database and the storage both hold. A process that finds another one, or none, works on files that
 * the others do not see: another volume, a wrong prefix, a folder of its own machine.
 */
@Injectable()
export class StorageMark {
  /** Of the last look. */
  problem: DomainError | null = null;
  /**
   * Of the last look: no API has marked a storage yet, so there is nothing to compare. It stops no work: the API of an
   * older release never marks one, and its jobs must go on while workers are upgraded.
   */
  notice: DomainError | null = null;
  private known: Row | null = null;
  /** For the log: paths and buckets are no matter of clients. */
  where = '';

  constructor(
    @InjectDataSource() private readonly database: Database,
    @Inject(STORAGE) private readonly storage: Storage,
  ) {}

  /** Marks a storage that has no mark yet; for the API, which is the one that makes the files of tasks. */
  async mark(): Promise<void> {
    const row = (await this.read()) ?? (await this.insert());
    if (!row.isMarked) {
      await this.write(row.mark);
    }
  }

  /** Makes this storage the one of the installation, whatever it was before. */
  async adopt(): Promise<string> {
    const { mark } = (await this.read()) ?? (await this.insert());
    await this.write(mark);
    return this.storage.location;
  }

  /** @returns why this process must not work on its storage. @throws DomainError if database or storage are away */
  async check(): Promise<DomainError | null> {
    await this.read();
    return this.checkStorage();
  }

  /**
   * As `check`, by the mark that the database held at the last look: for those who ask about the storage alone, also
   * while the database is away. @throws DomainError if the storage is away
   */
  async checkStorage(): Promise<DomainError | null> {
    this.problem = await this.compare(this.known);
    return this.problem;
  }

  private async compare(row: Row | null): Promise<DomainError | null> {
    if (!row?.isMarked) {
      this.notice = new DomainError(fleetErrors.storage_not_marked);
      return null;
    }
    this.notice = null;
    const found = await readMark(this.storage);
    if (found === row.mark) {
      return null;
    }
    this.where = `here: ${this.storage.location}, marked: ${row.location}`;
    const params = { command: operatorCommand('storage', 'adopt') };
    return found === null
      ? new DomainError(fleetErrors.storage_without_mark, params)
      : new DomainError(fleetErrors.storage_of_another, params);
  }

  private async read(): Promise<Row | null> {
    const [row] = await this.database.query<Row[]>(
      'SELECT mark, location, marked_at IS NOT NULL AS "isMarked" FROM data_pipeline_storage_marks',
    );
    this.known = row ?? null;
    return this.known;
  }

  /** A mark that is there belongs to a database that was lost, or to tables that are younger than the files. */
  private async insert(): Promise<Row> {
    await this.database.query(
      'INSERT INTO data_pipeline_storage_marks (mark, location) VALUES ($1, $2) ON CONFLICT DO NOTHING',
      [(await readMark(this.storage)) ?? randomUUID(), this.storage.location],
    );
    return (await this.read()) as Row;
  }

  private async write(mark: string): Promise<void> {
    await writeMark(this.storage, mark);
    await this.database.query('UPDATE data_pipeline_storage_marks SET location = $1, marked_at = now()', [
      this.storage.location,
    ]);
  }
}
