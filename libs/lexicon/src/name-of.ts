import type { ByLanguage } from '#libs/language';
import { expanded } from './abbreviations.js';
import { commentLabel, isChinese, withoutTableWord } from './comment.js';
import { NO_CONTEXT, type WordContext } from './context.js';
import { englishFor, findTerm, formsOf, isTermWord } from './dictionary.js';
import { pluralWord, singularWord } from './inflection.js';
import { measureWordOf } from './measure-words.js';
import type { Name } from './name.js';
import { NARROW_TERMS } from './terms/narrow-terms.js';
import { countedOne, spokenTable, withoutRhythm } from './spoken-table.js';
import { pinyinMeaning } from './pinyin.js';
import { areShortForSeveral } from './sure-terms.js';
import { chineseOf, isFunctionWord, looksEnglish, toChinese, toEnglish } from './translate.js';

export interface Named {
  /** As the database has it. */
  readonly identifier: string;
  /** Its words in lower case, see `identifierWords`. */
  readonly words: readonly string[];
  readonly comment: string | null;
  /** The name is of a table: it is singular, and words for "table" go. */
  readonly isTable?: boolean;
  /** Not as people say it in English, but with all words of the table: another table has the spoken name. */
  readonly isLiteral?: boolean;
  readonly context?: WordContext;
}

