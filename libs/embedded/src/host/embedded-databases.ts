import pg from 'pg';
import { SurvivingClient } from '#libs/postgres';
import { installSampleDatabase } from '#libs/sample-database';
import type { EmbeddedNeeds, EmbeddedUrls } from '../control-protocol.js';
import { loadCredentials, type Credentials, type EmbeddedFolder } from '../embedded-folder.js';
import type { Log } from './host-log.js';
import { PostgresServer } from './postgres-server.js';
import { VectorServer } from './vector/vector-server.js';

const TASKS_DATABASE = 'data_pipeline';
const SAMPLE_DATABASE = 'highway_db';
const OWNER = 'data_pipeline';
const SAMPLE_READER = 'highway_reader';

/** The databases of one folder; each starts on its first use. */
export class EmbeddedDatabases {
  private readonly aborted = new AbortController();
  private readonly created = new Set<string>();
  private postgres: PostgresServer | undefined;
  private vector: VectorServer | undefined;
  /** Requests are served one after the other, so that each part starts once. */
  private queue: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly folder: EmbeddedFolder,
    private readonly log: Log,
  ) {}

  /** Starts the needed databases that are not running. A failed start can be retried. */
  provide(needs: EmbeddedNeeds): Promise<EmbeddedUrls> {
    const answer = this.queue.then(() => this.start(needs));
    this.queue = answer.catch(() => undefined);
    return answer;
  }

  async stop(): Promise<void> {
    this.aborted.abort(new Error('the host is stopping'));
    await this.queue;
    await Promise.all([this.postgres?.stop(), this.vector?.stop()]);
  }

  private async start(needs: EmbeddedNeeds): Promise<EmbeddedUrls> {
    this.aborted.signal.throwIfAborted();
    const passwords = await loadCredentials(this.folder);
    const [relational, vectorUrl] = await Promise.all([
      needs.tasks || needs.sample ? this.startPostgres(needs, passwords) : {},
      needs.vector ? this.startVector(passwords) : undefined,
    ]);
    return { ...relational, vectorUrl };
  }

  private async startPostgres(needs: EmbeddedNeeds, { owner, reader }: Credentials): Promise<EmbeddedUrls> {
    this.postgres ??= await PostgresServer.start({
      dataDirectory: this.folder.postgresData,
      user: OWNER,
      password: owner,
      signal: this.aborted.signal,
      log: this.log,
    });
    const server = this.postgres;
    const urls: EmbeddedUrls = {};
    if (needs.tasks) {
      await this.once(TASKS_DATABASE, () => createTasks(server));
      urls.tasksUrl = urls.queueUrl = server.url(TASKS_DATABASE);
    }
    if (needs.sample) {
      await this.once(SAMPLE_DATABASE, () => createSample(server, reader));
      urls.businessUrl = server.url(SAMPLE_DATABASE, { user: SAMPLE_READER, password: reader });
    }
    return urls;
  }

  private async startVector({ owner }: Credentials): Promise<string> {
    this.vector ??= await VectorServer.start({ dataDirectory: this.folder.vectorData, password: owner, log: this.log });
    return this.vector.url(OWNER, owner);
  }

  private async once(name: string, work: () => Promise<void>): Promise<void> {
    if (!this.created.has(name)) {
      await work();
      this.created.add(name);
    }
  }
}

/**
 * The queue has a schema with the name of the owner, which PostgreSQL searches before `public`: without a fixed search
 * path the second start would not find the task tables of the first, and make new ones there. A database where that
 * has happened keeps the tables with the newest tasks.
 */
async function createTasks(server: PostgresServer): Promise<void> {
  await createDatabase(server.url('postgres'), TASKS_DATABASE);
  await withClient(server.url(TASKS_DATABASE), async (client) => {
    const { rows } = await client.query<{ second: string | null }>(
      `SELECT to_regclass('${OWNER}.data_pipeline_tasks')::text AS second`,
    );
    const used = rows[0]?.second ? await client.query(`SELECT FROM ${OWNER}.data_pipeline_tasks LIMIT 1`) : null;
    const path = used?.rowCount ? `${OWNER}, public` : 'public';
    await client.query(`ALTER DATABASE ${TASKS_DATABASE} SET search_path = ${path}`);
  });
}

async function createSample(server: PostgresServer, readerPassword: string): Promise<void> {
  await createDatabase(server.url('postgres'), SAMPLE_DATABASE);
  await withClient(server.url(SAMPLE_DATABASE), async (client) => {
    await installSampleDatabase(client);
    const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [SAMPLE_READER]);
    await client.query(`
      ${rowCount ? 'ALTER' : 'CREATE'} ROLE ${SAMPLE_READER} LOGIN PASSWORD ${pg.escapeLiteral(readerPassword)};
      ALTER ROLE ${SAMPLE_READER} SET default_transaction_read_only = on;
      GRANT CONNECT ON DATABASE ${SAMPLE_DATABASE} TO ${SAMPLE_READER};
      GRANT USAGE ON SCHEMA public TO ${SAMPLE_READER};
      GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${SAMPLE_READER}`);
  });
}

/** Only its owner may connect to an embedded database; other roles are granted by name. */
async function createDatabase(adminUrl: string, name: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (!rowCount) {
      await client.query(`CREATE DATABASE ${name}`);
    }
    await client.query(`REVOKE CONNECT ON DATABASE ${name} FROM PUBLIC`);
  });
}

async function withClient(connectionString: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new SurvivingClient({ connectionString, application_name: 'embedded host' });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
