import { describe, expect, it } from '@jest/globals';
import { applyVerdicts, parseValidationReport, reportedFile } from './validation-verdicts.js';

const report = parseValidationReport(
  'report.json',
  JSON.stringify({
    metadata: { input_file: '/data/task_x/qs_shop_1_pair.json', validation_time: '…' },
    summary: { total_questions: 4 },
    detailed_results: [
      { index: 1, question: 'good', sql: 'SELECT 1;', valid: true, error_message: null },
      { index: 2, question: 'bad', sql: 'SELECT nope;', valid: false, error_message: 'no column' },
      {
        index: 3,
        question: 'mended',
        sql: 'SELEC 2;',
        valid: true,
        repair_successful: true,
        repaired_sql: 'SELECT 2;',
      },
    ],
  }),
);

describe('the verdicts of a validation report', () => {
  it('are about a file', () => {
    expect(reportedFile(report)).toBe('qs_shop_1_pair.json');
  });

  it('leave out the invalid and mend the repaired, where the pair file was not rewritten', () => {
    const pairs = [
      { question: 'good', sql: 'SELECT 1' },
      { question: 'bad', sql: 'SELECT nope;' },
      { question: 'mended', sql: 'SELEC 2;' },
    ];
    expect(applyVerdicts(pairs, report)).toEqual({
      pairs: [
        { question: 'good', sql: 'SELECT 1' },
        { question: 'mended', sql: 'SELECT 2;' },
      ],
      invalid: 1,
      unknown: 0,
    });
  });

  it('know the repaired SQL where the pair file was rewritten', () => {
    const pairs = [{ question: 'mended', sql: 'SELECT 2;' }];
    expect(applyVerdicts(pairs, report)).toEqual({ pairs, invalid: 0, unknown: 0 });
  });

  it('keep and count a pair that was changed since', () => {
    const pairs = [{ question: 'bad', sql: 'SELECT 3;' }];
    expect(applyVerdicts(pairs, report)).toEqual({ pairs, invalid: 0, unknown: 1 });
  });

  it.each(['', '[]', '{"metadata": {}}'])('refuse a report that says %j', (content) => {
    expect(() => parseValidationReport('report.json', content)).toThrow(/report\.json cannot be read/);
  });
});
