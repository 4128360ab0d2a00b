import { describe, expect, it } from '@jest/globals';
import { printSummary } from './print-summary.js';
import type { DemoSummary } from './summary.js';

const SUMMARY: DemoSummary = {
  task_id: 'task_20260101_000000',
  status: 'completed',
  steps: {},
  tables: 7,
  ddl_files: 7,
  md_files: 8,
  pairs: 58,
  valid_pairs: 57,
  records_loaded: 72,
  duration_s: 11.5,
  output_directory: '/data/training_data/task_20260101_000000',
  base_url: 'http://127.0.0.1:8084',
};

describe('printSummary', () => {
  it.each(['zh', 'en'] as const)('prints one text a line, as `console.log` takes more (%s)', (language) => {
    const printed: unknown[][] = [];
    printSummary((...line: unknown[]) => printed.push(line), language, SUMMARY, [], [], null);
    expect(printed.map((line) => line.length)).toEqual(Array<number>(printed.length).fill(1));
    const text = printed.flat().join('\n');
    for (const figure of ['task_20260101_000000', '58', '57', '72', '11.5']) {
      expect(text).toContain(figure);
    }
  });

  it('shows pairs from all over the list', () => {
    const printed: string[] = [];
    const pairs = Array.from({ length: 8 }, (_, index) => ({
      question: `question ${index}`,
      sql: `SELECT\n ${index}`,
    }));
    printSummary((line) => printed.push(line), 'en', SUMMARY, [], pairs, null);
    expect(printed.filter((line) => line.startsWith('  Q  '))).toEqual([0, 2, 4, 6].map((n) => `  Q  question ${n}`));
    expect(printed).toContain('     SELECT\n     0');
  });
});
