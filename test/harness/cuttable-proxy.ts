import type { Socket } from 'node:net';
import { ServiceProxy } from './service-proxy.js';

/** A proxy that can be cut and joined again: a service that goes away and comes back. */
export class CuttableProxy extends ServiceProxy {
  private isCut = false;

  static before(url: string): Promise<CuttableProxy> {
    return new CuttableProxy(url).listen();
  }

  /** Ends every connection and refuses new ones. */
  cut(): void {
    this.isCut = true;
    this.endConnections();
  }

  join(): void {
    this.isCut = false;
  }

  protected accept(client: Socket): void {
    if (this.isCut) {
      client.destroy();
      return;
    }
    const service = this.serviceFor(client);
    client.pipe(service);
    service.pipe(client);
  }
}
