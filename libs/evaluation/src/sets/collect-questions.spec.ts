import { describe, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import { strToU8, zipSync } from 'fflate';
import { DomainError } from '#libs/domain-errors';
import { collectQuestions, MOST_QUESTIONS } from './collect-questions.js';
import { readRecords } from './set-records.js';

const read = (file: string, content: string | Uint8Array) =>
  collectQuestions(readRecords(file, typeof content === 'string' ? Buffer.from(content) : content), 'uploaded');

async function refusal(work: Promise<unknown>): Promise<DomainError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof DomainError)) {
    throw new Error(`not refused: ${String(error)}`);
  }
  return error;
}

/** The smallest workbook that spreadsheet programs write. */
function workbook(rows: readonly (readonly string[])[]): Uint8Array {
  const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const cells = rows.map(
    (row, index) =>
      `<row r="${index + 1}">${row
        .map(
          (text, column) =>
            `<c r="${String.fromCharCode(65 + column)}${index + 1}" t="inlineStr"><is><t>${escaped(text)}</t></is></c>`,
        )
        .join('')}</row>`,
  );
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const rels = 'http://schemas.openxmlformats.org/package/2006/relationships';
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  return zipSync({
    '[Content_Types].xml': strToU8(
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"></Types>',
    ),
    '_rels/.rels': strToU8(
      `<Relationships xmlns="${rels}"><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ),
    'xl/workbook.xml': strToU8(
      `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      `<Relationships xmlns="${rels}"><Relationship Id="r1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    ),
    'xl/worksheets/sheet1.xml': strToU8(
      `<worksheet xmlns="${main}"><sheetData>${cells.join('')}</sheetData></worksheet>`,
    ),
  });
}

describe('a question set', () => {
  const expected = { question: 'How many?', goldSql: ['SELECT 1'], unanswerable: false, origin: 'uploaded' };

  it.each([
    ['ours', [{ id: 'a', question: 'How many?', gold_sql: ['SELECT 1'] }]],
    ['ours in an object', { questions: [{ id: 'a', question: 'How many?', gold_sql: 'SELECT 1' }] }],
    ['of IBM', [{ id: 'a', db_id: 'shop', question: 'How many?', evidence: 'count', sql: ['SELECT 1'] }]],
    ['of BIRD', [{ question_id: 'a', db_id: 'shop', question: 'How many?', SQL: 'SELECT 1', difficulty: 'simple' }]],
    ['of Google', [{ id: 'a', database: 'shop', nlq: 'How many?', golden_sql: 'SELECT 1' }]],
    [
      'of evalbench',
      [
        {
          id: 'a',
          nl_prompt: 'How many?',
          query_type: 'dql',
          golden_sql: { mysql: ['SELECT 2'], postgres: ['SELECT 1'] },
        },
      ],
    ],
  ])('is read in the shape %s', async (_whose, json) => {
    expect(await read('set.json', JSON.stringify(json))).toMatchObject([{ ...expected, id: 'a' }]);
  });

  it('keeps several gold statements, each once, and the hint', async () => {
    const record = { question: 'How many?', sql: ['SELECT 1', 'SELECT 2', 'SELECT 1 '], evidence: 'all' };
    expect(await read('set.json', JSON.stringify([record]))).toMatchObject([
      { goldSql: ['SELECT 1', 'SELECT 2'], hint: 'all' },
    ]);
  });

  it.each([
    ['commas', 'question,sql,sql_2\n"How many?","SELECT 1","SELECT 2"\n'],
    ['a list in a cell', 'Question,Gold_SQL\nHow many?,"[""SELECT 1"", ""SELECT 2""]"\n'],
    ['Chinese names and a byte order mark', '\uFEFF问题;示例SQL;sql_2\nHow many?;SELECT 1;SELECT 2\n'],
  ])('is read from CSV with %s', async (_how, csv) => {
    expect(await read('set.CSV', csv)).toMatchObject([{ ...expected, goldSql: ['SELECT 1', 'SELECT 2'], line: 2 }]);
  });

  it('is read from UTF-16', async () => {
    const bytes = Buffer.from('\uFEFFquestion,sql\n有多少？,SELECT 1\n', 'utf16le');
    expect(await read('set.csv', bytes)).toMatchObject([{ question: '有多少？' }]);
  });

  it('is read from GB18030, as CSV and as JSON', async () => {
    // 问题,sql and a question: 有多少？
    const head = Buffer.from([0xce, 0xca, 0xcc, 0xe2, ...Buffer.from(',sql\n')]);
    const asked = [0xd3, 0xd0, 0xb6, 0xe0, 0xc9, 0xd9, 0xa3, 0xbf];
    const csv = Buffer.concat([head, Buffer.from(asked), Buffer.from(',SELECT 1\n')]);
    expect(await read('set.csv', csv)).toMatchObject([{ question: '有多少？', goldSql: ['SELECT 1'] }]);
    const json = Buffer.concat(
      ['[{"question": "', asked, '", "sql": "SELECT 1"}]'].map((part) => Buffer.from(part as string)),
    );
    expect(await read('set.json', json)).toMatchObject([{ question: '有多少？' }]);
  });

  it('is read from a workbook', async () => {
    const bytes = workbook([
      ['问题', 'SQL语句'],
      ['How many?', 'SELECT 1'],
    ]);
    expect(await read('set.xlsx', bytes)).toMatchObject([{ ...expected, line: 2 }]);
  });

  it('may hold unanswerable questions', async () => {
    const records = [{ question: 'What is the weather?', unanswerable: true }];
    expect(await read('set.json', JSON.stringify(records))).toMatchObject([
      { goldSql: [], unanswerable: true, origin: 'unanswerable' },
    ]);
  });

  it('may have a question of 4,000 characters that take two code units each', async () => {
    const records = [{ question: '𠮷'.repeat(4_000), sql: 'SELECT 1' }];
    expect(await read('set.json', JSON.stringify(records))).toMatchObject(
      records.map(({ question }) => ({ question })),
    );
  });

  it('is refused as a whole with every problem and its line', async () => {
    const lines = [
      'id,question,sql',
      'a,How many?,SELECT 1',
      'b,how many,SELECT 2',
      'a,Which?,SELECT 3',
      'c,,SELECT 4',
      'd,Who?,',
      `e,${'x'.repeat(4_001)},`,
    ];
    const { code, details } = await refusal(read('set.csv', lines.join('\n')));
    expect(code).toBe('question_set_invalid');
    expect(details).toMatchObject({
      problem_count: 6,
      problems: [
        { line: 3, code: 'question_repeated' },
        { line: 4, code: 'id_repeated' },
        { line: 5, code: 'question_missing' },
        { line: 6, code: 'sql_missing' },
        { line: 7, code: 'question_too_long' },
        { line: 7, code: 'sql_missing' },
      ],
    });
  });

  it.each([
    ['set.txt', 'x', 'question_file_type'],
    ['set.json', '[{"question": "x"', 'question_file_malformed'],
    ['set.json', '"x"', 'question_file_shape'],
    ['set.json', '[]', 'question_set_empty'],
    ['set.json', '[1, {"question": "x", "sql": "SELECT 1"}]', 'question_set_invalid'],
    ['set.csv', 'question,sql\n"never closed,SELECT 1\n', 'question_file_csv'],
    ['set.csv', Buffer.from('question,sql\nOù est le café?,SELECT 1\n', 'latin1'), 'question_file_encoding'],
    ['set.csv', Buffer.from([0x71, 0xff, 0xff, 0x2c, 0x73]), 'question_file_encoding'],
    ['set.xlsx', 'no workbook', 'question_file_sheet'],
    ['set.xlsx', Buffer.from(zipSync({ 'a.txt': strToU8('x') })), 'question_file_sheet'],
  ])('%s with %j is refused as %s', async (file, content, code) => {
    expect((await refusal(read(file, content))).code).toBe(code);
  });

  it('is refused when a small workbook unpacks to too much, before it is unpacked', async () => {
    const bytes = zipSync({ 'xl/workbook.xml': new Uint8Array(8) });
    const directory = Buffer.from(bytes).lastIndexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
    new DataView(bytes.buffer).setUint32(directory + 24, 0x7fffffff, true);
    expect((await refusal(read('set.xlsx', bytes))).code).toBe('question_file_too_large');
  });

  it(`has at most ${MOST_QUESTIONS} questions`, async () => {
    const records = Readable.from(
      (function* () {
        for (let line = 1; line <= MOST_QUESTIONS + 1; line++) {
          yield { record: { question: `question ${line}`, sql: 'SELECT 1' }, line };
        }
      })(),
    );
    expect((await refusal(collectQuestions(records, 'uploaded'))).code).toBe('question_set_too_large');
  });

  it('lets others have their turn while many questions of a file are read', async () => {
    let turns = 0;
    const counting = setInterval(() => (turns += 1), 0);
    const records = Array.from({ length: 4_000 }, (_, at) => ({ question: `question ${at}`, sql: 'SELECT 1' }));
    await read('set.json', JSON.stringify(records));
    clearInterval(counting);
    expect(turns).toBeGreaterThan(4);
  });
});
