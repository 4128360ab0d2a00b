import type { Socket } from 'node:net';
import { ServiceProxy } from './service-proxy.js';

/** Counts the connections that are made to a service. */
export class CountingProxy extends ServiceProxy {
  /** All of them, and the most that were open at the same time. */
  readonly connections = { made: 0, most: 0 };
  private open = 0;

  static start(url: string): Promise<CountingProxy> {
    return new CountingProxy(url).listen();
  }

  protected accept(client: Socket): void {
    const service = this.serviceFor(client);
    this.connections.made += 1;
    this.open += 1;
    this.connections.most = Math.max(this.connections.most, this.open);
    client.on('close', () => (this.open -= 1));
    client.pipe(service).pipe(client);
  }
}
