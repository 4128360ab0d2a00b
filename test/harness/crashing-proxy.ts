import type { Socket } from 'node:net';
import type { Hold } from './holding-proxy.js';
import { ServiceProxy } from './service-proxy.js';

/** Where a server crashes: at one of the statements of this kind, counted from 0. */
export interface Crash extends Hold {
  readonly number: number;
}

/**
 * A proxy in front of PostgreSQL whose server crashes at a defined statement: before it takes the statement, or after it
 * has executed it and before the client hears of that. No connection is accepted until it recovers.
 */
export class CrashingProxy extends ServiceProxy {
  private crash: (Crash & { seen: number }) | null = null;
  private isDown = false;

  static before(url: string): Promise<CrashingProxy> {
    return new CrashingProxy(url).listen();
  }

  /** Statements are counted from now on. */
  crashAt(crash: Crash): void {
    this.crash = { ...crash, seen: 0 };
  }

  /** @returns whether it had crashed */
  recover(): boolean {
    const { isDown } = this;
    this.isDown = false;
    this.crash = null;
    return isDown;
  }

  protected accept(client: Socket): void {
    if (this.isDown) {
      client.destroy();
      return;
    }
    const service = this.serviceFor(client);
    service.pipe(client);
    client.on('data', (chunk) => {
      const kept = this.keptAt(chunk);
      if (kept === 'statement') {
        this.goDown();
        return;
      }
      service.write(chunk);
      if (kept === 'answer') {
        service.unpipe(client);
        service.once('data', () => this.goDown());
        service.resume();
      }
    });
  }

  private goDown(): void {
    this.isDown = true;
    this.endConnections();
  }

  private keptAt(chunk: Buffer): Hold['keep'] | null {
    const { crash } = this;
    if (crash === null || !crash.statement.test(chunk.toString('latin1'))) {
      return null;
    }
    crash.seen += 1;
    return crash.seen === crash.number + 1 ? crash.keep : null;
  }
}
