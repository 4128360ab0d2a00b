import { AttemptLimit } from './attempt-limit.js';
import type { RequestCountRepository } from './request-count.repository.js';

/** One limit for each secret that can be guessed. */
export class AttemptLimits {
  /** @param perMinute wrong secrets of one sender; 0: any number */
  constructor(
    private readonly perMinute: number,
    private readonly counts: RequestCountRepository,
  ) {}

  of(secret: 'key' | 'login'): AttemptLimit {
    return new AttemptLimit(this.perMinute, this.counts, secret);
  }
}
