import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A TCP proxy in front of a real service; subclasses decide what passes. */
export abstract class ServiceProxy {
  private readonly sockets = new Set<Socket>();
  private readonly server = createServer((client) => this.accept(client));
  private readonly target: URL;

  protected constructor(url: string) {
    this.target = new URL(url);
  }

  /** The URL of the service, through this proxy. */
  get url(): string {
    const through = new URL(this.target);
    through.hostname = '127.0.0.1';
    through.port = String((this.server.address() as AddressInfo).port);
    return through.toString();
  }

  async close(): Promise<void> {
    this.endConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  /** A client has come. */
  protected abstract accept(client: Socket): void;

  protected async listen(): Promise<this> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return this;
  }

  /** A connection to the service for the client: when one of the two ends, so does the other. */
  protected serviceFor(client: Socket): Socket {
    const service = connect(Number(this.target.port), this.target.hostname);
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
    return service;
  }

  protected endConnections(): void {
    this.sockets.forEach((socket) => socket.destroy());
  }
}
