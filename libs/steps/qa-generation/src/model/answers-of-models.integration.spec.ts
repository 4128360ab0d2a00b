import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createChatModel } from '#libs/language-model';
import { withDatabase } from '#libs/postgres';
import type { QuestionSqlPair } from '#libs/step-files';
import { QaGenerationStep } from '../qa-generation.step.js';
import { chatReply, MisbehavingServer, type Reply } from '../../../../../test/harness/misbehaving-model-server.js';
import { surroundings, type Surroundings } from '../../../../../test/harness/step-surroundings.js';
import { runSql } from '../../../../../test/harness/test-database.js';

const databaseServer = process.env['TEST_DATABASE_URL'];
if (!databaseServer) {
  throw new Error('TEST_DATABASE_URL is not set');
}
const name = `h3_answers_${randomBytes(4).toString('hex')}`;
const url = withDatabase(databaseServer, name);
const server = new MisbehavingServer();

const pumps = { question: '水泵有多少台？', sql: 'SELECT count(*) FROM pump;', kind: 'counting' };
const heavy = { question: '重量超过 5 的水泵有哪些？', sql: 'SELECT id FROM pump WHERE weight > 5;', kind: 'detail' };
const named = { question: '名为“甲”的水泵？', sql: "SELECT id FROM pump WHERE name = '甲';", kind: 'detail' };
const all = [pumps, heavy, named];
const json = JSON.stringify({ pairs: all });

/** The pairs of a run whose first request meets these answers; later ones are answered with nothing. */
async function pairsAfter(...replies: Reply[]): Promise<{ ofModel: QuestionSqlPair[]; around: Surroundings }> {
  server.reply((_request, count) => replies[count - 1] ?? chatReply('{"pairs": []}'));
  const chatModel = createChatModel({ baseUrl: server.baseUrl, apiKey: '', model: 'm', firstRetryMs: 1 });
  const around = surroundings(url, { business_context: '水务', questions_per_theme: 5 });
  await new QaGenerationStep({ chatModel }).run(around.input, around.context);
  const file = [...around.files].find(([path]) => path.endsWith('_pair.json'))?.[1] ?? '[]';
  const pairs = JSON.parse(file) as QuestionSqlPair[];
  return { ofModel: pairs.filter(({ source }) => source === 'model'), around };
}

beforeAll(async () => {
  await server.start();
  await runSql(databaseServer, `CREATE DATABASE ${name}`);
  await runSql(
    url,
    `CREATE TABLE pump (id int PRIMARY KEY, name text, weight numeric);
     INSERT INTO pump SELECT i, '甲', i FROM generate_series(1, 30) i;
     CREATE FUNCTION note(int) RETURNS int LANGUAGE plpgsql AS $$BEGIN RETURN $1; END$$;
     ANALYZE`,
  );
});

afterAll(async () => {
  await server.stop();
  await runSql(databaseServer, `DROP DATABASE ${name} WITH (FORCE)`);
});

