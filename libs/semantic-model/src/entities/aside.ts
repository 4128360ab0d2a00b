import { nameWords, splitGlued } from '#libs/column-concepts';
import { singularWord } from '#libs/lexicon';
import type { Entity } from '../model.js';

/** States of earlier times: people ask for what holds now. */
const PAST = new Set('history archive archived backup bak old version revision'.split(' '));
/** How to reach somebody, how something looks, how it is called elsewhere, what the software is set to. */
const SERVING = new Set(
  (
    'address phone telephone email fax photo image picture attachment file illustration thumbnail icon avatar description ' +
    'translation culture locale setting config configuration preference password permission'
  ).split(' '),
);
const PAST_CHINESE = /(历史|归档|备份)(记录|信息|数据)?表?$/u;
const SERVING_CHINESE = /(附件|图片|照片|配置|设置|地址|权限|翻译)(记录|信息|数据)?表?$/u;

/** Tables that a framework or a database shows its features with: their rows are of no business. */
const SAMPLE =
  /^(demo|test) (?!drive|request|booking|schedul|session|result|case|type|order|score|item)\w|^example \w|\b(demo|example|dummy)\d+\b|^(dual|dummy)\b/;
const SAMPLE_CHINESE = /^(示例|样例|测试(表|数据))|(示例|样例|演示)(表|数据)?$/u;

export type Aside = 'past' | 'serving' | 'sample';

/**
 * Rows that belong to other rows and are read with them: a history, addresses, photos, settings. Questions are about what
 * they belong to. Null for other tables.
 */
export function asideOf({ table, description }: Pick<Entity, 'table' | 'description'>): Aside | null {
  const last = nameWords(table).flatMap(splitGlued).map(singularWord).at(-1) ?? '';
  const says = (pattern: RegExp): boolean => pattern.test(table) || pattern.test(description ?? '');
  if (PAST.has(last) || says(PAST_CHINESE)) {
    return 'past';
  }
  if (SAMPLE.test(nameWords(table).join(' ')) || says(SAMPLE_CHINESE)) {
    return 'sample';
  }
  return SERVING.has(last) || says(SERVING_CHINESE) ? 'serving' : null;
}
