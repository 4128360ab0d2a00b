import { mkdir } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Log } from '../host-log.js';
import { BackendTurns } from './backend-turns.js';
import { VECTOR_DATABASE, VectorBackend } from './vector-backend.js';
import { VectorSession } from './vector-session.js';

/** How long an idle open transaction may keep waiting clients from the backend. */
const IDLE_TRANSACTION_LIMIT_MS = 60_000;

export interface VectorServerOptions {
  readonly dataDirectory: string;
  readonly password: string;
  readonly log: Log;
  readonly idleTransactionLimitMs?: number;
}

/**
 * PGlite with pgvector behind a TCP port. `@electric-sql/pglite-socket` is not used: it hands single messages of
 * different clients to the backend in turn, so that a large statement of one client (split over packets) mixes with
 * another's; it requires no password; and a COPY FROM STDIN breaks its backend permanently.
 */
export class VectorServer {
  private readonly sessions = new Map<VectorSession, Socket>();
  private readonly turns: BackendTurns;
  private server: Server;

  private constructor(
    private readonly options: VectorServerOptions,
    private backend: VectorBackend,
  ) {
    this.turns = new BackendTurns(options.idleTransactionLimitMs ?? IDLE_TRANSACTION_LIMIT_MS);
    this.server = createServer((socket) => this.welcome(socket));
  }

  static async start(options: VectorServerOptions): Promise<VectorServer> {
    await mkdir(options.dataDirectory, { recursive: true, mode: 0o700 });
    const server = new VectorServer(options, await VectorBackend.open(options.dataDirectory));
    await new Promise<void>((resolve, reject) => {
      server.server.once('error', reject);
      server.server.listen(0, '127.0.0.1', resolve);
    });
    options.log(`the vector database listens on port ${server.port}`);
    return server;
  }

  url(user: string, password: string): string {
    return `postgres://${user}:${password}@127.0.0.1:${this.port}/${VECTOR_DATABASE}`;
  }

  async stop(): Promise<void> {
    this.server.close();
    this.sessions.forEach((socket) => socket.destroy());
    await Promise.all([...this.sessions.keys()].map(({ ended }) => ended));
    await this.backend.close();
  }

  private get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  private welcome(socket: Socket): void {
    const session = new VectorSession(socket, {
      password: this.options.password,
      turns: this.turns,
      backend: () => this.backend,
      onBackendLost: (error) => this.reopen(error),
    });
    this.sessions.set(session, socket);
    void session.ended.finally(() => this.sessions.delete(session));
  }

  /** The session that lost it still holds the turn, so no other session uses the backend meanwhile. */
  private async reopen(error: unknown): Promise<void> {
    this.options.log(`the vector database ended: ${String(error)}; opening it again`);
    this.sessions.forEach((socket) => socket.destroy());
    await this.backend.close().catch(() => undefined);
    this.backend = await VectorBackend.open(this.options.dataDirectory);
  }
}
