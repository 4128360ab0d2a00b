import type { Text } from '#libs/language';

/** Error sentences for one field, built from the expected shape and the received value. */
export function refusal(expected: Text, value: unknown, came: Text | null): Text {
  if (value === undefined) {
    return { zh: `必填，应为${expected.zh}`, en: `is required: expected ${expected.en}` };
  }
  const got = came ?? kindOf(value);
  return got.zh === ''
    ? { zh: `应为${expected.zh}`, en: `expected ${expected.en}` }
    : { zh: `应为${expected.zh}，收到${got.zh}`, en: `expected ${expected.en}, got ${got.en}` };
}

/** For values that must not be echoed. */
export const UNSAID = { zh: '', en: '' };
export const REPEATED = { zh: '此查询参数只能给出一次', en: 'this query parameter may be given only once' };
/** No colon follows "password": the masking of secrets would take the words behind it for one. */
export const URL_WITH_PASSWORD = {
  zh: '不能包含带密码的 URL，请去掉密码',
  en: 'leave the password of the URL out, this text is stored',
};
/** PostgreSQL has no texts with it. In a body it is refused before. */
export const WITH_NUL = { zh: '不能包含 NUL 字符（%00）', en: 'must not contain the character NUL (%00)' };
export const NO_OBJECT = { zh: ' JSON 对象', en: 'a JSON object' };

/** The kind of a JSON value; numbers and truth values are short enough to be shown. */
export function kindOf(value: unknown): Text {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') {
    return { zh: ` ${value}`, en: `${value}` };
  }
  if (Array.isArray(value)) {
    return { zh: '列表', en: 'a list' };
  }
  return typeof value === 'object' ? { zh: '对象', en: 'an object' } : { zh: '文本', en: 'text' };
}

export function characters(min: number, max: number): Text {
  return min === 0
    ? { zh: `不超过 ${max} 个字符的文本`, en: `text of at most ${max} characters` }
    : { zh: ` ${min} 到 ${max} 个字符的文本`, en: `text of ${min} to ${max} characters` };
}

export function charactersCame(length: number): Text {
  return { zh: ` ${length} 个字符`, en: length === 1 ? 'one character' : `${length} characters` };
}

export const BLANK_CAME = { zh: '空白文本', en: 'blank text' };

export function items(min: number, max: number): Text {
  return { zh: ` ${min} 到 ${max} 项的列表`, en: `a list of ${min} to ${max} items` };
}

export function itemsCame(length: number): Text {
  return { zh: ` ${length} 项`, en: length === 1 ? 'one item' : `${length} items` };
}

/** `a、b 或 c`. */
export function oneOf(values: readonly unknown[]): Text {
  const names = values.map(String);
  const last = names.at(-1) ?? '';
  const before = names.slice(0, -1);
  return before.length === 0
    ? { zh: ` ${last}`, en: last }
    : { zh: ` ${before.join('、')} 或 ${last}`, en: `${before.join(', ')} or ${last}` };
}

export function either(first: Text, second: Text): Text {
  return { zh: `${first.zh}，或${second.zh}`, en: `${first.en}, or ${second.en}` };
}

/** @param near the known name that is nearest to the one that came */
export function withNearest(sentence: Text, near: string | null): Text {
  return near === null
    ? sentence
    : { zh: `${sentence.zh}（是否应为 ${near}？）`, en: `${sentence.en} (did you mean ${near}?)` };
}

export function unknownField(known: readonly string[], near: string | null): Text {
  if (near !== null) {
    return withNearest({ zh: '未知字段', en: 'unknown field' }, near);
  }
  return known.length === 0
    ? { zh: '未知字段，此处不接受任何字段', en: 'unknown field: none is taken here' }
    : { zh: `未知字段，可用字段：${known.join('、')}`, en: `unknown field: the known ones are ${known.join(', ')}` };
}

/** @param required names of the fields that have no default */
export function missingBody(required: readonly string[]): Text {
  return required.length === 0
    ? {
        zh: '缺少请求体，请以 application/json 发送一个 JSON 对象',
        en: 'there is no body: send a JSON object as application/json',
      }
    : {
        zh: `缺少请求体，请以 application/json 发送一个 JSON 对象，必填字段：${required.join('、')}`,
        en: `there is no body: send a JSON object as application/json, with ${required.join(', ')}`,
      };
}
