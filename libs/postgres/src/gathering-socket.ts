import { Socket } from 'node:net';
import { nextTick } from 'node:process';

/**
 * A socket that sends what was written in one turn as one piece. Sending and waking the other side costs more than a short
 * query, and pg sends each query of a pipeline by itself.
 */
export class GatheringSocket extends Socket {
  override uncork(): void {
    nextTick(() => super.uncork());
  }
}
