import type pg from 'pg';
import { hasFreeConnection, openPool, SurvivingClient } from '#libs/postgres';

const LOCK_TIMEOUT_MS = 2_000;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 60_000;

/** In the startup packet, so that no session is ever without them. */
const SESSION_DEFAULTS = [
  'default_transaction_read_only=on',
  `lock_timeout=${LOCK_TIMEOUT_MS}`,
  `idle_in_transaction_session_timeout=${IDLE_IN_TRANSACTION_TIMEOUT_MS}`,
];

export interface SessionSettings {
  /** Shown in `pg_stat_activity`. */
  readonly applicationName: string;
  /** Milliseconds. */
  readonly statementTimeoutMs: number;
}

/** Borrows connections; its sessions have settings of their own. */
export interface PoolUser {
  readonly settings: SessionSettings;
}

export interface PoolLimits {
  /** Connections, of all users together. */
  readonly connections: number;
  /** Milliseconds after which an unused connection ends. */
  readonly idleTimeoutMs: number;
  /** Milliseconds that a connect may take; a wait for a turn is not counted. */
  readonly connectTimeoutMs: number;
}

/**
 * The connect timeout belongs to the client: a timeout of the pool would include the wait for a free connection, and a
 * busy pool is not a failure of the server.
 */
function clientWithTimeout(connectTimeoutMs: number): typeof SurvivingClient {
  return class extends SurvivingClient {
    constructor(config?: string | pg.ClientConfig) {
      super({ ...(typeof config === 'object' ? config : {}), connectionTimeoutMillis: connectTimeoutMs });
    }
  };
}

/**
 * The connections of one connection string: server, database and credentials. Users of the pool follow each other on a
 * connection and find it as if it were new.
 */
export class SharedPool {
  private readonly pool: pg.Pool;
  private readonly lastUser = new WeakMap<pg.PoolClient, PoolUser>();
  private users = 0;

  /** @param onUnused called when the pool has no users and its last connection is closed. */
  constructor(
    connectionString: string,
    limits: PoolLimits,
    private readonly onUnused: () => void,
  ) {
    this.pool = openPool({
      connectionString,
      Client: clientWithTimeout(limits.connectTimeoutMs),
      max: limits.connections,
      idleTimeoutMillis: limits.idleTimeoutMs,
      allowExitOnIdle: true,
      keepAlive: true,
      options: SESSION_DEFAULTS.map((setting) => `-c ${setting}`).join(' '),
    });
    this.pool.on('remove', () => this.checkUse());
  }

  /** A user begins; the pool stays until it leaves. */
  enter(): void {
    this.users += 1;
  }

  get hasFreeConnection(): boolean {
    return hasFreeConnection(this.pool);
  }

  get max(): number {
    return this.pool.options.max;
  }

  /** A connection with the user's settings and nothing of the user before. */
  async connect(user: PoolUser): Promise<pg.PoolClient> {
    const client = await this.pool.connect();
    const last = this.lastUser.get(client);
    if (last === user) {
      return client;
    }
    try {
      if (last !== undefined) {
        // Settings, role, prepared statements, cursors, advisory locks.
        await client.query('DISCARD ALL');
      }
      await client.query(
        `SELECT set_config('application_name', $1, false), set_config('statement_timeout', $2, false)`,
        [user.settings.applicationName, String(user.settings.statementTimeoutMs)],
      );
    } catch (error) {
      client.release(true);
      throw error;
    }
    this.lastUser.set(client, user);
    return client;
  }

  /** A user is done. */
  leave(): void {
    this.users -= 1;
    this.checkUse();
  }

  async end(): Promise<void> {
    await this.pool.end();
  }

  private checkUse(): void {
    if (this.users === 0 && this.pool.totalCount === 0) {
      this.onUnused();
    }
  }
}
