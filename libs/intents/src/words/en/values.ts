import type { Unit } from '#libs/semantic-model';
import type { Value } from '../../intent.js';
import { amountIn } from '../amount.js';
import type { Names } from '../names.js';

/** Proper nouns stand as they are; other values are quoted, so that a reader sees where they end. */
export function shownValue(value: Value, names: Names): string {
  const text = names.value(value);
  return value.meaning !== null ||
    /^\p{Lu}[\p{L}.&'-]*( (\p{Lu}[\p{L}.&'-]*|\d+|de|da|do|del|la|le|van|von|of|and|the|for|in))*$/u.test(text) ||
    /^-?\d+(\.\d+)?$/.test(text)
    ? text
    : `"${text}"`;
}

const SYMBOLS: Readonly<Record<string, string>> = { USD: '$', EUR: '€', GBP: '£', CNY: '¥', JPY: '¥', INR: '₹' };

/** Countries that are spoken with an article. */
const WITH_ARTICLE =
  /^(USA?|U\.S\.(A\.)?|UK|UAE|United (States|Kingdom|Arab Emirates).*|Netherlands|Philippines|Bahamas|Maldives|Czech Republic|Dominican Republic)$/;

/** `the USA`, `Germany`: a proper name as it stands after "in". */
export function placeName(text: string): string {
  return WITH_ARTICLE.test(text) ? `the ${text}` : text;
}

const COUNTRIES = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
const STATES_OF_USA: ReadonlyMap<string, string> = new Map(
  (
    'AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware|FL Florida|GA Georgia|' +
    'HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|KS Kansas|KY Kentucky|LA Louisiana|ME Maine|MD Maryland|' +
    'MA Massachusetts|MI Michigan|MN Minnesota|MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada|NH New Hampshire|' +
    'NJ New Jersey|NM New Mexico|NY New York|NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon|' +
    'PA Pennsylvania|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah|VT Vermont|' +
    'VA Virginia|WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming'
  )
    .split('|')
    .map((pair): [string, string] => [pair.slice(0, 2), pair.slice(3)]),
);

/**
 * The name of a place that is kept as a code: `Australia` of AU in a column of countries, `California` of CA where all
 * states of the column are of the USA. Null for a code that could be of several countries; other texts as they are.
 */
export function placeOfCode(text: string, label: string, column: readonly string[]): string | null {
  if (!/^[A-Z]{2,3}$/.test(text)) {
    return text;
  }
  if (/(^| )(country|nation)( code)?$/.test(label)) {
    const country = /^(US|UK)$/.test(text) ? text : COUNTRIES.of(text.length === 2 ? text : 'ZZ');
    return country === undefined || text.length === 3 ? text : country;
  }
  if (!/(^| )(state|province)( code)?$/.test(label)) {
    return text;
  }
  return [text, ...column].every((code) => STATES_OF_USA.has(code)) ? (STATES_OF_USA.get(text) ?? null) : null;
}

/** A number with its unit: `€20`, `90 minutes`, `10%`. */
export function amount(text: string, unit: Unit | null): string {
  const said = amountIn(text, unit, (shown, number, { kind, code }) => {
    const plain = grouped(shown);
    const symbol = kind === 'currency' && code !== null ? SYMBOLS[code] : undefined;
    return symbol ? `${symbol}${plain}` : code === null ? plain : `${plain} ${pluralUnit(code, number)}`;
  });
  return grouped(said);
}

/** `30,000`; years and small numbers stand as they are. */
export function grouped(text: string): string {
  return /^\d{5,}(\.\d+)?$/.test(text)
    ? text.replace(/^\d+/, (digits) => BigInt(digits).toLocaleString('en-US'))
    : text;
}

/** `minutes`, but `kg`. */
function pluralUnit(code: string, number: number): string {
  if (code === 'foot' && number !== 1) {
    return 'feet';
  }
  return number === 1 || !/^(day|[a-z]{4,})$/.test(code) || code.endsWith('s') ? code : `${code}s`;
}

/** Words for states: they stand before the noun. Words that end in -ed, -able and the like are found by their form. */
const ADJECTIVES = new Set(
  (
    'active inactive open closed new old valid invalid paid unpaid sent unsent male female public private internal external ' +
    'online offline normal abnormal urgent critical high low medium local foreign domestic primary secondary temporary ' +
    'permanent successful unsuccessful overdue late early pending ongoing incomplete complete available unavailable free ' +
    'busy full empty draft partial final manual automatic single married widowed hidden visible lost broken won ' +
    'full-time part-time incoming outgoing inbound outbound current former due recurring retail wholesale read unread'
  ).split(' '),
);

/** `shipped`, `not paid yet`: said of rows as a state. */
/** What may stand before an adjective: `not paid`, `partially shipped`. */
const ADVERB = /^(not|yet|already|still|[a-z]+ly|self|pre|half|out|over|under)$/;

/** Verbs and nouns that look like adjectives. */
const NO_ADJECTIVE =
  /^(enable|disable|table|cable|need|seed|feed|thing|string|ring|king|building|meeting|training|rating)$/;

export function isAdjective(text: string): boolean {
  const words = text.toLowerCase().split(' ');
  const last = words.at(-1) ?? '';
  return (
    words.length <= 3 &&
    words.slice(0, -1).every((word) => ADVERB.test(word)) &&
    words.every((word) => /^[a-z-]+$/.test(word)) &&
    !NO_ADJECTIVE.test(last) &&
    (ADJECTIVES.has(last) || FORMED.test(last))
  );
}

const FORMED = /(?:[^e]ed|[^aeiou]ing|[aeiou][lt]ing|able|ible|ful|less|ive)$/;

const PLACES = /^(country|city|region|state|state or province|province|district|county|town|continent|area|territory)$/;

/** A field that says where something is: `in Germany`. */
export function isPlace(label: string): boolean {
  return PLACES.test(label);
}

/** `a price`, `an amount`; nothing before plurals and what is not counted. */
export function withArticle(noun: string): string {
  const last = noun.slice(noun.lastIndexOf(' ') + 1);
  if (
    (/[^s]s$/.test(last) && !/^(bonus|status|surplus|virus|campus|bus|census|radius|syllabus)$/.test(last)) ||
    /^(stock|freight|revenue|income|data|weather|turnover|inventory|mileage|staff)$/.test(last)
  ) {
    return noun;
  }
  return `${/^([aeio]|[AEIO](?!n[aeiou])[a-z]|un[^i]|u[^ns])/.test(noun) || /^[FHLMNRSX][A-Z]/.test(noun) ? 'an' : 'a'} ${noun}`;
}

/** `A`, `A or B`, `A, B or C`. */
export function joined(items: readonly string[], word: string): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)}`;
}
