import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { parseAnswer, type ParsedAnswer } from './answer-json.js';

const schema = z.object({ pairs: z.array(z.string()) });
const expected = { ok: true, value: { pairs: ['a}b', '中'] }, refused: [], isCut: false };

function read<T>(text: string, asked: z.ZodType<T>): ParsedAnswer<T> {
  return parseAnswer(text, asked, z.toJSONSchema(asked, { io: 'input' }));
}
const json = '{"pairs": ["a}b", "中"]}';

describe('parseAnswer', () => {
  it.each([
    ['bare JSON', json],
    ['a fence', `Here you are:\n\`\`\`json\n${json}\n\`\`\`\nDone {not json}.`],
    ['a fence without a language', `\`\`\`\n${json}\n\`\`\``],
    ['text around', `Sure! ${json} Anything else?`],
    ['reasoning before', `<think>maybe {"pairs": ["wrong"]}?</think>\n${json}`],
    ['reasoning without its opening tag', `let me think about it</think>\n${json}`],
    ['another object before', `{"note": "a draft follows"} ${json}`],
    ['a bracket that never closes before', `see [1 ${json}`],
  ])('reads JSON with %s', (_name, text) => {
    expect(read(text, schema)).toMatchObject(expected);
  });

  it('keeps a closing reasoning tag that is part of a value', () => {
    expect(read('{"pairs": ["</think>"]}', schema)).toMatchObject({ ok: true, value: { pairs: ['</think>'] } });
  });

  it('names the field that does not fit', () => {
    const parsed = read('{"pairs": 7}', schema);
    expect(parsed.ok ? '' : parsed.reason).toContain('pairs');
  });

  it.each(['', '<think>never finished {"pairs": []}', 'I am sorry, I cannot do that.', '{"note": "cut'])(
    'finds no answer in %j',
    (text) => {
      expect(read(text, schema).ok).toBe(false);
    },
  );
});

const pairSchema = z.object({
  pairs: z.array(z.object({ question: z.string(), sql: z.string(), kind: z.string().default('other') })),
});
const first = { question: '一共有多少个“阀门”？', sql: 'SELECT count(*) FROM fixture;', kind: 'counting' };
const second = { question: 'Which are heavy?', sql: 'SELECT id FROM fixture WHERE qty > 3;', kind: 'detail' };
const both = { pairs: [first, second] };
const written = JSON.stringify(both);

