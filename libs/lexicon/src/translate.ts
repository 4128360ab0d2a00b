import { expanded } from './abbreviations.js';
import { chineseInContext, hasContextTerms, NO_CONTEXT, type WordContext } from './context.js';
import { memoized } from './memoized.js';
import { isSureCompound, isSureTerm, type Part } from './sure-terms.js';
import { structured } from './name-patterns.js';
import { englishFor, findTerm, isTermWord, LONGEST_CHINESE, LONGEST_TERM, type Term } from './dictionary.js';

const MOST_WORDS = 8;

/** Chinese for some words. */
export interface Chinese {
  readonly text: string;
  /** A term as a whole, or terms that mean the same in each trade: what people certainly say, and no guess of its parts. */
  readonly isSure: boolean;
}

/**
 * Chinese for the words of a name, abbreviations written out; null where one of them is unknown. The longest terms win.
 */
export function toChinese(words: readonly string[], context: WordContext = NO_CONTEXT): string | null {
  return chineseOf(words, context)?.text ?? null;
}

/** As {@link toChinese}, and whether people certainly say so. */
export function chineseOf(words: readonly string[], context: WordContext = NO_CONTEXT): Chinese | null {
  if (words.length === 0 || words.length > MOST_WORDS) {
    return null;
  }
  return words.some(hasContextTerms) ? inContext(words, context) : plainChinese(words.join(' '));
}

const plainChinese = memoized((phrase: string): Chinese | null => inContext(phrase.split(' '), NO_CONTEXT));

function inContext(words: readonly string[], context: WordContext): Chinese | null {
  let isSure = true;
  const heard = (found: Chinese | null): string | null => {
    isSure &&= found?.isSure ?? true;
    return found?.text ?? null;
  };
  const translator = {
    inContext: (part: readonly string[]) => heard(chineseOf(part, context)),
    plain: (part: readonly string[]) => heard(chineseOf(part)),
    compound: (part: readonly string[]) => heard(compound(part, context)),
  };
  const whole = wholeTerm(words, context);
  const zh = whole ? heard(whole) : (structured(words, translator) ?? heard(compound(words, context)));
  return zh === null ? null : { text: withFittingExtreme(withoutRepeats(zh)), isSure };
}

/** Chinese for the words of an identifier, or null when one of them is unknown. */
export function chineseFor(words: readonly string[]): string | null {
  return toChinese(expanded(words));
}

/** Chinese that people would use for the words of a value; null where one is unknown, or their meaning a guess. */
export function sureChineseFor(words: readonly string[]): string | null {
  const found = chineseOf(expanded(words));
  return found?.isSure && (found.text.length > 1 || /^[男女是否]$/u.test(found.text)) ? found.text : null;
}

function wholeTerm(words: readonly string[], context: WordContext): Chinese | null {
  const decided = chineseInContext(words, 0, context, words.length);
  const text = decided ?? findTerm(words)?.chinese;
  return text === undefined ? null : { text, isSure: decided !== undefined || isSureTerm(words) };
}

/** Nouns of which the number is a 号 and not a 编号. */
const NUMBERED =
  /(?:订单|单|合同|发票|电话|手机|传真|账|卡|票|证|证件|房间|房|楼|门牌|楼层|座位|批次|流水|版本|订购|航班|车牌|学|工|快递|运单|区块|端口|护照|税|信用卡|银行卡|登记|许可证|序列|追踪|跟踪)$/u;

interface Way {
  readonly cost: number;
  readonly text: string;
  readonly parts: readonly Part[];
}

/** A row of nouns: the order is the same in Chinese, and only the last term is the head. */
function compound(words: readonly string[], context: WordContext): Chinese | null {
  const ways: (Way | undefined)[] = [{ cost: 0, text: '', parts: [] }];
  for (let end = 1; end <= words.length; end += 1) {
    for (let start = Math.max(0, end - LONGEST_TERM); start < end; start += 1) {
      const before = ways[start];
      const found = before && segment(words, start, end, context, before.text);
      const cost = (before?.cost ?? 0) + 1;
      if (before && found !== undefined && cost <= (ways[end]?.cost ?? Infinity)) {
        const part = { words: words.slice(start, end), isDecided: found.isDecided };
        const text = `${before.text}${between(before.text, found.text)}${found.text}`;
        ways[end] = { cost, text, parts: [...before.parts, part] };
      }
    }
  }
  const found = ways[words.length];
  return found && found.text !== '' ? { text: found.text, isSure: isSureCompound(found.parts) } : null;
}

