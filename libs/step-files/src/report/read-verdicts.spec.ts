import { describe, expect, it, jest } from '@jest/globals';
import { readVerdicts } from './read-verdicts.js';

const METADATA = { input_file: '/data/task_x/qs_shop_1_pair.json', validation_time: '…' };
const RESULTS = [
  { index: 1, question: 'good', sql: 'SELECT 1;', valid: true, error_message: null },
  { index: 2, question: 'bad', sql: 'SELECT nope;', valid: false, error_message: 'no column' },
  { index: 3, question: 'mended', sql: 'SELEC 2;', valid: true, repair_successful: true, repaired_sql: 'SELECT 2; ' },
];
const REPORT = { metadata: METADATA, summary: { total_questions: 4 }, detailed_results: RESULTS };

async function* bytesOf(content: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(content);
}

const read = (report: unknown, isWanted = (_file: string) => true) =>
  readVerdicts('report.json', bytesOf(typeof report === 'string' ? report : JSON.stringify(report)), isWanted);

describe('the verdicts of a validation report', () => {
  it('are about a file', async () => {
    expect(await read(REPORT)).toMatchObject({ pairFiles: ['qs_shop_1_pair.json'] });
    const several = { ...REPORT, metadata: { ...METADATA, input_files: ['a_pair.json', 'b_pair.sql'] } };
    expect(await read(several)).toMatchObject({ pairFiles: ['a_pair.json', 'b_pair.sql'] });
  });

  it('know what is invalid and what was mended, where the pair file was not rewritten', async () => {
    const { verdicts } = (await read(REPORT)) ?? {};
    expect(verdicts?.of({ question: 'good', sql: 'SELECT 1' })).toBe('valid');
    expect(verdicts?.of({ question: 'bad', sql: 'SELECT nope;' })).toBe('invalid');
    expect(verdicts?.of({ question: 'mended', sql: 'SELEC 2;' })).toEqual({ repairedSql: 'SELECT 2;', by: null });
  });

  it('know the repaired SQL where the pair file was rewritten', async () => {
    const { verdicts } = (await read(REPORT)) ?? {};
    expect(verdicts?.of({ question: 'mended', sql: 'SELECT 2;' })).toBe('valid');
  });

  it('know the pairs that repeat another one, and which of them is kept', async () => {
    const duplicates = [RESULTS[0], { question: 'twin', sql: 'SELECT 5' }];
    const { verdicts } = (await read({ duplicates, ...REPORT })) ?? {};
    expect(verdicts?.of({ question: 'twin', sql: 'SELECT 5;' })).toBe('duplicate');
    expect(verdicts?.of({ question: 'good', sql: 'SELECT 1' })).toBe('valid');
  });

  it('do not know a pair that was changed since', async () => {
    const { verdicts } = (await read(REPORT)) ?? {};
    expect(verdicts?.of({ question: 'bad', sql: 'SELECT 3;' })).toBe('unknown');
  });

  it('are read in any order of the parts, and not at all when they are about another file', async () => {
    const turned = { detailed_results: RESULTS, metadata: METADATA };
    expect((await read(turned))?.verdicts.of({ question: 'bad', sql: 'SELECT nope;' })).toBe('invalid');
    const isWanted = jest.fn((_file: string) => false);
    expect(await read(`{"metadata": ${JSON.stringify(METADATA)}, "detailed_results": [{`, isWanted)).toBeNull();
    expect(isWanted).toHaveBeenCalledWith('qs_shop_1_pair.json');
  });

  it.each([
    '',
    '[]',
    '{"metadata": {}}',
    JSON.stringify({ metadata: METADATA }),
    JSON.stringify({ detailed_results: RESULTS }),
    JSON.stringify({ metadata: METADATA, detailed_results: [{ question: 'a' }] }),
  ])('refuse a report that says %j', async (content) => {
    await expect(read(content)).rejects.toThrow(/report\.json cannot be read/);
  });
});
