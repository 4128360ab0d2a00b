import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import getPort from 'get-port';
import { SurvivingClient } from '#libs/postgres';
import type { Log } from './host-log.js';
import { clearLeftOverPostmaster } from './left-over-postmaster.js';
import { chooseLauncher, type Launcher } from './postgres-account.js';
import { findPostgresBinaries, type PostgresBinaries } from './postgres-binaries.js';
import { ensureCluster } from './postgres-cluster.js';

const READY_LIMIT_MS = 60_000;
const STOP_PATIENCE_MS = 15_000;
const POLL_MS = 50;
/** Between choosing a free port and binding it, another program may take it. */
const PORT_ATTEMPTS = 3;

export interface PostgresServerOptions {
  readonly dataDirectory: string;
  readonly user: string;
  readonly password: string;
  readonly signal: AbortSignal;
  readonly log: Log;
}

interface Login {
  readonly user: string;
  readonly password: string;
}

/** One PostgreSQL that listens on a free loopback port, and on nothing else. */
export class PostgresServer {
  private stopping = false;
  private restarting: Promise<void> | undefined;

  private constructor(
    private readonly options: PostgresServerOptions,
    private readonly launch: { readonly binaries: PostgresBinaries; readonly launcher: Launcher },
    private readonly port: number,
    private postmaster: ChildProcess,
  ) {
    this.watch();
  }

  /** @throws Error with the reason; PostgreSQL's own words are in the host's log. */
  static async start(options: PostgresServerOptions): Promise<PostgresServer> {
    const { dataDirectory, log } = options;
    const binaries = await findPostgresBinaries();
    const launcher = await chooseLauncher(binaries.postgres, dataDirectory);
    if (await ensureCluster({ ...options, initdb: binaries.initdb, launcher })) {
      log('created the PostgreSQL data directory');
    }
    await clearLeftOverPostmaster(dataDirectory, log);
    const launch = { binaries, launcher };
    for (let attempt = 1; ; attempt += 1) {
      const port = await getPort({ host: '127.0.0.1' });
      try {
        const postmaster = await startPostmaster(options, launch, port);
        log(`PostgreSQL listens on port ${port}`);
        return new PostgresServer(options, launch, port, postmaster);
      } catch (error) {
        if (attempt === PORT_ATTEMPTS || options.signal.aborted) {
          throw error;
        }
      }
    }
  }

  url(database: string, { user, password }: Login = this.options): string {
    return urlOf(this.port, database, { user, password });
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.restarting;
    await stopPostmaster(this.postmaster);
  }

  /** A PostgreSQL that dies under its clients comes back on the same port, after its own recovery. */
  private watch(): void {
    this.postmaster.once('exit', (code, signal) => {
      if (!this.stopping) {
        this.options.log(`PostgreSQL ended by itself (${code ?? signal}), starting it again`);
        this.restarting = this.restart();
      }
    });
  }

  private async restart(): Promise<void> {
    try {
      await clearLeftOverPostmaster(this.options.dataDirectory, this.options.log);
      this.postmaster = await startPostmaster(this.options, this.launch, this.port);
      this.watch();
    } catch (error) {
      if (this.stopping) {
        return;
      }
      this.options.log(`PostgreSQL did not come back: ${String(error)}`);
      // Better no databases than half of them: the clients report that they lost their connections.
      process.kill(process.pid, 'SIGTERM');
    }
  }
}

async function startPostmaster(
  options: PostgresServerOptions,
  { binaries, launcher }: { binaries: PostgresBinaries; launcher: Launcher },
  port: number,
): Promise<ChildProcess> {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    port: String(port),
    // api, worker and queue each bring their pools
    max_connections: '200',
    timezone: 'UTC',
    log_timezone: 'UTC',
  };
  const [command, ...args] = launcher.command(binaries.postgres, [
    '-D',
    options.dataDirectory,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]);
  const postmaster = spawn(command, args, { ...launcher.startAs, cwd: '/', stdio: ['ignore', 'inherit', 'inherit'] });
  let failure: unknown;
  postmaster.once('error', (error) => (failure = error));
  postmaster.once('exit', (code) => (failure ??= new Error(`PostgreSQL ended while starting (exit code ${code})`)));
  try {
    await untilReady(urlOf(port, 'postgres', options), options.signal, () => failure);
  } catch (error) {
    await stopPostmaster(postmaster);
    throw error;
  }
  guard(postmaster, launcher);
  return postmaster;
}

async function untilReady(connectionString: string, signal: AbortSignal, failure: () => unknown): Promise<void> {
  const deadline = Date.now() + READY_LIMIT_MS;
  for (;;) {
    signal.throwIfAborted();
    const failed = failure();
    if (failed) {
      throw failed instanceof Error ? failed : new Error('PostgreSQL did not start');
    }
    const client = new SurvivingClient({ connectionString, connectionTimeoutMillis: 5_000 });
    try {
      await client.connect();
      return;
    } catch (error) {
      if (Date.now() > deadline) {
        throw error;
      }
    } finally {
      await client.end().catch(() => undefined);
    }
    await delay(POLL_MS);
  }
}

/**
 * A shell that reads a pipe which this process holds open: when the host dies without a word (kill -9), the read ends
 * and the shell stops PostgreSQL.
 */
function guard(postmaster: ChildProcess, { startAs, command }: Launcher): void {
  const script = 'read -r _; kill -INT "$0" 2>/dev/null';
  const [program, ...args] = command('/bin/sh', ['-c', script, String(postmaster.pid)]);
  const shell = spawn(program, args, { ...startAs, cwd: '/', stdio: ['pipe', 'ignore', 'ignore'] });
  shell.once('error', () => undefined);
  shell.stdin.on('error', () => undefined);
  postmaster.once('exit', () => shell.kill('SIGKILL'));
}

/** SIGINT is the fast shutdown: open transactions are rolled back. Resolves when the process has ended. */
async function stopPostmaster(postmaster: ChildProcess): Promise<void> {
  if (postmaster.pid === undefined || postmaster.exitCode !== null || postmaster.signalCode !== null) {
    return;
  }
  const gone = once(postmaster, 'exit');
  postmaster.kill('SIGINT');
  const impatience = setTimeout(() => postmaster.kill('SIGQUIT'), STOP_PATIENCE_MS);
  await gone;
  clearTimeout(impatience);
}

function urlOf(port: number, database: string, { user, password }: Login): string {
  return `postgres://${user}:${password}@127.0.0.1:${port}/${database}`;
}