describe('pairs from answers of models', () => {
  it.each([
    ['raw line breaks', chatReply(json.replaceAll(' FROM', '\n FROM'))],
    ['a trailing comma', chatReply(json.replace('}]}', '},\n]}'))],
    ['comments', chatReply(json.replace('[', '[ // pairs\n'))],
    ['parts', chatReply([{ type: 'text', text: json }])],
    ['the bare list', chatReply(JSON.stringify(all))],
    ['null kinds', chatReply(JSON.stringify({ pairs: all.map((pair) => ({ ...pair, kind: null })) }))],
    ['SQL for sql', chatReply(JSON.stringify({ pairs: all.map(({ question, sql }) => ({ question, SQL: sql })) }))],
    ['smart quotes', chatReply(json.replaceAll('"question"', '“question”'))],
    ['a NUL', chatReply(json.replace('台', '\\u0000台'))],
    [
      'fenced SQL',
      chatReply(JSON.stringify({ pairs: all.map((p) => ({ ...p, sql: `\`\`\`sql\n${p.sql}\n\`\`\`` })) })),
    ],
    ['full-width SQL', chatReply(JSON.stringify({ pairs: all.map((p) => ({ ...p, sql: p.sql.replace(';', '；') })) }))],
    ['reasoning', chatReply(`<think>{"pairs": [{}]}</think>${json}`, { message: { reasoning_content: '{x}' } })],
  ])('%s', async (_name, reply) => {
    const { ofModel } = await pairsAfter(reply);
    const written = ofModel.map(({ question, sql }) => ({ question, sql: sql.replace(/\s+/g, ' ') }));
    expect(written).toEqual(all.map(({ question, sql }) => ({ question, sql })));
  });

  it('keeps the good pairs, asks for the bad one with the reason, and counts what stays bad', async () => {
    const bad = { question: '机密 4711' };
    const { ofModel, around } = await pairsAfter(
      chatReply(JSON.stringify({ pairs: [pumps, bad, heavy] })),
      chatReply(JSON.stringify({ pairs: [named, bad, bad] })),
    );
    expect(ofModel.map(({ question }) => question)).toEqual([pumps, heavy, named].map(({ question }) => question));
    expect(JSON.stringify(server.requests[1]?.body['messages'])).toContain('pairs.sql');
    const warnings = around.logged.filter((line) => line.includes('丢弃'));
    expect(warnings).toEqual([expect.stringMatching(/丢弃模型的 2 个问答对.*pairs\.sql/)]);
    expect(around.logged.join()).not.toContain('4711');
  });

  it('keeps the complete pairs of an answer that was cut', async () => {
    const { ofModel } = await pairsAfter(
      chatReply(json.slice(0, -40), { finishReason: 'length' }),
      chatReply(JSON.stringify({ pairs: [named] })),
    );
    expect(ofModel).toHaveLength(3);
    expect(new Set(server.requests.map(({ body }) => JSON.stringify(body['messages']))).size).toBe(
      server.requests.length,
    );
  });

  it('counts refused statements by reason, without their text', async () => {
    const statements = [
      "SELECT 'geheim' FORM pump x",
      "SELECT 'geheim' FRM pump x",
      'DELETE FROM pump',
      'SELECT 1 FROM nowhere',
    ];
    const pairs = statements.map((sql, index) => ({ question: `q${index}`, sql, kind: 'other' }));
    const { ofModel, around } = await pairsAfter(chatReply(JSON.stringify({ pairs })));
    expect(ofModel).toEqual([]);
    const warnings = around.logged.filter((line) => line.includes('丢弃模型的'));
    expect(warnings).toHaveLength(3);
    expect(warnings[0]).toMatch(/丢弃模型的 2 个问答对：SQL 有语法错误/);
    expect(around.logged.join()).not.toContain('geheim');
  });

  it.each([
    ['the sum of a key', { question: '编号之和？', sql: 'SELECT sum(id) FROM pump' }, /对 id 求和/],
    [
      'the average of a key, by an alias',
      { question: '平均编号？', sql: 'SELECT avg(p.id) FROM pump p' },
      /对 id 求和/,
    ],
    ['no rows', { question: '很重的水泵？', sql: 'SELECT name FROM pump WHERE weight > 999' }, /没有结果/],
    ['only NULL', { question: '未知？', sql: 'SELECT nullif(name, name) FROM pump' }, /没有结果/],
    ['a function that writes', { question: '写入？', sql: 'SELECT note(id) FROM pump' }, /note/],
    ['one group', { question: '各名称的数量？', sql: 'SELECT name, count(*) FROM pump GROUP BY name' }, /一个分组/],
  ])('refuses %s, with the reason, and asks for another pair', async (_name, pair, reason) => {
    const { ofModel, around } = await pairsAfter(
      chatReply(JSON.stringify({ pairs: [pumps, pair, heavy] })),
      chatReply(JSON.stringify({ pairs: [named] })),
    );
    expect(ofModel.map(({ question }) => question)).toEqual([pumps, heavy, named].map(({ question }) => question));
    expect(around.logged.filter((line) => line.includes('丢弃模型的'))).toEqual([expect.stringMatching(reason)]);
  });

  it('shows the model what the columns mean', async () => {
    await pairsAfter(chatReply(json));
    const [{ content } = { content: '' }] = (server.requests[0]?.body['messages'] as { content: string }[]).slice(1);
    expect(content).toMatch(/<meaning>- public\.pump is a thing, called .*measures: weight \(/);
  });

  it('fails with the status of a rejection whose reason phrase is Chinese', async () => {
    const rejection = { status: 401, json: { error: { message: 'the key is wrong' } }, reasonPhrase: '未授权' };
    await expect(pairsAfter(...Array.from({ length: 9 }, () => rejection))).rejects.toMatchObject({
      code: 'model_rejected',
      params: { status: 401 },
    });
    expect(server.requests).toHaveLength(1);
  });
});
