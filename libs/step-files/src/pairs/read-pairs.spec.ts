import { describe, expect, it } from '@jest/globals';
import { errorText, type DomainError } from '#libs/domain-errors';
import { newPair, pairId, readPairs, renderPairs, type QuestionSqlPair } from '../index.js';

/** Reads a file that comes in pieces of so many bytes. */
async function read(content: string | Uint8Array, size = 7, file = 'p_pair.json'): Promise<QuestionSqlPair[]> {
  const bytes = Buffer.from(content);
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let start = 0; start < bytes.length; start += size) {
      yield bytes.subarray(start, start + size);
    }
  }
  const pairs: QuestionSqlPair[] = [];
  for await (const pair of readPairs(file, pieces())) {
    pairs.push(pair);
  }
  return pairs;
}

const texts = (pairs: readonly QuestionSqlPair[]) => pairs.map(({ question, sql }) => ({ question, sql }));

async function failure(content: string | Uint8Array, file?: string): Promise<DomainError> {
  return read(content, 7, file).then(
    () => Promise.reject(new Error('nothing was refused')),
    (error: unknown) => error as DomainError,
  );
}

describe('the pairs of a file', () => {
  it('are read as the Python original wrote them, and get an id, a kind and a source', async () => {
    const original = [
      '[',
      '  {',
      '    "question": "统计2023年4月1日各服务区的总支付金额？",',
      '    "sql": "SELECT service_name AS 服务区名称 FROM bss_business_day_data WHERE delete_ts IS NULL;"',
      '  }',
      ']',
    ].join('\n');
    expect(await read(original)).toEqual([
      {
        question: '统计2023年4月1日各服务区的总支付金额？',
        sql: 'SELECT service_name AS 服务区名称 FROM bss_business_day_data WHERE delete_ts IS NULL;',
        id: 'pair_4a66009b69f19ed2',
        kind: 'other',
        source: 'uploaded',
        tables: [],
        columns: [],
        difficulty: null,
        reading: null,
        learnt: null,
        evidence: null,
        review: null,
      },
    ]);
  });

  it('come back as they were written, with their evidence and review', async () => {
    const pair = newPair({
      question: '问',
      sql: 'SELECT 1;',
      id: 'pair_0123456789abcdef',
      kind: 'count',
      source: 'model',
      tables: ['public.a'],
      columns: ['public.a.b'],
      difficulty: 'simple',
      evidence: { executed: true, rows: [1, null] },
      review: 'accepted',
    });
    const written = renderPairs('x_pair.json', [pair, newPair({ question: 'q', sql: 's' })]);
    expect(await read(written)).toEqual([pair, newPair({ question: 'q', sql: 's' })]);
    expect(Object.keys((JSON.parse(written) as object[])[1] ?? {})).toEqual([
      'question',
      'sql',
      'id',
      'kind',
      'source',
      'tables',
      'columns',
      'difficulty',
    ]);
  });

  it('may have keys in any case, other keys, and descriptions of other types', async () => {
    const content =
      '[{"question": " 多少？ ", "sql": "SELECT 1;", "theme": ["x", {"sql": "y"}]}, ' +
      '{"Question": "b", "SQL": "SELECT 2;", "difficulty": "hard", "tables": "a", "kind": 5, "source": null, "Id": 17}]';
    expect(await read(content)).toEqual([
      newPair({ question: '多少？', sql: 'SELECT 1;' }),
      newPair({ question: 'b', sql: 'SELECT 2;', id: '17' }),
    ]);
  });

  it('may have questions of 4,000 characters, however many code units those take', async () => {
    const pair = newPair({ question: '😀'.repeat(4_000), sql: 'SELECT 1;' });
    expect(await read(JSON.stringify([pair]))).toEqual([pair]);
    await expect(read(JSON.stringify([{ ...pair, question: `${pair.question}?` }]))).rejects.toThrow(
      'more than 4000 characters',
    );
  });

  it('may be a member of an object with other members', async () => {
    const pairs = [newPair({ question: 'a', sql: 'b' }), newPair({ question: 'c', sql: 'd' })];
    expect(await read(JSON.stringify({ version: { pairs: 1 }, pairs, made: [1] }))).toEqual(pairs);
  });

  it.each([1, 2, 3, 1000])('are the same in pieces of %d bytes, however they are escaped', async (size) => {
    const pair = { question: '😀 中文 "quoted" \\ \u2028.', sql: "SELECT '\n\t/', '\ud83d\ude00';" };
    const escaped = JSON.stringify(pair).replace(/[^ -~]/g, (unit) => {
      return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
    });
    const text = `\ufeff\n[ ${JSON.stringify(pair)},\n${escaped} ]\n`;
    expect(texts(await read(text, size))).toEqual([pair, pair]);
    const utf16 = Buffer.from(text, 'utf16le');
    expect(texts(await read(utf16, size))).toEqual([pair, pair]);
    expect(texts(await read(Buffer.from(text.slice(1), 'utf16le'), size))).toEqual([pair, pair]);
    expect(texts(await read(Buffer.from(utf16).swap16(), size))).toEqual([pair, pair]);
  });

  it('may be blocks, in a .sql file', async () => {
    const text = 'Question: 多少订单？\nSQL: SELECT count(*)\n\n  FROM orders;\n\nquestion: all?\nsql:\nSELECT 1;\n';
    const pairs = await read(text, 7, 'a_pair.sql');
    expect(texts(pairs)).toEqual([
      { question: '多少订单？', sql: 'SELECT count(*)\n\n  FROM orders;' },
      { question: 'all?', sql: 'SELECT 1;' },
    ]);
    expect(await read(renderPairs('a_pair.sql', pairs), 7, 'a_pair.sql')).toEqual(pairs);
  });

  it('have ids that differ, unless they ask the same', async () => {
    const [first, second, third] = await read(
      '[{"id": "x", "question": "a", "sql": "1"}, {"id": "x", "question": "b", "sql": "2"}, {"question": "B?", "sql": "3"}]',
    );
    expect([first?.id, second?.id, third?.id]).toEqual(['x', pairId('b'), pairId('b')]);
    expect(pairId('有多少？')).toBe(pairId(' 有多少 ?'));
    expect(pairId('more than 1.5')).not.toBe(pairId('more than 15'));
    expect(pairId('?')).not.toBe(pairId('!'));
  });

  it.each([
    ['', 'pair_file_empty'],
    [' \n', 'pair_file_empty'],
    ['[]', 'pair_file_empty'],
    ['{"question": "a", "sql": "SELECT 1;"}', 'pair_file_wrong_shape'],
    ['{"pairs": {"0": {"question": "a", "sql": "b"}}}', 'pair_file_wrong_shape'],
    ['{"pairs": []}', 'pair_file_wrong_shape'],
    ['"a"', 'pair_file_wrong_shape'],
    ['问题,SQL\n', 'pair_file_wrong_shape'],
    [Buffer.from('[{"question": "\xb6\xe0\xc9\xd9", "sql": "b"}]', 'latin1'), 'pair_file_encoding'],
  ])('are refused as %j with %s', async (content, code) => {
    expect(await failure(content)).toMatchObject({ code, kind: 'validation', params: { file: 'p_pair.json' } });
  });

  it.each([
    ['[\n  {"question": "问", "sql": }\n]', 2, 28, /unexpected text/],
    ['[{"question"', 1, 13, /ends here/],
    ['[{"question": "a", "sql": "b"},]', 1, 32, /unexpected text/],
    ['[{"question": "a", "sql": "b"}]\n x', 2, 2, /unexpected text/],
    ['[{"question": "a", "sql": "b"}\n', 2, 1, /ends here/],
    ['[{"question": "a",\n"sql": tru}]', 2, 11, /unexpected text/],
  ])('are refused as %j with the place', async (content, line, column, reason) => {
    const error = await failure(content);
    expect(error).toMatchObject({ code: 'pair_file_malformed', params: { line, column } });
    expect(error.message).toMatch(reason);
    expect(errorText(error, 'zh')).not.toMatch(/unexpected|ends here/);
  });

  it.each([
    ['[{"question": "a", "sql": "S"},\n\n{"question": "b"}]', 'record 2 (line 3): sql is missing'],
    ['[{"question": "  ",\n "sql": "S"}]', 'record 1 (line 1): question is blank'],
    [
      JSON.stringify([{ question: '1.'.repeat(2_001), sql: 'S' }]),
      'record 1 (line 1): question has more than 4000 characters',
    ],
    ['[\n{"question": "a", "sql": 5}]', 'record 1 (line 2): sql is not a text'],
    ['[\n\nnull]', 'record 1 (line 3): it is not an object with question and sql'],
    ['[["a", "b"]]', 'record 1 (line 1): it is not an object'],
    ['[{"question": "a\\u0000", "sql": "b"}]', 'U+0000'],
    ['{"pairs":\n [{}]}', 'record 1 (line 2): question is missing'],
  ])('are refused as %j with the record, its line and the reason', async (content, text) => {
    const error = await failure(content);
    expect(error).toMatchObject({ code: 'pair_file_records_invalid', params: { count: 1 } });
    expect(error.message).toContain(text);
  });

  it('are refused with all bad records counted and the first of them named', async () => {
    const records = Array.from({ length: 20 }, (_, index) => ({ question: index % 2 ? '' : 'q', sql: `S${index}` }));
    const error = await failure(JSON.stringify(records, null, 1));
    expect(error.params).toMatchObject({ count: 10 });
    expect(error.message.match(/record \d+/g)).toEqual(['record 2', 'record 4', 'record 6', 'record 8', 'record 10']);
    expect(errorText(error, 'zh')).toContain('第 2 条（第 6 行）question 为空；第 4 条');
  });

  it.each([
    ['SELECT 1;', 1, 1],
    ['Question: a\nSQL: SELECT 1;\n\nQuestion: b\n', 2, 4],
    ['\n\nQuestion:\nSQL: SELECT 1;', 1, 3],
    ['Question: a\nSQL:  ', 1, 1],
  ])('are refused in the blocks of %j', async (content, number, line) => {
    const error = await failure(content, 'a_pair.sql');
    expect(error.message).toContain(`record ${number} (line ${line})`);
  });

  it('are read one after the other: of a file of 8 megabytes a few are in memory', async () => {
    const count = 20_000;
    let asked = 0;
    async function* huge(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('{"pairs": [');
      for (; asked < count; asked += 1) {
        const pair = { question: `question ${asked} ${'x'.repeat(400)}`, sql: `SELECT ${asked};` };
        yield Buffer.from(`${asked ? ',' : ''}\n${JSON.stringify(pair)}`);
      }
      yield Buffer.from(']}');
    }
    let ahead = 0;
    let found = 0;
    for await (const { question } of readPairs('huge_pair.json', huge())) {
      found += question.startsWith(`question ${found} `) ? 1 : 0;
      ahead = Math.max(ahead, asked - found);
    }
    expect(found).toBe(count);
    expect(ahead).toBeLessThan(3);
  }, 60_000);
});