const MOST_SYNONYMS = 4;
/** Shared by all names: a model has many. */
const NONE: readonly string[] = [];
/** Letters, and signs that names in sentences have. */
const SPEAKABLE = /^[\p{L}\p{N}][\p{L}\p{N} /'’&（）()+#.·-]*$/u;

/** The label in the comment, in the language it is written in. */
type Label = ByLanguage<string | null>;

/** The name of a table or a column in each language, from its comment, its identifier and the lexicon. */
export function nameOf(named: Named): ByLanguage<Name> {
  const words = expanded(named.words);
  const own = named.isTable ? inflected(words, singularWord) : words;
  const found = commentLabel(named.comment);
  const text = found && named.isTable ? withoutTableWord(found) : (found?.text ?? null);
  const label: Label = { zh: null, en: null, ...(found ? { [found.language]: text } : {}) };
  const pinyin = found === null && named.words.length === 1 ? pinyinMeaning(named.words[0] ?? '') : undefined;
  return {
    zh: chineseName(named, words.length > 1 ? words : own, label, pinyin),
    en: englishName(named, own, label, pinyin),
  };
}

function chineseName(named: Named, words: readonly string[], label: Label, pinyin?: string): Name {
  const context = named.context ?? NO_CONTEXT;
  const written = label.zh ?? (isChinese(named.identifier) ? named.identifier : null);
  const spoken = named.isTable ? withoutRhythm(words) : withoutUnit(words);
  const own =
    chineseOf(named.isTable ? attributeFirst(spoken) : spoken, context) ??
    (named.isTable ? chineseOf(spoken, context) : null) ??
    (label.en === null ? null : chineseOf(labelWords(label.en), context));
  const translated = own?.text ?? pinyin ?? null;
  const text = written ?? (translated && named.isTable ? rowsOf(translated, words) : translated);
  if (text === null || !isChinese(text) || !SPEAKABLE.test(text)) {
    return unknown(named.identifier, measureWordOf(named.identifier));
  }
  // Where the surroundings decide, the synonyms of the word by itself are of another meaning.
  const term = findTerm(words);
  const isOther = written !== null && translated !== null && !areAkin(written, translated);
  const others = isOther ? [] : [translated, ...(term?.chinese === translated ? (term?.synonyms ?? []) : [])];
  const isGuessed = written === null && (own?.isSure === false || areShortForSeveral(named.words));
  return {
    text,
    plural: text,
    measureWord: measureWordOf(text),
    known: true,
    ...(isGuessed ? { isGuessed } : {}),
    synonyms: synonymsOf(text, others),
  };
}

/** The unit of an area stands behind numbers, and is no part of the name: floor area sqm. */
function withoutUnit(words: readonly string[]): readonly string[] {
  return words.length > 1 && /^(?:sqm|sqft|m2)$/.test(words.at(-1) ?? '') ? words.slice(0, -1) : words;
}

/** The comment says what the column is: a translation of its name that begins otherwise may mean something else. */
function areAkin(written: string, other: string): boolean {
  return written.slice(0, 2) === other.slice(0, 2) || written.includes(other) || other.includes(written);
}

/** `vehicles registered` are registered vehicles. */
function attributeFirst(words: readonly string[]): readonly string[] {
  const [noun = '', done = ''] = words;
  return words.length === 2 && PARTICIPLE.test(done) ? [done, noun] : words;
}

/** What a table is called whose name says how its rows are kept: 价格历史 → 价格历史记录, 各地区销售额 → 地区销售额统计. */
function rowsOf(text: string, words: readonly string[]): string {
  return words.includes('by') && words.at(-1) !== 'by'
    ? `${text.replace(/^各/u, '')}统计`
    : /(?:历史|归档)$/u.test(text) || (findTerm(words) === undefined && text.endsWith('列表'))
      ? `${text}记录`
      : text;
}

function englishName(named: Named, words: readonly string[], label: Label, pinyin?: string): Name {
  const own =
    tradedPrice(words, named) ?? spoken(named.isTable ? inSense(words, label.zh) : words, named.isTable === true);
  const isOwn =
    pinyin === undefined &&
    words.some((word) => looksEnglish(word) && /[a-z]{2}/.test(word)) &&
    words.every((word) => looksEnglish(word) || isAcronym(word));
  const isCertain =
    isOwn &&
    !(named.isTable === true && isOtherThing(words, label.zh)) &&
    words.every((word) => isTermWord(word) || isFunctionWord(word) || /^\d+$/.test(word));
  const written = label.en;
  const chinese = label.zh ?? (isChinese(named.identifier) ? named.identifier : pinyin);
  const translated = chinese === undefined ? null : toEnglish(chinese);
  const text = isCertain ? own : (written ?? translated ?? (isOwn ? own : null));
  if (text === null) {
    return unknown(named.identifier, null);
  }
  const parts = named.isTable && !named.isLiteral ? spokenTable(text.split(' ')) : text.split(' ');
  const same = sameInChinese(parts, named.context ?? NO_CONTEXT);
  const others = [written, ...same.filter((other) => isOtherNoun(other, text))];
  if (!named.isTable) {
    return { text, plural: plural(parts), measureWord: null, known: true, synonyms: synonymsOf(text, others) };
  }
  const many = plural(parts);
  const one = countedOne(singular(parts), many);
  return { text: one, plural: many, measureWord: null, known: true, synonyms: synonymsOf(one, others) };
}

/** The comment is a term of the lexicon that the words are no name of: `register` for a 挂号 is a registration. */
function isOtherThing(words: readonly string[], comment: string | null): boolean {
  const term = findTerm(words);
  if (term === undefined || comment === null || englishFor(comment).length === 0) {
    return false;
  }
  return ![...formsOf(term)].some((form) => pairsOf(form).some((pair) => comment.includes(pair)));
}

/** Each two characters in a row; a shorter text by itself. */
function pairsOf(text: string): readonly string[] {
  const characters = [...text];
  return characters.length < 2 ? [text] : characters.slice(1).map((second, at) => `${characters[at] ?? ''}${second}`);
}

/** `kyc` in `kyc_status`: people speak its letters. */
function isAcronym(word: string): boolean {
  return /^[a-z]{2,4}$/.test(word);
}

const ACRONYMS = new Set(
  'us uk eu usa api sms url ip sku cpu gpu dns sim vat gst gdp gnp gps html http hr ceo os sla imei imsi ytd mtd qtd bom gpa crm erp tv qr pdf kyc faq isbn vin iban bmi kpi msrp gpx mac ssn ngo id scac ean upc iata icao npi ein bic icd edi csa ndc mrn etf vip atm pos gbp eur usd cny dvd cd suv bmw rfq b2b b2c it ev usb led lcd pc mfa otp nfc hiv ct mri ecg icu er pi rma'.split(
    ' ',
  ),
);

/** Its letters are spoken one by one, and people know what they stand for. */
export function isSpokenAcronym(word: string): boolean {
  return ACRONYMS.has(word);
}

/** Verbs that tables are called by, as the nouns that they stand for. */
const NOUNS: ReadonlyMap<string, string> = new Map([
  ['notify', 'notification'],
  ['operate', 'operation'],
  ['register', 'registration'],
  ['subscribe', 'subscription'],
]);
/** A word with a usual sense, and the comment that says another. */
const SENSES: readonly (readonly [string, RegExp, string])[] = [['post', /岗位|职位/u, 'position']];

/** `notification message` of notify messages; `position` of a post in a company. */
function inSense(words: readonly string[], comment: string | null): readonly string[] {
  return words.map((word, at) => {
    const sense = SENSES.find(([own, pattern]) => own === word && pattern.test(comment ?? ''))?.[2];
    return sense ?? (at < words.length - 1 ? NOUNS.get(word) : undefined) ?? word;
  });
}

const LAST_WORDS = new Map([
  ['at', 'time'],
  ['on', 'date'],
]);

/** `customer id`, `created at`, `kyc status` → customer ID, created time, KYC status */
function spoken(named: readonly string[], isTable: boolean): string {
  const words = joinedParts(asSaid(named));
  const last = words.length - 1;
  return words
    .map(
      (word, at) =>
        (last > 0 && at === last && !isTable ? LAST_WORDS.get(word) : undefined) ??
        (ACRONYMS.has(word) || !(looksEnglish(word) || word.includes('-')) ? word.toUpperCase() : word),
    )
    .join(' ');
}

/** `sub title` is a subtitle, `add on` an add-on: one word that was written as two. */
function joinedParts(words: readonly string[]): readonly string[] {
  return words
    .join(' ')
    .replace(
      /(^| )sub (?=(?:title|total|category|type|group|class|region|area|account|division|sector|system|task)s?( |$))/,
      '$1sub',
    )
    .replace(/(^| )add ons?(?= |$)/, '$1add-on')
    .split(' ');
}

/** What happened in a year. */
const OF_YEAR = /^(?:registration|birth|purchase|manufacture|construction|graduation|hire|entry)$/;
/** The four prices of a day of trading. */
const TRADED: ReadonlyMap<string, string> = new Map([
  ['open', 'opening price'],
  ['high', 'highest price'],
  ['low', 'lowest price'],
  ['close', 'closing price'],
]);

/** `high` beside `open`, `low` and `close`; null for other columns. */
function tradedPrice([word = '', second]: readonly string[], { context, isTable }: Named): string | null {
  const siblings = [...TRADED.keys()].filter((other) => context?.siblings.has(other));
  return second === undefined && !isTable && siblings.length >= 3 ? (TRADED.get(word) ?? null) : null;
}

/** One word for places that are called by two: state or province, country or region. */
const PLACES: readonly (readonly [string, string])[] = [
  ['state', 'province'],
  ['country', 'region'],
];
/** Part of an address. */
const PLACE = /^(?:city|state|country|county|province|street|zip(?: code)?|postal code)$/;
/** Where or for what a quantity is: said after it. */
const PLACED = /^(?:on (?:order|hand)|in (?:stock|transit)|per [a-z]+)$/;
const RECEIVED =
  /^(?:received|ordered|shipped|returned|rejected|invoiced|delivered|scrapped|stocked|reserved|allocated)$/;
/** A quantity with the short word for what happened to it behind. */
const QUANTITY_OF: ReadonlyMap<string, string> = new Map([
  ['order', 'quantity ordered'],
  ['ship', 'quantity shipped'],
  ['receive', 'quantity received'],
  ['reject', 'quantity rejected'],
  ['return', 'quantity returned'],
  ['issue', 'quantity issued'],
  ['pick', 'quantity picked'],
  ['good', 'good quantity'],
  ['scrap', 'quantity scrapped'],
  ['plan', 'planned quantity'],
]);
const QUANTITY = /^(?:quantity|amount|units|inventory)$/;

/** on order quantity → quantity on order, received quantity → quantity received, country region code → country code */
function asSaid(words: readonly string[]): readonly string[] {
  const [first = '', second = '', ...rest] = words;
  if (first === 'year' && rest.length === 0 && OF_YEAR.test(second)) {
    return [second, first];
  }
  if (first === 'location' && rest.length <= 1 && PLACE.test([second, ...rest].join(' '))) {
    return [second, ...rest];
  }
  const last = words.at(-1) ?? '';
  if (QUANTITY.test(last)) {
    const place = words.slice(0, -1);
    if (PLACED.test(place.join(' ')) || (place.length === 1 && RECEIVED.test(first))) {
      return [last, ...place];
    }
  }
  const done = first === 'quantity' && rest.length === 0 ? QUANTITY_OF.get(second) : undefined;
  if (done !== undefined) {
    return done.split(' ');
  }
  if (words.slice(-3).join(' ') === 'unit measure code') {
    return words.slice(0, -2);
  }
  if (first === 'state' && second === 'province' && rest.length === 0) {
    // Those of Canada are provinces.
    return ['state', 'or', 'province'];
  }
  return PLACES.some(([one, other]) => one === first && other === second) ? [first, ...rest] : words;
}

function unknown(identifier: string, measureWord: string | null): Name {
  return { text: identifier, plural: identifier, measureWord, known: false, synonyms: NONE };
}

function labelWords(text: string): readonly string[] {
  return expanded(
    text
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .filter(Boolean),
  );
}

/** Other English terms with the same Chinese one: client for customer. */
function sameInChinese(words: readonly string[], context: WordContext): readonly string[] {
  const term = findTerm(words);
  const own = new Set(words);
  const isOther = (other: string): boolean => !other.split(' ').some((word) => own.has(word));
  // In its surroundings the word may mean something else: visits to a doctor are no access.
  return term === undefined || toChinese(words, context) !== term.chinese
    ? []
    : englishFor(term.chinese).filter(
        (other) => isOther(other) && findTerm(other.split(' '))?.chinese === term.chinese,
      );
}

function synonymsOf(text: string, others: readonly (string | null)[]): readonly string[] {
  const distinct = new Set(others.filter((other): other is string => other !== null && other !== '' && other !== text));
  return distinct.size === 0 ? NONE : [...distinct].slice(0, MOST_SYNONYMS);
}

/** No name: what is done, `expires on`, `closed`. */
const VERB = /^(?:[a-z]+ed|[a-z]+ (?:at|on|by))$/;

function spelling(name: string): string {
  return name.replaceAll(' ', '').replace(/s$/, '');
}

/** Another name and no other spelling or number of the same, such as `e mail` and `costs`. */
function isOtherNoun(other: string, text: string): boolean {
  return !VERB.test(other) && !NARROW_TERMS.has(other) && spelling(other) !== spelling(text);
}

const PARTICIPLE = /^(?:[a-z]+ed|made|sent|paid|sold|given|taken|spent)$/;

/** Only the head changes: the noun before "of" or before a participle, else the last word. */
function inflected(words: readonly string[], change: (word: string) => string): string[] {
  const of = words.indexOf('of');
  const last = words.length - 1;
  const head = of > 0 ? of - 1 : last > 0 && PARTICIPLE.test(words[last] ?? '') ? last - 1 : last;
  const isHead = (at: number): boolean => at === head || words[at + 1] === 'or';
  return words.map((word, at) => (isHead(at) && /^[a-z]{2,}$/.test(word) ? change(word) : word));
}

const singular = (words: readonly string[]): string => inflected(words, singularWord).join(' ');
/** Several of what is one or the other: `states and provinces`. */
const plural = (words: readonly string[]): string =>
  inflected(words, pluralWord)
    .join(' ')
    .replace(/s or (?=\w+s$)/, 's and ');
