import { describe, expect, it } from '@jest/globals';
import { inSpan, queueTelemetry, startTelemetry } from './telemetry.js';

describe('telemetry without a configuration', () => {
  it('adds nothing', async () => {
    const stop = await startTelemetry('api', null);
    expect(queueTelemetry()).toEqual({});
    expect(await inSpan('step', {}, async () => 42)).toBe(42);
    await stop();
  });
});
