import { expanded } from './abbreviations.js';
import { chineseInContext, hasContextTerms, NO_CONTEXT, type WordContext } from './context.js';
import { memoized } from './memoized.js';
import { englishFor, findTerm, isTermWord, LONGEST_CHINESE, LONGEST_TERM, type Term } from './dictionary.js';

const MOST_WORDS = 8;

/**
 * Chinese for the words of a name, abbreviations written out; null where one of them is unknown. The longest terms win.
 */
export function toChinese(words: readonly string[], context: WordContext = NO_CONTEXT): string | null {
  if (words.length === 0 || words.length > MOST_WORDS) {
    return null;
  }
  return words.some(hasContextTerms) ? inContext(words, context) : plainChinese(words.join(' '));
}

const plainChinese = memoized((phrase: string): string | null => inContext(phrase.split(' '), NO_CONTEXT));

function inContext(words: readonly string[], context: WordContext): string | null {
  const zh = wholeTerm(words, context) ?? structured(words, context) ?? compound(words, context);
  return zh === null ? null : withoutRepeats(zh);
}

/** Chinese for the words of an identifier, or null when one of them is unknown. */
export function chineseFor(words: readonly string[]): string | null {
  return toChinese(expanded(words));
}

function wholeTerm(words: readonly string[], context: WordContext): string | null {
  if (words.length === 1) {
    return chineseInContext(words, 0, context) ?? findTerm(words)?.chinese ?? null;
  }
  return findTerm(words)?.chinese ?? null;
}

type Pattern = (words: readonly string[], context: WordContext) => string | null;

const put = (text: string | null, place: (text: string) => string): string | null =>
  text === null ? null : place(text);

const PARTICIPLE = /^(?:[a-z]+ed|made|sent|paid|sold)$/;

/** `is X`, `X by`, `number of X`: names that are more than a row of nouns. */
const structured: Pattern = (words, context) => {
  const [first = '', second = ''] = words;
  const last = words.at(-1) ?? '';
  const rest = words.slice(1);
  const begin = words.slice(0, -1);
  const of = words.indexOf('of');
  if (rest.length === 0) {
    return null;
  }
  if (first === 'is' || first === 'was') {
    return put(toChinese(rest, context), (text) => `是否${text.replace(/^是否|(?:标志|状态|标记)$/gu, '')}`);
  }
  if (first === 'has' || first === 'have') {
    return put(toChinese(rest, context), (text) => `是否有${text}`);
  }
  if (first === 'can' || first === 'allow' || first === 'allows') {
    return put(toChinese(rest, context), (text) => `${first === 'can' ? '可否' : '是否允许'}${text}`);
  }
  if (of > 0 && of < words.length - 1) {
    return joined(words.slice(of + 1), words.slice(0, of), context);
  }
  if ((first === 'date' || first === 'time') && PARTICIPLE.test(last)) {
    return put(toChinese(rest, context), (text) => `${text}${first === 'date' ? '日期' : '时间'}`);
  }
  if (last === 'by') {
    return put(toChinese(begin, context), (text) => `${text}人`);
  }
  if (last === 'at' || last === 'on') {
    return put(toChinese(begin, context), (text) => `${text}${last === 'at' ? '时间' : '日期'}`);
  }
  if (/^(?:daily|weekly|monthly|quarterly|yearly|hourly)$/.test(last)) {
    return toChinese([last, ...begin], context);
  }
  const by = words.indexOf('by');
  if (by > 0) {
    return (
      put(
        toChinese(words.slice(by + 1), context),
        (who) => put(toChinese(words.slice(0, by), context), (what) => `按${who}${what}`) ?? '',
      ) || null
    );
  }
  const per = words.indexOf('per');
  if (per > 0 && per < words.length - 1) {
    const [what, each] = [toChinese(words.slice(0, per), context), toChinese(words.slice(per + 1), context)];
    return what && each && `每${each}${what}`;
  }
  if (first === 'total' && second !== 'of' && !/^(?:number|count)$/.test(last)) {
    return put(toChinese(rest, context), (text) => `总${text}`);
  }
  return null;
};

/** `number of orders` → 订单数 */
function joined(whose: readonly string[], what: readonly string[], context: WordContext): string | null {
  const head = what.join(' ');
  const zh = toChinese(whose, context);
  if (/^(?:number|count|total number)$/.test(head)) {
    return put(zh, (text) => (head.startsWith('total') ? `${text}总数` : `${text}数`));
  }
  const [term] = [toChinese([...whose, ...what], context)];
  return zh && term;
}

/** Nouns of which the number is a 号 and not a 编号. */
const NUMBERED =
  /(?:订单|单|合同|发票|电话|手机|传真|账|卡|票|证|证件|房间|房|楼|门牌|楼层|座位|批次|流水|版本|订购|航班|车牌|学|工|快递|运单|区块|端口|护照|税|信用卡|银行卡|登记|许可证|序列|追踪|跟踪)$/u;

interface Way {
  readonly cost: number;
  readonly text: string;
}

/** A row of nouns: the order is the same in Chinese, and only the last term is the head. */
const compound: Pattern = (words, context) => {
  const ways: (Way | undefined)[] = [{ cost: 0, text: '' }];
  for (let end = 1; end <= words.length; end += 1) {
    for (let start = Math.max(0, end - LONGEST_TERM); start < end; start += 1) {
      const before = ways[start];
      const text = before && segment(words, start, end, context, before.text);
      const cost = (before?.cost ?? 0) + 1;
      if (before && text !== undefined && cost < (ways[end]?.cost ?? Infinity)) {
        ways[end] = { cost, text: `${before.text}${text}` };
      }
    }
  }
  const found = ways[words.length];
  return found && found.text !== '' ? found.text : null;
};

function segment(
  words: readonly string[],
  start: number,
  end: number,
  context: WordContext,
  before: string,
): string | undefined {
  const isLast = end === words.length;
  if (end === start + 1) {
    const word = words[start] ?? '';
    if (/^\d+$/.test(word)) {
      return word;
    }
    if (isLast && before !== '' && (word === 'number' || word === 'numbers')) {
      return NUMBERED.test(before) ? '号' : '编号';
    }
    const decided = hasContextTerms(word) ? chineseInContext(words, start, context) : undefined;
    if (decided !== undefined) {
      return decided;
    }
  }
  const term = findTerm(words.slice(start, end));
  return term && form(term, start, isLast);
}

function form(term: Term, start: number, isLast: boolean): string {
  return !isLast ? term.asModifier : start > 0 ? term.asHead : term.chinese;
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
