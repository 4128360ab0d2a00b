import type { Socket } from 'node:net';
import { ServiceProxy } from './service-proxy.js';

/** Where a connection stops: before the server hears of a statement, or before the client hears what came of it. */
export interface Hold {
  /** Looked for in what the client sends; statements of PostgreSQL's protocol are readable. */
  readonly statement: RegExp;
  readonly keep: 'statement' | 'answer';
}

/**
 * A proxy in front of PostgreSQL that stops the sender of a certain statement for ever. So a test kills a process at a
 * defined statement and not at a certain time.
 */
export class HoldingProxy extends ServiceProxy {
  private hold: Hold | null = null;
  private reached: () => void = () => undefined;

  static before(url: string): Promise<HoldingProxy> {
    return new HoldingProxy(url).listen();
  }

  /** Stops the first connection that sends the statement. @returns when stopped; later connections pass */
  async stopAt(hold: Hold): Promise<void> {
    this.hold = hold;
    await new Promise<void>((resolve) => (this.reached = resolve));
  }

  protected accept(client: Socket): void {
    const service = this.serviceFor(client);
    client.on('data', (chunk) => {
      const kept = this.keptAt(chunk);
      if (kept === 'statement') {
        client.pause();
        this.reached();
        return;
      }
      service.write(chunk);
      if (kept === 'answer') {
        // The answer is read, which proves that the statement was executed, and dropped.
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
