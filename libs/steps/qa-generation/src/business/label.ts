import { chineseFor } from '#libs/catalog';
import type { ByLanguage, Language } from '#libs/language';
import { singular } from './inflection.js';

const HAN = /\p{Script=Han}/u;
const MAX_LABEL = 24;

/**
 * The label of a column: the head of its comment if that is in the task's language, else the words of its name (in
 * Chinese if all of them are common).
 */
export function fieldLabel(words: readonly string[], comment: string | null, language: Language): string {
  return LABELS[language].field(words, headOf(comment));
}

interface LabelRules {
  field(words: readonly string[], head: string | null): string;
  entity(words: readonly string[], head: string | null): string;
}

const LABELS: ByLanguage<LabelRules> = {
  zh: {
    field: (words, head) => (head && HAN.test(head) ? head : (chineseFor(words) ?? words.join(' '))),
    entity: (words, head) => {
      const own = head && HAN.test(head) ? withoutTable(head) : null;
      // A view called a list holds entries; a playlist is what people call one.
      return (own ?? chineseFor(words) ?? words.join(' ')).replace(/(?<!播放)列表$/u, '列表条目');
    },
  },
  en: {
    field: (words, head) => (head && !HAN.test(head) ? decapitalised(head) : spelledOut(words)),
    entity: (words, head) => {
      const isName = head !== null && !HAN.test(head) && /^[\w -]+$/.test(head);
      const own = isName ? decapitalised(head).replace(/ table$/, '') : null;
      return singular(own && own.split(' ').length <= 4 ? own : words.join(' '));
    },
  },
};

/** Abbreviations in column names. */
const ABBREVIATIONS: Readonly<Record<string, string>> = {
  activebool: 'active',
  addr: 'address',
  address2: 'second address line',
  amt: 'amount',
  avg: 'average',
  cnt: 'count',
  desc: 'description',
  lat: 'latitude',
  lng: 'longitude',
  lon: 'longitude',
  num: 'number of',
  pct: 'percent',
  qty: 'quantity',
};
/** These mean it at the end only. */
const LAST_WORDS: Readonly<Record<string, string>> = {
  at: 'time',
  dt: 'date',
  no: 'number',
  num: 'number',
  on: 'date',
};

/** `order qty` → `order quantity`, `closed at` → `closed time`, `service no` → `service number`. */
function spelledOut(words: readonly string[]): string {
  // An adjective alone is not a noun: `each active status`.
  if (words.length === 1 && /^(active|enabled|visible|valid|public)$/.test(words[0] ?? '')) {
    return `${words[0] ?? ''} status`;
  }
  const last = words.length - 1;
  return words
    .map((word, index) => (last > 0 && index === last ? LAST_WORDS[word] : undefined) ?? ABBREVIATIONS[word] ?? word)
    .join(' ');
}

/** The label of one row of a relation: in English a singular, in Chinese without the closing 表. */
export function entityLabel(words: readonly string[], comment: string | null, language: Language): string {
  return LABELS[language].entity(words, headOf(comment));
}

/** The comment up to its first punctuation; null when nothing short enough is left. */
function headOf(comment: string | null): string | null {
  const head = comment?.split(/[，。；：、,.;:（(【[\n\r|/-]/u, 1)[0]?.trim() ?? '';
  return head !== '' && [...head].length <= MAX_LABEL && !/["“”'\\]/.test(head) ? head : null;
}

/** The subject of a table, without the words for "table", "basic information", "records". */
function withoutTable(head: string): string | null {
  // `各来源系统的服务区编码对照表` is one of its rows: a `服务区编码对照`.
  const plain = head.replace(/^(?:各|所有|全部|每)[^的]{1,8}的(?=.{2})/u, '');
  return plain.replace(/(?:(?:基础|基本)(?:信息|资料|数据)表?|(?:信息|资料)?(?:记录)?表)$/u, '').trim() || null;
}

/** `Unit price` → `unit price`, but `VAT rate` stays. */
function decapitalised(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
