import { DomainError } from '#libs/domain-errors';
import type { BusinessDatabase } from './business-database.js';
import { businessDatabaseErrors } from './errors.js';
import { PostgresBusinessDatabase } from './postgres/postgres-business-database.js';
import { SharedPool, type PoolLimits, type SessionSettings } from './postgres/shared-pool.js';

export interface OpenOptions extends Omit<SessionSettings, 'findsSchemasOfRole'> {
  /** Work under way ends with its reason when it aborts. */
  readonly signal?: AbortSignal;
}

const LIMITS: PoolLimits = {
  connections: 6,
  idleTimeoutMs: 30_000,
  connectTimeoutMs: 10_000,
  silenceMs: 30_000,
};

/**
 * Opens business databases for the steps and requests of one process. Those with the same connection string, and so the
 * same credentials, share their connections; the connections outlive a step, so that the next one finds them.
 */
export class BusinessDatabases {
  private readonly pools = new Map<string, SharedPool>();

  private readonly limits: PoolLimits;

  constructor(limits: Partial<PoolLimits> = {}) {
    this.limits = { ...LIMITS, ...limits };
  }

  /** Different connection strings that have users or connections. */
  get size(): number {
    return this.pools.size;
  }

  /** Connects when the first call needs it. @throws DomainError `business_database_unsupported` */
  open(connectionString: string, { signal, ...settings }: OpenOptions): BusinessDatabase {
    const { protocol } = new URL(connectionString);
    if (!/^postgres(ql)?:$/.test(protocol)) {
      throw new DomainError(businessDatabaseErrors.business_database_unsupported, { protocol });
    }
    const stop = signal ?? new AbortController().signal;
    return new PostgresBusinessDatabase(connectionString, this.poolOf(connectionString), settings, stop);
  }

  /** Opens a database for one piece of work. */
  async with<T>(
    connectionString: string,
    options: OpenOptions,
    work: (database: BusinessDatabase) => Promise<T>,
  ): Promise<T> {
    const database = this.open(connectionString, options);
    try {
      return await work(database);
    } finally {
      await database.close();
    }
  }

  /** Ends all connections; users must be done. */
  async close(): Promise<void> {
    const open = [...this.pools.values()];
    this.pools.clear();
    await Promise.all(open.map((pool) => pool.end()));
  }

  private poolOf(connectionString: string): SharedPool {
    const known = this.pools.get(connectionString);
    if (known) {
      return known;
    }
    const pool = new SharedPool(connectionString, this.limits, () => {
      if (this.pools.get(connectionString) === pool) {
        this.pools.delete(connectionString);
      }
    });
    this.pools.set(connectionString, pool);
    return pool;
  }
}