describe('slips of models', () => {
  it.each([
    ['raw line breaks in a text', written.replaceAll(' FROM', '\n  FROM').replaceAll('\\n', '\n')],
    ['raw tabs in a text', written.replaceAll(' FROM', '\tFROM')],
    ['a trailing comma in a list', written.replace('}]}', '},\n]}')],
    ['a trailing comma in an object', written.replaceAll('"}', '",}')],
    ['a line comment', written.replace('[', '[ // the pairs\n')],
    ['a block comment', written.replace('{"question', '/* one */ {"question')],
    ['a missing comma between items', written.replace('},{', '}\n{')],
    ['the bare list', JSON.stringify(both.pairs)],
    ['the bare list in a fence with text around', `Here:\n\`\`\`json\n${JSON.stringify(both.pairs)}\n\`\`\`\nBye [1].`],
    ['the list under another key', written.replace('"pairs"', '"data"')],
    ['an object around', `{"result": ${written}}`],
    ['keys in capitals', written.replaceAll('"sql"', '"SQL"').replaceAll('"question"', '"Question"')],
    ['a list in capitals', written.replace('"pairs"', '"Pairs"').replaceAll('"sql"', '"Sql"')],
    ['smart quotes around keys', written.replaceAll('"question"', '“question”')],
    ['smart quotes around values', written.replace('"Which are heavy?"', '“Which are heavy?”')],
    ['full-width punctuation', written.replaceAll('":"', '"："').replaceAll('","', '"，"')],
    ['full-width brackets', `｛"pairs"：［${JSON.stringify(first)}，${JSON.stringify(second)}］｝`],
    ['single quotes', written.replaceAll('"', "'")],
    ['a NUL', written.replace('heavy', '\\u0000heavy')],
    ['braces and brackets in the text before', `Of {documents} [3]:\n${written}\nHope {this} helps.`],
    ['reasoning with braces that is only closed', `I see {fixture}: {"pairs": []}\n</think>\n${written}`],
  ])('%s', (_name, text) => {
    const parsed = read(text, pairSchema);
    expect(parsed).toMatchObject({ ok: true, refused: [], isCut: false });
    const sqls = parsed.ok ? parsed.value.pairs.map(({ sql }) => sql.replace(/\s+/g, ' ')) : [];
    expect(sqls).toEqual([first.sql, second.sql]);
  });

  it.each([
    ['null', { ...second, kind: null }],
    ['nothing', { question: second.question, sql: second.sql }],
  ])('takes %s in an optional field for its default', (_name, item) => {
    expect(read(JSON.stringify({ pairs: [item] }), pairSchema)).toMatchObject({
      value: { pairs: [{ ...second, kind: 'other' }] },
    });
  });

  it('takes a single object for a list of one', () => {
    const one = { ok: true, value: { pairs: [first] } };
    expect(read(JSON.stringify({ pairs: first }), pairSchema)).toMatchObject(one);
    expect(read(JSON.stringify(first), pairSchema)).toMatchObject(one);
  });

  it('takes a number for a text, and keeps the backslash of a pattern', () => {
    const repairs = z.object({ repairs: z.array(z.object({ id: z.string(), sql: z.string().nullable() })) });
    const text = String.raw`{"repairs": [{"id": 3, "sql": "SELECT id FROM t WHERE n ~ '\d+'"}, {"id": 4, "sql": null}]}`;
    expect(read(text, repairs)).toMatchObject({
      value: {
        repairs: [
          { id: '3', sql: String.raw`SELECT id FROM t WHERE n ~ '\d+'` },
          { id: '4', sql: null },
        ],
      },
    });
  });

  it('keeps quotes and full-width punctuation that belong to a text', () => {
    const text = JSON.stringify({ pairs: [{ ...first, question: '“阀门”，即：{重} 的，有哪些' }] }).replace(
      '}]}',
      '},]}',
    );
    expect(read(text, pairSchema)).toMatchObject({ value: { pairs: [{ question: '“阀门”，即：{重} 的，有哪些' }] } });
  });
});

describe('answers of which a part is good', () => {
  it('keeps the good items and names the field of the others, but not their values', () => {
    const bad = [{ question: 'a secret value' }, { question: 7.5, sql: ['another secret'] }, 'text'];
    const parsed = read(JSON.stringify({ pairs: [first, ...bad, second] }), pairSchema);
    expect(parsed).toMatchObject({ ok: true, value: { pairs: [first, second] }, isCut: false });
    expect(parsed.ok ? parsed.refused : []).toHaveLength(3);
    expect(JSON.stringify(parsed.ok ? parsed.refused : [])).not.toContain('secret');
  });

  it('reads the other items when quotes in one of them break the JSON', () => {
    const text = written.replace('count(*)', 'AVG("Price", "Qty")');
    expect(read(text, pairSchema)).toMatchObject({ ok: true, value: { pairs: [second] } });
  });

  it.each([
    ['in a text', written.slice(0, -20), [first]],
    ['after an item', written.slice(0, -2), [first, second]],
    ['in the fence of a bare list', `\`\`\`json\n${JSON.stringify(both.pairs).slice(0, -30)}`, [first]],
    ['in a number', `${written.slice(0, -2)},{"question":"x","sql":"y","n": 1`, [first, second]],
  ])('keeps the complete items of an answer that is cut %s', (_name, text, pairs) => {
    expect(read(text, pairSchema)).toMatchObject({ ok: true, value: { pairs }, isCut: true });
  });

  it('keeps the head and the complete items of a list behind it', () => {
    const comments = z.object({ table_comment: z.string(), columns: z.array(z.object({ name: z.string() })) });
    const text = '{"table_comment": "orders", "columns": [{"name": "id"}, {"name": "am';
    expect(read(text, comments)).toMatchObject({
      value: { table_comment: 'orders', columns: [{ name: 'id' }] },
      isCut: true,
    });
  });

  it('says that an answer was cut before its first item', () => {
    expect(read(written.slice(0, 30), pairSchema)).toMatchObject({ value: { pairs: [] }, isCut: true });
    expect(read('<think>The tables', pairSchema)).toMatchObject({ ok: false, isCut: true });
  });
});

