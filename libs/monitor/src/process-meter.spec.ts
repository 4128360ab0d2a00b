import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as timer } from 'node:timers/promises';
import { ProcessMeter } from './process-meter.js';

const nextFiring = () => timer(250);

describe('ProcessMeter', () => {
  let meter: ProcessMeter;

  beforeEach(() => {
    meter = new ProcessMeter();
    meter.start();
  });

  afterEach(() => {
    meter.stop();
  });

  it('measures a blocked event loop and its CPU time', async () => {
    // The meter's own timer has to fire before and after the blocking loop.
    for (let round = 0; round < 3; round += 1) {
      await nextFiring();
      const begin = performance.now();
      while (performance.now() - begin < 700) {
        // Blocks the event loop.
      }
      await nextFiring();
    }
    const { eventLoopLagMs, cpuPercent } = meter.measure();
    expect(eventLoopLagMs).toBeGreaterThan(300);
    expect(cpuPercent).toBeGreaterThan(0);
  });

  it('measures memory of the process and the share of the machine that is in use', () => {
    const { memoryBytes, heapBytes, systemMemoryPercent } = meter.measure();
    expect(memoryBytes).toBeGreaterThan(heapBytes);
    expect(heapBytes).toBeGreaterThan(1_000_000);
    expect(systemMemoryPercent).toBeGreaterThan(0);
    expect(systemMemoryPercent).toBeLessThanOrEqual(100);
  });
});
