import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { collect } from '../collect.fixture.js';
import { MAX_STATEMENT_CHARACTERS, type Passed } from '../logged-statement.js';
import { readLogFile } from './read-log-file.js';

async function read(content: string | Uint8Array, chunk = 7): Promise<{ texts: string[]; passed: Passed[] }> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const pieces = (async function* () {
    for (let at = 0; at < bytes.length; at += chunk) {
      yield await Promise.resolve(bytes.subarray(at, at + chunk));
    }
  })();
  const passed: Passed[] = [];
  const options = { database: 'shop', onPassed: (what: Passed) => void passed.push(what) };
  const texts = (await collect(readLogFile(pieces, options))).map(({ text }) => text);
  return { texts, passed };
}

const STDERR = `2026-01-02 03:04:05.678 UTC [71] app@shop LOG:  statement: SELECT count(*)
\tFROM orders
\tWHERE status = 'a: b'
2026-01-02 03:04:05.678 UTC [71] app@shop LOG:  duration: 0.412 ms
2026-01-02 03:04:05.700 UTC [71] app@shop LOG:  duration: 0.100 ms  parse <unnamed>: SELECT * FROM orders WHERE id = $1
2026-01-02 03:04:05.700 UTC [71] app@shop LOG:  duration: 0.100 ms  bind <unnamed>: SELECT * FROM orders WHERE id = $1
2026-01-02 03:04:05.700 UTC [71] app@shop DETAIL:  parameters: $1 = '42'
2026-01-02 03:04:05.700 UTC [71] app@shop LOG:  duration: 1.100 ms  execute <unnamed>: SELECT * FROM orders WHERE id = $1
2026-01-02 03:04:05.700 UTC [71] app@shop DETAIL:  parameters: $1 = '42'
2026-01-02 03:04:05.800 UTC [71] app@shop ERROR:  relation "nothing" does not exist at character 15
2026-01-02 03:04:05.800 UTC [71] app@shop STATEMENT:  SELECT * FROM nothing
2026-01-02 03:04:05.900 UTC [72] app@other LOG:  statement: SELECT 1 FROM elsewhere
2026-01-02 03:04:06.000 UTC [71] app@shop LOG:  statement: ALTER ROLE app PASSWORD 'hunter22'
`;

