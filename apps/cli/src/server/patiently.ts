import { setTimeout as sleep } from 'node:timers/promises';
import { DataPipelineError } from '#clients/typescript';
import { EXIT, exitCodeOf } from '../exit-codes.js';

/** An API that restarts meanwhile is waited for. */
const PATIENCE_MS = 60_000;
const AGAIN_MS = 1_000;

/** Repeats a read while the server is away, or limits the rate. */
export async function patiently<T>(read: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await read();
    } catch (error) {
      const isLimited = error instanceof DataPipelineError && error.status === 429;
      if ((exitCodeOf(error) !== EXIT.unreachable && !isLimited) || Date.now() > until) {
        throw error;
      }
      await sleep(AGAIN_MS, undefined, signal === undefined ? {} : { signal });
    }
  }
}
