import { describe, expect, it } from '@jest/globals';
import { trendLines } from './trend-lines.js';

const point = (sufficiency: number, embedder?: string, answers?: object) => ({
  arms: { pairs: { sufficiency, ...(embedder === undefined ? {} : { embedder }), ...(answers ? { answers } : {}) } },
});

describe('trendLines', () => {
  it('has one line for an arm that one embedder served, without its name', () => {
    expect(trendLines([point(0.5, 'a'), point(0.75, 'a')], 'sufficiency')).toEqual([
      { arm: 'pairs', embedder: null, values: [0.5, 0.75] },
    ]);
  });

  it('does not join what two embedders found', () => {
    expect(trendLines([point(0.5, 'a'), point(0.9, 'b'), point(0.6, 'a')], 'sufficiency')).toEqual([
      { arm: 'pairs', embedder: 'a', values: [0.5, null, 0.6] },
      { arm: 'pairs', embedder: 'b', values: [null, 0.9, null] },
    ]);
  });

  it('keeps those of earlier versions, whose embedder is not known, apart', () => {
    expect(trendLines([point(0.5), point(0.9, 'b')], 'sufficiency')).toEqual([
      { arm: 'pairs', embedder: null, values: [0.5, null] },
      { arm: 'pairs', embedder: 'b', values: [null, 0.9] },
    ]);
  });

  it('names no embedder whose points lack the measure', () => {
    const accuracy = { accuracy: { share: 0.4 } };
    expect(trendLines([point(0.5, 'a'), point(0.9, 'b', accuracy)], 'accuracy')).toEqual([
      { arm: 'pairs', embedder: null, values: [null, 0.4] },
    ]);
  });
});
