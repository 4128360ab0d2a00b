import type { ClockOffset } from '#libs/clock';
import { fail, ok, warn, type Check } from '../check.js';
import { found, remedies } from '../messages.js';

/** Leases and heartbeats are judged by the clock of PostgreSQL; delays of jobs by those of the processes and of Redis. */
const WARN_MS = 2_000;
/** Sessions, signatures and leases go wrong. */
const FAIL_MS = 60_000;

/** @param server a name that may be shown */
export function clockCheck(server: string, { offsetMs, uncertaintyMs }: ClockOffset): Check {
  const certain = Math.max(0, Math.abs(offsetMs) - uncertaintyMs);
  const message = found.clock_ok({ server, seconds: (Math.abs(offsetMs) / 1000).toFixed(1) });
  if (certain < WARN_MS) {
    return ok('clock', message);
  }
  return certain < FAIL_MS ? warn('clock', message, remedies.clock()) : fail('clock', message, remedies.clock());
}
