import { describe, expect, it } from '@jest/globals';
import { ROOT_CONTEXT, SpanKind } from '@opentelemetry/api';
import { SamplingDecision } from '@opentelemetry/sdk-trace';
import { RootSampler } from './root-sampler.js';

const LOW = '00000000000000000000000000000001';
const HIGH = 'ffffffff000000000000000000000000';

function keeps(share: number, kind: SpanKind, traceId: string): boolean {
  const { decision } = new RootSampler(share).shouldSample(ROOT_CONTEXT, traceId, 'name', kind, {}, []);
  return decision === SamplingDecision.RECORD_AND_SAMPLED;
}

describe('RootSampler', () => {
  it('begins traces with requests and jobs, not with what the queue does by itself', () => {
    expect([SpanKind.SERVER, SpanKind.CONSUMER].map((kind) => keeps(1, kind, HIGH))).toEqual([true, true]);
    expect([SpanKind.INTERNAL, SpanKind.PRODUCER, SpanKind.CLIENT].map((kind) => keeps(1, kind, LOW))).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('keeps the share that was asked for', () => {
    expect([keeps(0.5, SpanKind.SERVER, LOW), keeps(0.5, SpanKind.SERVER, HIGH)]).toEqual([true, false]);
    expect(keeps(0, SpanKind.SERVER, LOW)).toBe(false);
  });
});
