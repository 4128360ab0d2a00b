import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { NGRAM_MODEL, NgramEmbedder } from './ngram-embedder.js';

const { signal } = new AbortController();
const embedder = new NgramEmbedder();

async function embed(...texts: string[]): Promise<Float32Array[]> {
  return embedder.embed(texts, { signal });
}

function cosine(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}

const ZH = [
  '统计各服务区上个月的总营业额',
  '查询支付宝支付金额最高的前十个服务区',
  '每种车型的日均车流量是多少',
  '列出没有关联路段的服务区名称',
  '哪些公司管理的服务区数量最多',
  '按月份统计微信支付订单数的变化趋势',
];
const EN = [
  'Which customers rented the most films last year?',
  'Total payment amount per store and month',
  'List the albums of each artist',
  'How many invoices does every country have?',
  'Average length of films by category',
  'Which employees have never sold a track?',
];

describe('the n-gram embedder', () => {
  it('gives unit vectors of 384 dimensions under its own model name', async () => {
    const [vector] = await embed('服务区 service area');
    expect(embedder.model).toBe('offline-char-ngram-384-v1');
    expect(NGRAM_MODEL).toBe(embedder.model);
    expect(vector).toHaveLength(embedder.dimensions);
    expect(Math.hypot(...(vector ?? []))).toBeCloseTo(1, 6);
  });

  it('is the same on every platform and in every release', async () => {
    const [vector] = await embed('营业额 revenue 2024');
    const digest = createHash('sha256')
      .update(new Uint8Array(vector?.buffer ?? new ArrayBuffer(0)))
      .digest('hex');
    expect(digest).toBe('2ccab5601c4db67b751ff8ea95fb99e88e77b3837cf53515848f2e96cdc3dfb2');
  });

  it('takes full-width, half-width, upper and lower case for the same', async () => {
    const [a, b] = await embed('ＡＢＣ１２３ 表', 'abc123 表');
    expect(a).toEqual(b);
  });

  it.each([
    [ZH, '上个月各个服务区的营业额合计', 0],
    [ZH, '支付宝金额排名前十的服务区', 1],
    [ZH, '不同车型平均每天的车流量', 2],
    [ZH, '没有路段关联的服务区有哪些', 3],
    [ZH, '管理服务区最多的公司', 4],
    [ZH, '微信支付的订单数每月趋势', 5],
    [EN, 'customers with the most film rentals', 0],
    [EN, 'monthly payment total by store', 1],
    [EN, 'albums by artist', 2],
    [EN, 'number of invoices by country', 3],
    [EN, 'average film length in each category', 4],
    [EN, 'employees who never sold any tracks', 5],
  ])('ranks the question with the same wording first (%#)', async (questions, asked, expected) => {
    const [query, ...vectors] = await embed(asked, ...questions);
    const scores = vectors.map((vector) => cosine(query as Float32Array, vector));
    expect(scores.indexOf(Math.max(...scores))).toBe(expected);
  });

  it('finds the pair of a question, whatever its SQL', async () => {
    const pairs = [...ZH, ...EN].map(
      (question, index) => `{"question": "${question}", "sql": "SELECT name, count(*) FROM t${index} GROUP BY name;"}`,
    );
    const documents = await embed(...pairs);
    const questions = await embed(...ZH, ...EN);
    questions.forEach((question, index) => {
      const scores = documents.map((document) => cosine(question, document));
      expect(scores.indexOf(Math.max(...scores))).toBe(index);
    });
  });

  it('keeps unrelated texts apart', async () => {
    const [a, b] = await embed('统计各服务区上个月的总营业额', 'List the albums of each artist');
    expect(Math.abs(cosine(a as Float32Array, b as Float32Array))).toBeLessThan(0.15);
  });

  it('gives a text of symbols a direction too, and refuses a blank one', async () => {
    await expect(embed('!!! ???')).resolves.toHaveLength(1);
    await expect(embed('x', ' \t\n')).rejects.toMatchObject({ code: 'embedding_text_blank', params: { position: 2 } });
  });
});
