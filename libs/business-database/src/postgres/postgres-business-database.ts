import {
  eachProfile,
  listRelations,
  profileRelations,
  readCatalog,
  relationName,
  readOutlines,
  UnsupportedServerError,
  type Catalog,
  type ListOptions,
  type ProfileOptions,
  type RelationName,
  type RelationOutline,
  type RelationProfile,
  type RelationSummary,
} from '#libs/catalog';
import { DomainError } from '#libs/domain-errors';
import { findJoins, type FoundJoins, type JoinOptions } from '#libs/semantic-model';
import { databaseNameOf, describeConnection, translatePostgresError } from '#libs/postgres';
import type { TableListItem } from '#libs/table-list';
import type { BusinessDatabase } from '../business-database.js';
import type { StatementLimits, StatementRunner } from '../statement-runner.js';
import type { StatementStatistics } from '../statement-statistics.js';
import { serverErrors } from '../errors.js';
import { namesLike } from '../names-like.js';
import { resolveTableList, type DeniedTables, type TableSelection } from '../table-selection.js';
import { readDatabaseNames, readDeniedTables } from './access-queries.js';
import { LentConnections } from './lent-connections.js';
import { readHazards } from './hazards-query.js';
import { PostgresStatements, refusedBecause } from './postgres-statements.js';
import { readStatistics } from './statistics-query.js';
import type { SessionSettings, SharedPool } from './shared-pool.js';

/** Catalogs that a message names. */
const MAX_MISSING = 6;

/** A PostgreSQL business database, on connections of a pool that it shares with others. */
export class PostgresBusinessDatabase implements BusinessDatabase {
  readonly label: string;
  readonly name: string;
  private readonly reading: LentConnections;
  private readonly others: LentConnections[] = [];

  /** @param settings of the sessions that read the catalog. */
  constructor(
    connectionString: string,
    private readonly pool: SharedPool,
    private readonly settings: SessionSettings,
    private readonly signal: AbortSignal,
  ) {
    this.label = describeConnection(connectionString);
    this.name = databaseNameOf(connectionString);
    this.reading = new LentConnections(pool, settings, signal);
  }

  listRelations(options: ListOptions = {}): Promise<RelationSummary[]> {
    return this.translated(this.reading.lend((client) => listRelations(client, options)));
  }

  async selectTables(items: readonly TableListItem[]): Promise<TableSelection<RelationSummary>> {
    if (!items.some(({ isPattern }) => isPattern)) {
      // Of many thousand tables, read only possible matches of the list; the others only to suggest near names.
      const names = items.map(({ name }) => name.text.toLowerCase());
      const selection = resolveTableList(items, await this.listRelations({ partitions: true, names }));
      if (selection.missing.length === 0) {
        return selection;
      }
    }
    return resolveTableList(items, await this.listRelations({ partitions: true }));
  }

  deniedTables(tables: readonly RelationName[]): Promise<DeniedTables> {
    return this.translated(this.reading.lend((client) => readDeniedTables(client, tables)));
  }

  readCatalog(tables: readonly RelationName[]): Promise<Catalog> {
    return this.translated(readCatalog(this.reading, tables));
  }

  readOutlines(tables: readonly RelationName[]): Promise<RelationOutline[]> {
    return this.translated(this.reading.lend((client) => readOutlines(client, tables)));
  }

  async *eachProfile(
    catalog: Catalog,
    options: Pick<ProfileOptions, 'onProgress'> = {},
  ): AsyncGenerator<RelationProfile, void> {
    try {
      yield* eachProfile(this.reading, catalog, { ...options, ...(await this.profileOptions()) });
    } catch (error) {
      throw this.translate(error);
    }
  }

  readProfiles(catalog: Catalog): Promise<RelationProfile[]> {
    return this.translated(this.profileOptions().then((options) => profileRelations(this.reading, catalog, options)));
  }

  /** Views and row security that reach a VOLATILE function are not read, as in statements of others. */
  private async profileOptions(): Promise<Pick<ProfileOptions, 'signal' | 'refuse'>> {
    const hazards = await this.reading.lend(readHazards);
    return {
      signal: this.signal,
      refuse: (relation) => (hazards.hasRelation(relation) ? refusedBecause(relationName(relation)) : undefined),
    };
  }

  findJoins(catalog: Catalog, profiles: JoinOptions['profiles']): Promise<FoundJoins> {
    return this.translated(findJoins(this.reading, catalog, { profiles, signal: this.signal }));
  }

  readStatistics(): Promise<StatementStatistics> {
    return this.translated(this.reading.lend(readStatistics));
  }

  statements({ connections, statementTimeoutMs }: StatementLimits): StatementRunner {
    const settings = { ...this.settings, statementTimeoutMs, findsSchemasOfRole: true };
    const lender = new LentConnections(this.pool, settings, this.signal);
    this.others.push(lender);
    return new PostgresStatements(lender, Math.min(connections, this.pool.max), (work) => this.translated(work));
  }

  connect(): Promise<void> {
    return this.translated(this.reading.lend(() => Promise.resolve()));
  }

  async databasesLike(name: string): Promise<string[]> {
    return namesLike(name, await this.translated(this.reading.lend(readDatabaseNames)));
  }

  async close(): Promise<void> {
    [this.reading, ...this.others].forEach((user) => user.close());
  }

  private async translated<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      throw this.translate(error);
    }
  }

  private translate(error: unknown): Error {
    this.signal.throwIfAborted();
    if (error instanceof UnsupportedServerError) {
      const { product, missing } = error;
      const shown = missing.length > MAX_MISSING ? [...missing.slice(0, MAX_MISSING), '…'] : missing;
      const params = { product, missing: shown.join(', ') };
      return new DomainError(serverErrors.business_database_catalog_incomplete, params, { cause: error });
    }
    return translatePostgresError(error, this.label);
  }
}
