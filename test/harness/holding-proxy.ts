import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** Where a connection stops: before the server hears of a statement, or before the client hears what came of it. */
export interface Hold {
  /** Looked for in what the client sends; statements of PostgreSQL's protocol are readable. */
  readonly statement: RegExp;
  readonly keep: 'statement' | 'answer';
}

/**
 * A proxy before PostgreSQL that stops whoever sends a certain statement, for ever: the moment at which a process is
 * killed is then a matter of its statements and not of time.
 */
export class HoldingProxy {
  private readonly sockets = new Set<Socket>();
  private hold: Hold | null = null;
  private reached: () => void = () => undefined;

  private constructor(
    private readonly server: Server,
    /** The URL of the database, through this proxy. */
    readonly url: string,
  ) {}

  static async before(url: string): Promise<HoldingProxy> {
    const target = new URL(url);
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const through = new URL(url);
    through.hostname = '127.0.0.1';
    through.port = String((server.address() as { port: number }).port);
    const proxy = new HoldingProxy(server, through.toString());
    server.on('connection', (client) => proxy.forward(client, connect(Number(target.port), target.hostname)));
    return proxy;
  }

  /** Stops the first connection that says so. @returns once it has; later ones are not stopped */
  async stopAt(hold: Hold): Promise<void> {
    this.hold = hold;
    await new Promise<void>((resolve) => (this.reached = resolve));
  }

  async close(): Promise<void> {
    this.sockets.forEach((socket) => socket.destroy());
    this.server.close();
    await once(this.server, 'close');
  }

  private forward(client: Socket, service: Socket): void {
    for (const [socket, other] of [
      [client, service],
      [service, client],
    ] as const) {
      this.sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.sockets.delete(socket);
        other.destroy();
      });
    }
    client.on('data', (chunk) => {
      const kept = this.keptAt(chunk);
      if (kept === 'statement') {
        client.pause();
        this.reached();
        return;
      }
      service.write(chunk);
      if (kept === 'answer') {
        // What the server says to it is read, so that it has done it, and goes nowhere.
        service.unpipe(client);
        service.once('data', () => this.reached());
        service.resume();
      }
    });
    service.pipe(client);
  }

  private keptAt(chunk: Buffer): Hold['keep'] | null {
    const { hold } = this;
    if (hold === null || !hold.statement.test(chunk.toString('latin1'))) {
      return null;
    }
    this.hold = null;
    return hold.keep;
  }
}
