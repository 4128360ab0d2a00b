export interface ClockOffset {
  /** How much the other clock is ahead of this one. */
  readonly offsetMs: number;
  /** Half of the time of the round trip: the offset is not known better. */
  readonly uncertaintyMs: number;
}

const ROUND_TRIPS = 3;

/**
 * Compares the clock of a server with the one of this process. The fastest of some round trips counts.
 * @param read asks the server for its time, in milliseconds since 1970
 */
export async function clockOffset(read: () => Promise<number>): Promise<ClockOffset> {
  let best: ClockOffset | null = null;
  for (let trip = 0; trip < ROUND_TRIPS; trip += 1) {
    const sent = Date.now();
    const theirs = await read();
    const uncertaintyMs = (Date.now() - sent) / 2;
    if (best === null || uncertaintyMs < best.uncertaintyMs) {
      best = { offsetMs: Math.round(theirs - sent - uncertaintyMs), uncertaintyMs };
    }
  }
  return best as ClockOffset;
}