describe('an answer that cannot be used', () => {
  const reasonOf = (text: string): string => {
    const parsed = read(text, schema);
    return parsed.ok ? '' : parsed.reason;
  };

  it.each([
    ['', 'the answer is empty', false],
    [' \n', 'the answer is empty', false],
    ['<think>The tables', 'the answer is reasoning only', true],
    ['I am sorry, I cannot do that.', 'the answer holds no JSON', false],
  ])('%j: %s', (text, reason, isCut) => {
    expect(read(text, schema)).toMatchObject({ ok: false, isCut });
    expect(reasonOf(text)).toContain(reason);
  });

  it('is judged as it was written, before any repair, and by its repair where it could not be read', () => {
    expect(reasonOf('{"pairs": 7} and [more')).toBe(reasonOf('{"pairs": 7}'));
    expect(reasonOf('{"pairs": 7,}')).toContain('pairs');
  });

  it.each([
    ['an empty bare list', '[]'],
    ['a list of other values under another key', '{"tables": ["a", "b"]}'],
  ])('holds %s', (_name, text) => {
    expect(read(text, pairSchema).ok).toBe(false);
  });
});

describe('of several answers', () => {
  it('the first whole one is taken', () => {
    expect(read('{"pairs": ["a"]} or {"pairs": ["b", "c"]}', schema)).toMatchObject({ value: { pairs: ['a'] } });
  });

  it('the one with most good items is taken where none is whole', () => {
    expect(
      read('{"pairs": ["a", true]} or {"pairs": ["b", "c", true]} or {"pairs": ["d", true]}', schema),
    ).toMatchObject({
      value: { pairs: ['b', 'c'] },
    });
    expect(read('{"pairs": ["a", true]} or {"pairs": ["b"]}', schema)).toMatchObject({ value: { pairs: ['b'] } });
  });
});

describe('an answer of two lists', () => {
  const lists = z.object({ pairs: z.array(z.string()), notes: z.array(z.string()) });

  it('keeps the list that is good', () => {
    expect(read('{"pairs": ["a", true], "notes": ["x"]}', lists)).toMatchObject({
      value: { pairs: ['a'], notes: ['x'] },
    });
  });

  it('is of no use where no item of the other list is good', () => {
    expect(read('{"pairs": [true], "notes": ["x"]}', lists).ok).toBe(false);
  });
});

describe('the form of an answer', () => {
  it('may have scalars and nulls around the list', () => {
    const text = JSON.stringify({ note: null, model: 'm', data: both.pairs });
    expect(read(text, pairSchema)).toMatchObject({ ok: true, value: both });
  });

  it('may have a number for a text, in an optional field and in a list', () => {
    const comment = z.object({ id: z.string().nullable(), words: z.array(z.string()).nullable() });
    const comments = z.object({ comments: z.array(comment) });
    const text = '{"comments": [{"id": 3, "words": ["a", 5]}, {"id": null, "words": null}]}';
    const value = {
      comments: [
        { id: '3', words: ['a', '5'] },
        { id: null, words: null },
      ],
    };
    expect(read(text, comments)).toMatchObject({ value, refused: [] });
  });
});
