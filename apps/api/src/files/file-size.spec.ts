import { describe, expect, it } from '@jest/globals';
import { formatFileSize } from './file-size.js';

describe('formatFileSize', () => {
  it.each([
    [0, '0 B'],
    [209, '209.0 B'],
    [1024, '1.0 KB'],
    [838_554, '818.9 KB'],
    [5 * 1024 ** 4, '5120.0 GB'],
  ])('writes %d as %s', (bytes, expected) => {
    expect(formatFileSize(bytes)).toBe(expected);
  });
});
