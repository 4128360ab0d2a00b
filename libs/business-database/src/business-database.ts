import type {
  Catalog,
  ProfileOptions,
  RelationName,
  RelationOutline,
  RelationProfile,
  RelationSummary,
} from '#libs/catalog';
import type { FoundJoins, JoinOptions } from '#libs/semantic-model';
import type { TableListItem } from '#libs/table-list';
import type { DeniedTables, TableSelection } from './table-selection.js';
import type { StatementLimits, StatementRunner } from './statement-runner.js';
import type { StatementStatistics } from './statement-statistics.js';

/**
 * The database that a task documents, as steps and the API use it: read-only, without types of a driver. An
 * implementation per kind of server; `BusinessDatabases` opens the one that a URL names.
 *
 * Every method throws a `DomainError` for what the server or the network reports, and the reason of the signal when the
 * work is stopped. Nothing is connected before the first call that needs it.
 */
export interface BusinessDatabase {
  /** `host:port/database`, for messages: never a user name or a password. */
  readonly label: string;
  /** Name of the database. */
  readonly name: string;

  /** The tables and views, sorted. @param options.partitions also the single partitions of partitioned tables. */
  listRelations(options?: { readonly partitions?: boolean }): Promise<RelationSummary[]>;
  /** The tables that a table list means. A partition is found by its name only; patterns leave partitions out. */
  selectTables(items: readonly TableListItem[]): Promise<TableSelection<RelationSummary>>;
  /** Those of the tables that the role may not read. */
  deniedTables(tables: readonly RelationName[]): Promise<DeniedTables>;

  /** The catalog of the tables; missing tables are absent. */
  readCatalog(tables: readonly RelationName[]): Promise<Catalog>;
  /** Columns, keys and links only, for a small part of the price. */
  readOutlines(tables: readonly RelationName[]): Promise<RelationOutline[]>;
  /** Measures the columns of the catalog's relations, in its order. A relation that cannot be read has a `failure`. */
  eachProfile(catalog: Catalog, options?: Pick<ProfileOptions, 'onProgress'>): AsyncGenerator<RelationProfile, void>;
  /** All of them, for catalogs whose profiles are few enough to hold. */
  readProfiles(catalog: Catalog): Promise<RelationProfile[]>;
  /** The joins that constraints declare and that names, types and values suggest. @param profiles by `schema.name`. */
  findJoins(catalog: Catalog, profiles: JoinOptions['profiles']): Promise<FoundJoins>;

  /** The statements that the server ran in this database, as it counts them: constants are parameters (`$1`). */
  readStatistics(): Promise<StatementStatistics>;

  /** Plans and executes statements that others wrote. */
  statements(limits: StatementLimits): StatementRunner;

  /** Resolves when the server has let the role in. */
  connect(): Promise<void>;
  /** Databases of this server that the role may connect to and that have a name like this one: at most three, the nearest first. */
  databasesLike(name: string): Promise<string[]>;

  /** Gives the connections back; what still runs on them is cut. */
  close(): Promise<void>;
}
