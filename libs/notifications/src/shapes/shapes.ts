import { createHmac } from 'node:crypto';
import { signedHeaders } from '../http/post-webhook.js';
import type { Notice, Shape, TargetKind } from './shape.js';

/** Receivers cut longer texts, or refuse them: WeCom takes 2,048 bytes. */
const MAX_TEXT_BYTES = 2_000;

/** JSON of our own, signed as the webhook of anomalies is. */
const webhook: Shape = {
  request: ({ url, secret }, { id, event, createdAt, payload, text }) => {
    const body = JSON.stringify({ id, event, created_at: createdAt, text, data: payload });
    return { url, body, headers: signedHeaders(secret ?? '', { id, event, body }) };
  },
  refusal: () => null,
};

/** https://api.slack.com/messaging/webhooks: `{"text"}`; `&`, `<` and `>` are written as entities. */
const slack: Shape = {
  request: ({ url }, notice) => {
    const text = shown(notice).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    return { url, body: JSON.stringify({ text }) };
  },
  refusal: () => null,
};

/**
 * Custom robot of DingTalk: with a secret, `timestamp` (milliseconds) and `sign` are added to the address. `sign` is the
 * Base64 of HMAC-SHA-256 over `timestamp\nsecret`, with the secret as key.
 */
const dingtalk: Shape = {
  request: ({ url, secret }, notice, now) => {
    const target = new URL(url);
    if (secret !== null) {
      const timestamp = String(now.getTime());
      target.searchParams.set('timestamp', timestamp);
      target.searchParams.set('sign', hmac(secret, `${timestamp}\n${secret}`));
    }
    return { url: target.href, body: JSON.stringify({ msgtype: 'text', text: { content: shown(notice) } }) };
  },
  refusal: (answer) => codeOf(answer, 'errcode'),
};

/** Group robot of WeCom: the key is in the address. */
const wecom: Shape = {
  request: ({ url }, notice) => ({
    url,
    body: JSON.stringify({ msgtype: 'text', text: { content: shown(notice) } }),
  }),
  refusal: (answer) => codeOf(answer, 'errcode'),
};

/**
 * Custom bot of Feishu (Lark): with a secret, `timestamp` (seconds) and `sign` are in the body. `sign` is the Base64 of
 * HMAC-SHA-256 over nothing, with `timestamp\nsecret` as key.
 */
const feishu: Shape = {
  request: ({ url, secret }, notice, now) => {
    const timestamp = String(Math.floor(now.getTime() / 1000));
    const signature = secret === null ? {} : { timestamp, sign: hmac(`${timestamp}\n${secret}`, '') };
    return { url, body: JSON.stringify({ ...signature, msg_type: 'text', content: { text: shown(notice) } }) };
  },
  refusal: (answer) => codeOf(answer, 'code') ?? codeOf(answer, 'StatusCode'),
};

export const SHAPES: Readonly<Record<TargetKind, Shape>> = { webhook, slack, dingtalk, wecom, feishu };

function hmac(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64');
}

/** The sentence, with the id by which a repetition is recognised. */
function shown({ id, text, language }: Notice): string {
  const ending = ` (#${id})`;
  let sentence = `Data Pipeline: ${text[language]}`;
  while (Buffer.byteLength(sentence) > MAX_TEXT_BYTES - ending.length) {
    sentence = [...sentence].slice(0, -10).join('');
  }
  return sentence + ending;
}

/** Robots answer 200 to everything, with a code in the body; 0 is success. */
function codeOf(answer: string, key: string): string | null {
  try {
    const body = JSON.parse(answer) as Record<string, unknown> | null;
    const code = body?.[key];
    return code === undefined || code === 0 ? null : `${key} ${JSON.stringify(code)}`;
  } catch {
    return 'the answer is no JSON';
  }
}
