import { describe, expect, it } from '@jest/globals';
import { fingerprintSql, hasSqlDetails, parseSql, scanSql, SqlTooComplex } from './index.js';
import { ParserThread } from './parser-thread-client.js';

const LONG = `SELECT ${Array.from({ length: 2_000 }, (_, at) => `a${at}`).join(', ')} FROM t`;

describe('parseSql', () => {
  it('gives the same for short and for long texts, which a thread parses', async () => {
    expect((await parseSql('SELECT 1')).stmts).toHaveLength(1);
    expect((await parseSql(LONG)).stmts).toHaveLength(1);
    expect((await scanSql(LONG)).tokens).toHaveLength(4_002);
    expect(await fingerprintSql(LONG)).toMatch(/^[0-9a-f]{16}$/);
    const bad = `${LONG} WHERE FROM`;
    const error: unknown = await parseSql(bad).catch((thrown: unknown) => thrown);
    expect(hasSqlDetails(error) && error.sqlDetails?.cursorPosition).toBe(bad.length - 'FROM'.length);
  });

  it.each([
    ['operators', `SELECT ${'+'.repeat(50_000)}`],
    ['comments', `SELECT 1 ${'/*'.repeat(50_000)}`],
    ['tokens', `SELECT 1${'+1'.repeat(20_000)}`],
    ['nesting', `SELECT ${'('.repeat(6_000)}`],
    ['bytes', `SELECT '${'x'.repeat(1_000_000)}'`],
  ])('refuses too many %s before the parser reads them', async (reason, sql) => {
    await expect(parseSql(sql)).rejects.toMatchObject({ name: 'SqlTooComplex', reason });
  });

  it('refuses trees that are too deep to copy, and goes on', async () => {
    await expect(parseSql(`SELECT 1${'+1'.repeat(9_000)}`)).rejects.toBeInstanceOf(SqlTooComplex);
    expect((await parseSql(LONG)).stmts).toHaveLength(1);
  });
});

describe('ParserThread', () => {
  it('ends a text that takes too long without blocking this process, and parses what comes after it', async () => {
    const thread = new ParserThread();
    let turns = 0;
    const ticking = setInterval(() => (turns += 1), 1);
    const endless = thread.run('parse', `SELECT 1 ${'+'.repeat(200_000)}`, 500);
    const next = thread.run('parse', 'SELECT 2', 60_000);
    await expect(endless).rejects.toMatchObject({ reason: 'time' });
    clearInterval(ticking);
    expect(turns).toBeGreaterThan(10);
    expect(await next).toMatchObject({ stmts: [{}] });
    expect(await thread.run('scan', 'SELECT 2', 60_000)).toMatchObject({ tokens: [{}, {}] });
  });
});
