import { WORDS } from './words/by-language.js';
import type { QuestionWords } from './words/question-words.js';

/** What the words of a question show, in whichever of the languages they are. */
export interface QuestionFacts {
  readonly question: string;
  /** The question in NFKC and lower case. */
  readonly text: string;
  /** Numbers in figures, without years, dates and parts of words. */
  readonly numbers: readonly number[];
  /** Numbers that limit the rows: top 5. */
  readonly limits: readonly number[];
  /** Numbers that a value is compared with: more than 5. */
  readonly compared: readonly number[];
  readonly years: readonly number[];
  /** `YYYY-MM` */
  readonly months: readonly string[];
  /** `YYYY-MM-DD` */
  readonly days: readonly string[];
  readonly quoted: readonly string[];
  readonly has: (sign: Sign) => boolean;
}

type Sign = keyof Pick<
  QuestionWords,
  | 'average'
  | 'total'
  | 'count'
  | 'median'
  | 'distinct'
  | 'most'
  | 'least'
  | 'latest'
  | 'earliest'
  | 'falling'
  | 'rising'
  | 'negation'
  | 'denial'
  | 'inclusive'
  | 'totality'
  | 'each'
  | 'relative'
  | 'units'
  | 'quarter'
  | 'between'
  | 'cumulative'
  | 'share'
  | 'ordinal'
>;

const HAN = /\p{Script=Han}/u;
const ALL: readonly QuestionWords[] = Object.values(WORDS);
/** The words of a language in a script of its own are looked for only in questions that have it. */
const IN_LATIN = ALL.filter(({ average }) => !HAN.test(average.source));
const ISO_DAY = /(?<!\d)(?<year>(?:19|20)\d\d)[-/](?<month>\d{1,2})[-/](?<day>\d{1,2})(?!\d)/g;
const ISO_MONTH = /(?<!\d)(?<year>(?:19|20)\d\d)-(?<month>\d{2})(?![\d-])/g;
const QUOTED = /[“「『]([^”」』]{2,60})[”」』]|(?<![\p{L}\p{N}])(['"`])([^'"`]{2,60})\2(?![\p{L}\p{N}])/gu;
const NUMBER = /(?<![\p{Script=Latin}\d_.#/:-])\d+(?:,\d{3})*(?:\.\d+)?(?![\p{Script=Latin}\d_/:-])/gu;
const YEAR = /(?<![\p{Script=Latin}\d,.-])((?:19|20)\d\d)(?![\p{Script=Latin}\d%]|[.,]\d)/gu;

export function factsOf(question: string): QuestionFacts {
  const text = question.normalize('NFKC').toLowerCase();
  const languages = HAN.test(text) ? ALL : IN_LATIN;
  const quoted = [...text.matchAll(QUOTED)].map((match) => (match[1] ?? match[3] ?? '').trim());
  const times = SOME_YEAR.test(text) ? timesIn(text, languages) : { ...NO_TIMES, rest: text, figures: text };
  const plain = without(
    times.rest,
    languages.map(({ idioms }) => idioms),
  );
  const orders = languages.flatMap(({ falling, rising }) => [falling, rising]);
  const texts = { whole: text, plain, unordered: without(plain, orders) };
  return {
    question,
    text,
    numbers: [...times.figures.matchAll(NUMBER)].map(([number]) => Number(number.replaceAll(',', ''))),
    limits: numbersOf(text, languages, ({ top }) => top),
    compared: numbersOf(times.rest, languages, ({ compared }) => compared),
    years: times.years,
    months: times.months,
    days: times.days,
    quoted,
    has: signsIn(texts, languages),
  };
}

interface Times extends Pick<QuestionFacts, 'years' | 'months' | 'days'> {
  /** The text without its days. */
  readonly rest: string;
  /** The text without days, months and years. */
  readonly figures: string;
}

/** What dates have in every language. */
const SOME_YEAR = /(?:19|20)\d\d/;
const NO_TIMES = { years: [], months: [], days: [] };

function timesIn(text: string, languages: readonly QuestionWords[]): Times {
  const ofDays = [ISO_DAY, ...languages.map(({ day }) => day)];
  const ofMonths = languages.map(({ month }) => month);
  const days = [...matched(text, ofDays)].map(dayOf);
  const rest = without(text, ofDays);
  const months = [...matched(rest, [ISO_MONTH, ...ofMonths])].map(monthOf);
  const years = [...rest.matchAll(YEAR)].map((match) => Number(match[1]));
  const named = [...months, ...days].map((time) => Number(time.slice(0, 4)));
  return {
    years: [...new Set([...years, ...named])],
    months,
    days: [...days, ...daysOfYears(rest, languages, years, days)],
    rest,
    figures: without(rest, [YEAR, ...ofMonths]),
  };
}

/** Words of an order hold superlatives, so these are looked for in the rest. Idioms are taken out first. */
const SEEN_IN: Partial<Record<Sign, 'plain' | 'whole'>> = {
  falling: 'plain',
  rising: 'plain',
  inclusive: 'whole',
  between: 'whole',
};

/** Each sign is looked for when a rule asks for it: most statements hold nothing that most signs speak of. */
function signsIn(
  texts: Readonly<Record<'whole' | 'plain' | 'unordered', string>>,
  languages: readonly QuestionWords[],
): QuestionFacts['has'] {
  const known = new Map<Sign, boolean>();
  return (sign) => {
    const text = texts[SEEN_IN[sign] ?? 'unordered'];
    const isFound = known.get(sign) ?? languages.some((words) => text.search(words[sign]) >= 0);
    known.set(sign, isFound);
    return isFound;
  };
}

function* matched(text: string, patterns: readonly RegExp[]): Iterable<RegExpExecArray> {
  for (const pattern of patterns) {
    yield* text.matchAll(pattern);
  }
}

function without(text: string, patterns: readonly RegExp[]): string {
  return patterns.reduce((rest, pattern) => rest.replace(pattern, ' '), text);
}

function numbersOf(
  text: string,
  languages: readonly QuestionWords[],
  patternOf: (words: QuestionWords) => RegExp,
): number[] {
  return languages.flatMap((words) =>
    [...text.matchAll(patternOf(words))].flatMap(({ groups }) => {
      const written = groups?.['n'] ?? groups?.['n2'] ?? '';
      const number = words.numbers[written] ?? Number(written.replaceAll(',', '').replace(/\.$/, ''));
      return written === '' || Number.isNaN(number) ? [] : [number];
    }),
  );
}

function monthOf({ groups = {} }: RegExpExecArray): string {
  const name = groups['month'] ?? groups['month2'] ?? '';
  const number = ALL.map(({ months }) => months[name]).find((known) => known !== undefined) ?? Number(name);
  return `${groups['year'] ?? groups['year2'] ?? ''}-${String(number).padStart(2, '0')}`;
}

function dayOf(match: RegExpExecArray): string {
  const { groups = {} } = match;
  return `${monthOf(match)}-${(groups['day'] ?? groups['day2'] ?? '').padStart(2, '0')}`;
}

/** From January 1, 2023 to March 31: the other day belongs to a year that the question names. */
function daysOfYears(
  text: string,
  languages: readonly QuestionWords[],
  years: readonly number[],
  days: readonly string[],
): string[] {
  const named = [...new Set([...years.map(String), ...days.map((day) => day.slice(0, 4))])];
  const found = [
    ...matched(
      text,
      languages.map(({ dayOfYear }) => dayOfYear),
    ),
  ];
  return found.flatMap((match) => named.map((year) => `${year}${dayOf(match).slice(dayOf(match).indexOf('-'))}`));
}
