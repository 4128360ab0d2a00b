import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { SHAPES } from './shapes.js';
import type { Notice, TargetKind } from './shape.js';

const NOW = new Date('2026-03-01T04:05:06.789Z');
const SECRET = 'a secret of enough length';
const NOTICE: Notice = {
  id: '12',
  event: 'task.failed',
  createdAt: '2026-03-01T12:05:06+08:00',
  payload: { task_id: 'task_1', error: { code: 'x', params: {} } },
  text: { zh: '任务 task_1 失败: <坏&了>', en: 'task task_1 has failed: <broken & bad>' },
  language: 'zh',
};
const address = { url: 'https://hooks.example/send?access_token=abc', secret: SECRET };

function bodyOf(kind: TargetKind, notice = NOTICE, to: { url: string; secret: string | null } = address) {
  const { url, headers, body } = SHAPES[kind].request(to, notice, NOW);
  return { url: new URL(url), headers, body: JSON.parse(body) as Record<string, unknown>, text: body };
}

describe('shapes of notifications', () => {
  it('webhook: JSON with both languages, signed like the webhook of anomalies', () => {
    const { headers = {}, body, text } = bodyOf('webhook');
    expect(body).toEqual({
      id: '12',
      event: 'task.failed',
      created_at: NOTICE.createdAt,
      text: NOTICE.text,
      data: NOTICE.payload,
    });
    const [, time = '', signature] = /^t=(\d+),v1=(.*)$/.exec(headers['x-data-pipeline-signature'] ?? '') ?? [];
    expect(signature).toBe(createHmac('sha256', SECRET).update(`${time}.${text}`).digest('hex'));
    expect(headers).toMatchObject({ 'x-data-pipeline-event': 'task.failed', 'x-data-pipeline-delivery': '12' });
  });

  it('slack: text with entities', () => {
    expect(bodyOf('slack', { ...NOTICE, language: 'en' }).body).toEqual({
      text: 'Data Pipeline: task task_1 has failed: &lt;broken &amp; bad&gt; (#12)',
    });
  });

  it('dingtalk: timestamp and sign in the address', () => {
    const { url, body } = bodyOf('dingtalk');
    const timestamp = String(NOW.getTime());
    expect(Object.fromEntries(url.searchParams)).toEqual({
      access_token: 'abc',
      timestamp,
      sign: createHmac('sha256', SECRET).update(`${timestamp}\n${SECRET}`).digest('base64'),
    });
    expect(body).toEqual({ msgtype: 'text', text: { content: 'Data Pipeline: 任务 task_1 失败: <坏&了> (#12)' } });
    expect(bodyOf('dingtalk', NOTICE, { ...address, secret: null }).url.href).toBe(address.url);
  });

  it('wecom: a text of at most 2,048 bytes', () => {
    const long = { ...NOTICE, text: { zh: '长'.repeat(5_000), en: 'x' } };
    const { body } = bodyOf('wecom', long);
    const { content } = body['text'] as { content: string };
    expect(Buffer.byteLength(content)).toBeLessThanOrEqual(2_048);
    expect(content).toMatch(/长 \(#12\)$/);
  });

  it('feishu: timestamp and sign in the body', () => {
    const { body } = bodyOf('feishu');
    const timestamp = String(Math.floor(NOW.getTime() / 1000));
    expect(body).toEqual({
      timestamp,
      sign: createHmac('sha256', `${timestamp}\n${SECRET}`).update('').digest('base64'),
      msg_type: 'text',
      content: { text: 'Data Pipeline: 任务 task_1 失败: <坏&了> (#12)' },
    });
    expect(bodyOf('feishu', NOTICE, { ...address, secret: null }).body).not.toHaveProperty('sign');
  });

  it.each<[TargetKind, string, string | null]>([
    ['webhook', 'whatever', null],
    ['slack', 'ok', null],
    ['dingtalk', '{"errcode":0,"errmsg":"ok"}', null],
    ['dingtalk', '{"errcode":310000,"errmsg":"sign not match"}', 'errcode 310000'],
    ['wecom', '{"errcode":93000}', 'errcode 93000'],
    ['feishu', '{"code":0,"msg":"success"}', null],
    ['feishu', '{"StatusCode":0,"StatusMessage":"success"}', null],
    ['feishu', '{"code":19021}', 'code 19021'],
    ['feishu', '<html>', 'the answer is no JSON'],
  ])('%s takes the answer %s for %s', (kind, answer, refusal) => {
    expect(SHAPES[kind].refusal(answer)).toBe(refusal);
  });
});
