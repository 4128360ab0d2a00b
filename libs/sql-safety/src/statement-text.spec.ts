import { describe, expect, it } from '@jest/globals';
import { statementText } from './statement-text.js';

const sql = 'SELECT id, qty FROM fixture WHERE qty > 0;';

describe('statementText', () => {
  it.each([
    ['nothing to mend', sql],
    ['a fence', `\`\`\`sql\n${sql}\n\`\`\``],
    ['a fence without an end', `\`\`\`postgresql\n${sql}`],
    ['text before the fence', `Here's the query:\n\`\`\`\n${sql}\n\`\`\`\nDone.`],
    ['two fences', `\`\`\`sql\n${sql}\n\`\`\`\n\`\`\`sql\nSELECT 2\n\`\`\``],
    ['a label', `SQL: ${sql}`],
    ['a label of its own line', `intermediate_sql\n${sql}`],
    ['a label in Chinese', `查询：${sql}`],
    ['reasoning', `<think>I need ids</think>${sql}`],
    ['a byte order mark', `\ufeff${sql}`],
    ['spaces of other kinds', sql.replaceAll(' FROM ', '\u3000FROM\u00a0')],
    ['invisible characters', sql.replace('id', 'id\u200b')],
    ['full-width punctuation', sql.replace(', ', '， ').replace(';', '；').replace('>', '＞')],
  ])('%s', (_name, written) => {
    expect(statementText(written)).toBe(sql);
  });

  it.each([
    ['smart single quotes', 'SELECT id FROM t WHERE name ＝ ‘阀门’；', "SELECT id FROM t WHERE name = '阀门';"],
    ['one quote for both sides', 'SELECT id FROM t WHERE name = ’阀门’', "SELECT id FROM t WHERE name = '阀门'"],
    ['brackets', 'SELECT count（*） FROM t', 'SELECT count(*) FROM t'],
    ['names in smart quotes', 'SELECT “Price” FROM “Items”', 'SELECT "Price" FROM "Items"'],
    ['names in backticks', 'SELECT `a b`, `Price` FROM `Items`', 'SELECT "a b", "Price" FROM "Items"'],
  ])('mends %s', (_name, written, mended) => {
    expect(statementText(written)).toBe(mended);
  });

  it.each([
    ['literals', "SELECT id FROM t WHERE name = '重，（大）；“x”' AND a = 'it''s；'"],
    ['quoted names', 'SELECT qty AS "数量（件）" FROM "订单，明细"'],
    ['comments', 'SELECT id -- 编号，即“号”\nFROM t /* ；　 */'],
    ['dollar quotes', 'SELECT $a$；，$a$'],
    ['backticks in a literal', "SELECT '`a`'"],
    ['a fence in a literal', "SELECT '```x```'"],
  ])('leaves %s as they are', (_name, written) => {
    expect(statementText(written)).toBe(written);
  });

  it('leaves texts that are too long for a slip as they are', () => {
    const text = (length: number): string => `SELECT （1） ${'x'.repeat(length)}`.slice(0, length);
    expect(statementText(text(32_000))).toMatch(/^SELECT \(1\) x/);
    expect(statementText(text(32_001))).toMatch(/^SELECT （1） x/);
  });
});
