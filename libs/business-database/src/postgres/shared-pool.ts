import pg from 'pg';
import { boundSilence, hasFreeConnection, openPool, SurvivingClient } from '#libs/postgres';

const { DatabaseError } = pg;

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
  /** Statements of others find bare names in the schemas of the role, after pg_catalog. Ours have no bare names. */
  readonly findsSchemasOfRole?: boolean;
}

/**
 * The owner of the database can put a schema before pg_catalog for the role. So pg_catalog comes first, and temporary
 * objects last; every name of this statement has its schema, because it runs before that.
 */
const SET_SESSION = `SELECT pg_catalog.set_config('application_name', $1, false),
  pg_catalog.set_config('statement_timeout', $2, false),
  pg_catalog.set_config('search_path', pg_catalog.concat_ws(', ', 'pg_catalog', CASE WHEN $3 THEN (
    SELECT pg_catalog.string_agg(pg_catalog.quote_ident(u.schema), ', ' ORDER BY u.at)
    FROM pg_catalog.unnest(pg_catalog.array_remove(pg_catalog.current_schemas(false), 'pg_catalog'::pg_catalog.name))
      WITH ORDINALITY u(schema, at)
  ) END, 'pg_temp'), false)`;

/**
 * The server stops a statement within a second of its caller's end, by a cancel or a kill; without it, at its timeout.
 * PostgreSQL has it since version 14. Some systems refuse every value but zero.
 */
const NOTICE_LOST_CALLERS = `SELECT set_config('client_connection_check_interval', '1000', false)
  WHERE current_setting('client_connection_check_interval', true) IS NOT NULL`;
const INVALID_VALUE = '22023';

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
  /** Milliseconds after its own limit in which the server must have answered a statement: one that has not is lost. */
  readonly silenceMs: number;
}

/** The driver would take the options of a connection string instead of ours; the last setting of a name counts. */
function withoutOptions(connectionString: string): { readonly url: string; readonly options: string } {
  const url = new URL(connectionString);
  const options = url.searchParams.get('options');
  if (options === null) {
    return { url: connectionString, options: '' };
  }
  url.searchParams.delete('options');
  return { url: url.toString(), options };
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
  private readonly silenceMs: number;
  private users = 0;

  /** @param onUnused called when the pool has no users and its last connection is closed. */
  constructor(
    connectionString: string,
    limits: PoolLimits,
    private readonly onUnused: () => void,
  ) {
    this.silenceMs = limits.silenceMs;
    const { url, options } = withoutOptions(connectionString);
    this.pool = openPool({
      connectionString: url,
      Client: clientWithTimeout(limits.connectTimeoutMs),
      max: limits.connections,
      idleTimeoutMillis: limits.idleTimeoutMs,
      allowExitOnIdle: true,
      keepAlive: true,
      options: [options, ...SESSION_DEFAULTS.map((setting) => `-c ${setting}`)].join(' ').trim(),
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
    const { applicationName, statementTimeoutMs, findsSchemasOfRole = false } = user.settings;
    boundSilence(client, statementTimeoutMs === 0 ? 0 : statementTimeoutMs + this.silenceMs);
    try {
      if (last !== undefined) {
        // Settings, role, prepared statements, cursors, advisory locks.
        await client.query('DISCARD ALL');
      }
      await client.query(SET_SESSION, [applicationName, String(statementTimeoutMs), findsSchemasOfRole]);
      await client.query(NOTICE_LOST_CALLERS).catch(unlessInvalidValue);
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

function unlessInvalidValue(error: unknown): void {
  if (!(error instanceof DatabaseError && error.code === INVALID_VALUE)) {
    throw error;
  }
}
