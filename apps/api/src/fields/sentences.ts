import type { Text } from '#libs/language';
import { text } from './text.js';

/** Refusals of one field, made of the shape that was expected and of the value that came. */
export function refusal(expected: Text, value: unknown, came: Text | null): Text {
  if (value === undefined) {
    return text(`必填，应为${expected.zh}`, `is required: expected ${expected.en}`);
  }
  const got = came ?? kindOf(value);
  return got.zh === ''
    ? text(`应为${expected.zh}`, `expected ${expected.en}`)
    : text(`应为${expected.zh}，收到${got.zh}`, `expected ${expected.en}, got ${got.en}`);
}

/** For values whose content is better not repeated. */
export const UNSAID = text('', '');
export const REPEATED = text('此查询参数只能给出一次', 'this query parameter may be given only once');
export const URL_WITH_PASSWORD = text(
  '不能包含带密码的 URL，请去掉密码',
  'holds a URL with a password: leave the password out',
);
export const NO_OBJECT = text(' JSON 对象', 'a JSON object');

/** The kind of a JSON value; numbers and truth values are short enough to be shown. */
export function kindOf(value: unknown): Text {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') {
    return text(` ${value}`, `${value}`);
  }
  if (Array.isArray(value)) {
    return text('列表', 'a list');
  }
  return typeof value === 'object' ? text('对象', 'an object') : text('文本', 'text');
}

export function characters(min: number, max: number): Text {
  return min === 0
    ? text(`不超过 ${max} 个字符的文本`, `text of at most ${max} characters`)
    : text(` ${min} 到 ${max} 个字符的文本`, `text of ${min} to ${max} characters`);
}

export function charactersCame(length: number): Text {
  return text(` ${length} 个字符`, length === 1 ? 'one character' : `${length} characters`);
}

export const BLANK_CAME = text('空白文本', 'blank text');

export function items(min: number, max: number): Text {
  return text(` ${min} 到 ${max} 项的列表`, `a list of ${min} to ${max} items`);
}

export function itemsCame(length: number): Text {
  return text(` ${length} 项`, length === 1 ? 'one item' : `${length} items`);
}

/** `a、b 或 c`. */
export function oneOf(values: readonly unknown[]): Text {
  const names = values.map(String);
  const last = names.at(-1) ?? '';
  const before = names.slice(0, -1);
  return before.length === 0
    ? text(` ${last}`, last)
    : text(` ${before.join('、')} 或 ${last}`, `${before.join(', ')} or ${last}`);
}

export function either(first: Text, second: Text): Text {
  return text(`${first.zh}，或${second.zh}`, `${first.en}, or ${second.en}`);
}

/** @param near the known name that is nearest to the one that came */
export function withNearest(sentence: Text, near: string | null): Text {
  return near === null
    ? sentence
    : text(`${sentence.zh}（是否应为 ${near}？）`, `${sentence.en} (did you mean ${near}?)`);
}

export function unknownField(known: readonly string[], near: string | null): Text {
  if (near !== null) {
    return withNearest(text('未知字段', 'unknown field'), near);
  }
  return known.length === 0
    ? text('未知字段，此处不接受任何字段', 'unknown field: none is taken here')
    : text(`未知字段，可用字段：${known.join('、')}`, `unknown field: the known ones are ${known.join(', ')}`);
}

/** @param required names of the fields that have no default */
export function missingBody(required: readonly string[]): Text {
  return required.length === 0
    ? text(
        '缺少请求体，请以 application/json 发送一个 JSON 对象',
        'there is no body: send a JSON object as application/json',
      )
    : text(
        `缺少请求体，请以 application/json 发送一个 JSON 对象，必填字段：${required.join('、')}`,
        `there is no body: send a JSON object as application/json, with ${required.join(', ')}`,
      );
}