/** 州/省与国家/地区 */
function between(before: string, after: string): string {
  return /\/\p{Script=Han}+$/u.test(before) && /^\p{Script=Han}+\//u.test(after) ? '与' : '';
}

/** Chinese for one part of a row of nouns. */
interface Segment {
  readonly text: string;
  /** By its surroundings, not by the general meaning of the words. */
  readonly isDecided: boolean;
}

function segment(
  words: readonly string[],
  start: number,
  end: number,
  context: WordContext,
  before: string,
): Segment | undefined {
  const isLast = end === words.length;
  if (end === start + 1) {
    const word = words[start] ?? '';
    if (/^\d+$/.test(word)) {
      return { text: word, isDecided: false };
    }
    if (isLast && before !== '' && (word === 'number' || word === 'numbers')) {
      const text = /(?:电话|手机)$/u.test(before) ? '号码' : NUMBERED.test(before) ? '号' : '编号';
      return { text, isDecided: true };
    }
  }
  const decided = hasContextTerms(words[start] ?? '') ? chineseInContext(words, start, context, end) : undefined;
  if (decided !== undefined) {
    return { text: decided, isDecided: true };
  }
  const term = findTerm(words.slice(start, end));
  return term && { text: form(term, start, isLast), isDecided: false };
}

function form(term: Term, start: number, isLast: boolean): string {
  return !isLast ? term.asModifier : start > 0 ? term.asHead : term.chinese;
}

/** Money, prices, rates and scores have a 最低 and 最高, quantities a 最小 and 最大. */
function withFittingExtreme(text: string): string {
  return /^最[小大].*(?:费|费用|价|价格|单价|金额|余额|工资|薪资|成本|租金|率|分数|成绩|温度|押金|消费|限价)$/u.test(
    text,
  )
    ? text.replace(/^最小/u, '最低').replace(/^最大/u, '最高')
    : text;
}

/** 订单订单号 → 订单号 */
function withoutRepeats(text: string): string {
  return text.replace(/(\p{Script=Han}{2,4})\1/gu, '$1').replace(/([号数率人量价额类])\1/gu, '$1');
}

/** English for a Chinese name; null where a part of it is unknown. */
export const toEnglish = memoized((name: string): string | null => {
  const text = name.replace(/(?<=.)的(?=.)/gu, '').trim();
  const ways: ({ readonly cost: number; readonly words: readonly string[] } | undefined)[] = [{ cost: 0, words: [] }];
  for (let end = 1; end <= text.length; end += 1) {
    for (let start = Math.max(0, end - LONGEST_CHINESE); start < end; start += 1) {
      const before = ways[start];
      const part = text.slice(start, end);
      const english =
        before && (englishFor(part)[0] ?? (/^[A-Za-z0-9 ]+$/.test(part) && part.length > 1 ? part.trim() : undefined));
      const cost = (before?.cost ?? 0) + (part.length === 1 ? 1.6 : 1);
      if (before && english !== undefined && cost < (ways[end]?.cost ?? Infinity)) {
        ways[end] = { cost, words: [...before.words, english] };
      }
    }
  }
  const words = ways[text.length]?.words ?? [];
  return words.length > 0 && words.length <= 4 ? words.join(' ').replace(/\b(\w+) \1\b/g, '$1') : null;
});

/** The word may be English: the lexicon has it, or it can be pronounced and is long enough. */
export const looksEnglish = memoized(
  (word: string): boolean =>
    isTermWord(word) ||
    /^\d+$/.test(word) ||
    isFunctionWord(word) ||
    (/^[a-z]{4,}$/.test(word) && /[aeiouy]/.test(word) && !/[^aeiouy]{5}|[aeiou]{4}|(.)\1\1/.test(word)),
);

const FUNCTION_WORDS = new Set(
  'of to for by in on at and or per with from is has was not no as up out off the can if via into over under'.split(
    ' ',
  ),
);

export function isFunctionWord(word: string): boolean {
  return FUNCTION_WORDS.has(word);
}