describe('readLogFile', () => {
  it('reads stderr: several lines, parameters, statements of other databases, failures', async () => {
    await expect(read(STDERR)).resolves.toEqual({
      texts: ["SELECT count(*)\nFROM orders\nWHERE status = 'a: b'", 'SELECT * FROM orders WHERE id = $1'],
      passed: ['other_database'],
    });
  });

  const EXECUTED = 'execute <unnamed>: SELECT * FROM orders WHERE note = $1 AND id = $2 AND x = $3 AND y = $4';
  const VALUES = "$1 = 'it''s $2', $2 = '42', $3 = NULL, $4 = 'long...'";
  const PLACE = '2026-01-02 03:04:05.678 UTC';

  it.each([
    ['stderr', `${PLACE} [7] LOG:  ${EXECUTED}\n${PLACE} [7] DETAIL:  Parameters: ${VALUES}\n`],
    ['stderr in Chinese', `${PLACE} [7] 日志:  ${EXECUTED}\n${PLACE} [7] 详细信息:  参数: ${VALUES}\n`],
    [
      'csvlog',
      `${PLACE},"app","shop",7,"x",65,1,"SELECT",${PLACE},3/1,0,LOG,00000,"${EXECUTED}","parameters: ${VALUES}",,,,,,,,"psql","client backend",,0\n`,
    ],
    [
      'jsonlog',
      `${JSON.stringify({ dbname: 'shop', state_code: '00000', message: EXECUTED, detail: `Parameters: ${VALUES}` })}\n`,
    ],
  ])('reads values of parameters in %s, but no NULL and none that was cut', async (_, text) => {
    const options = { database: 'shop', onPassed: () => undefined };
    const bytes = (async function* () {
      yield await Promise.resolve(Buffer.from(text));
    })();
    expect((await collect(readLogFile(bytes, options))).map(({ valued }) => valued)).toEqual([
      "SELECT * FROM orders WHERE note = 'it''s $2' AND id = '42' AND x = $3 AND y = $4",
    ]);
  });

  it.each<[string, (text: string) => Uint8Array]>([
    ['gzip', (text) => gzipSync(text)],
    ['UTF-16', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['Windows line ends', (text) => Buffer.from(text.replaceAll('\n', '\r\n'))],
  ])('reads %s', async (_, encode) => {
    const { texts } = await read(encode(STDERR), 1000);
    expect(texts).toContain('SELECT * FROM orders WHERE id = $1');
    expect(texts).toHaveLength(2);
  });

  it('reads a log that is neither UTF-8 nor UTF-16', async () => {
    // 订单 in GBK
    const line = Buffer.concat([
      Buffer.from('2026-01-02 03:04:05 UTC [1] LOG:  statement: SELECT * FROM "'),
      Buffer.from([0xb6, 0xa9, 0xb5, 0xa5]),
      Buffer.from('"\n'),
    ]);
    await expect(read(line)).resolves.toMatchObject({ texts: ['SELECT * FROM "订单"'] });
  });

  it('reads messages of a Chinese server', async () => {
    const text = '2026-01-02 03:04:05 CST [1] 日志:  执行时间: 0.412 毫秒  语句: SELECT 1 FROM orders\n';
    await expect(read(text)).resolves.toMatchObject({ texts: ['SELECT 1 FROM orders'] });
  });

  it('reads csvlog with quotes and line ends in a statement', async () => {
    const record = (database: string, state: string, message: string): string =>
      `2026-01-02 03:04:05.678 UTC,"app","${database}",71,"127.0.0.1:5",65,1,"SELECT",2026-01-02 03:04:00 UTC,3/1,0,LOG,${state},"${message}",,,,,,,,,"psql","client backend",,0\n`;
    const text =
      record('shop', '00000', 'statement: SELECT ""a"",\n1 FROM orders') +
      record('other', '00000', 'statement: SELECT 2 FROM orders') +
      record('shop', '42P01', 'statement: SELECT 3 FROM orders') +
      record('shop', '00000', 'duration: 0.1 ms  execute <unnamed>: SELECT 4 FROM orders');
    await expect(read(text)).resolves.toEqual({
      texts: ['SELECT "a",\n1 FROM orders', 'SELECT 4 FROM orders'],
      passed: ['other_database'],
    });
  });

  it('goes on after a record of csvlog that never closes its quote', async () => {
    const head =
      '2026-01-02 03:04:05.678 UTC,"app","shop",71,"x",65,1,"SELECT",2026-01-02 03:04:00 UTC,3/1,0,LOG,00000,';
    const broken = `${head}"statement: SELECT 1 FROM orders WHERE a = 'x\n${`${'y'.repeat(999)}\n`.repeat(400)}`;
    const text = `${broken}${head}"statement: SELECT 2 FROM orders",,,,,,,,,"psql"\n`;
    const { texts, passed } = await read(text, 65_536);
    expect(texts).toEqual(['SELECT 2 FROM orders']);
    expect(passed).toContain('too_long');
  });

  it('reads jsonlog, and passes over lines that are no JSON', async () => {
    const line = (message: string, dbname = 'shop', state = '00000'): string =>
      `${JSON.stringify({ timestamp: 'x', dbname, state_code: state, error_severity: 'LOG', message })}\n`;
    const text =
      line('statement: SELECT 1\nFROM orders') + '{"broken\n' + line('statement: SELECT 2 FROM x', 'other') + 'null\n';
    await expect(read(text)).resolves.toEqual({ texts: ['SELECT 1\nFROM orders'], passed: ['other_database'] });
  });

  it('passes over a statement beyond the limit: cut at the end of a line, it would be another one', async () => {
    const head = '2026-01-02 03:04:05 UTC [1] LOG:  statement: ';
    const long = `${head}SELECT 1 FROM orders\n${`\t-- ${'y'.repeat(996)}\n`.repeat(220)}\tWHERE status = 1\n\tAND gone\n`;
    const { texts, passed } = await read(`${long}${head}SELECT 2 FROM orders\n`, 65_536);
    expect(texts).toEqual(['SELECT 2 FROM orders']);
    expect(passed).toEqual(['too_long']);
  });

  it('keeps a line of any length out of memory', async () => {
    const piece = Buffer.alloc(65_536, 'x');
    async function* huge(): AsyncGenerator<Uint8Array> {
      yield Buffer.from("2026-01-02 03:04:05 UTC [1] LOG:  statement: SELECT '");
      for (let at = 0; at < 4_096; at += 1) {
        yield await Promise.resolve(piece);
      }
      yield Buffer.from("' FROM orders\n2026-01-02 03:04:05 UTC [1] LOG:  statement: SELECT 1 FROM orders\n");
    }
    const passed: Passed[] = [];
    const options = { database: 'shop', onPassed: (what: Passed) => void passed.push(what) };
    const lengths: number[] = [];
    const before = process.memoryUsage().heapUsed;
    for await (const { text } of readLogFile(huge(), options)) {
      lengths.push(text.length);
    }
    expect(Math.max(...lengths)).toBeLessThan(MAX_STATEMENT_CHARACTERS + 20_000);
    expect(lengths.at(-1)).toBe('SELECT 1 FROM orders'.length);
    expect(passed).toContain('too_long');
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(200_000_000);
  });

  it('reads what there is of a gzip file that breaks off', async () => {
    const whole = gzipSync(STDERR.repeat(500));
    const { texts, passed } = await read(whole.subarray(0, whole.length - 50), 100);
    expect(texts.length).toBeGreaterThan(0);
    expect(passed).toContain('damaged');
  });

  it('passes on what the source throws', async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(Buffer.from(STDERR));
      throw new Error('the storage is away');
    }
    const options = { database: 'shop', onPassed: () => undefined };
    await expect(collect(readLogFile(failing(), options))).rejects.toThrow('the storage is away');
  });

  it.each(['', '\0\0\0\0', '\u0000LOG:  statement: SELECT 1', '{', '"', 'LOG:  ', '\n\n\t\t\n'])(
    'survives %j',
    async (text) => {
      await expect(read(text)).resolves.toBeDefined();
    },
  );
});
