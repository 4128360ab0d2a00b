import type { QuestionWords } from './question-words.js';

const NUMBERS = {
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  twelve: 12,
  fifteen: 15,
  twenty: 20,
};
const NAMES = 'january february march april may june july august september october november december'.split(' ');
const MONTHS = Object.fromEntries(
  NAMES.flatMap((name, index) => [
    [name, index + 1],
    [name.slice(0, 3), index + 1],
  ]),
);
/** Bounded, because it is tried at every part of a long number. */
const N = `(?<n>\\d[\\d,.]{0,30}|${Object.keys(NUMBERS).join('|')})`;
const MOST = 'highest|largest|greatest|biggest|most(?! recent)|longest|heaviest';
const LEAST = 'lowest|smallest|fewest|least|cheapest|shortest|lightest';
const MONTH = `(?<month>${Object.keys(MONTHS).join('|')})`;

export const en: QuestionWords = {
  average: /\b(average|averages|averaged|avg|mean|typical|typically)\b/gi,
  total: /\b(total|totals|sum|summed|combined|cumulative)\b/gi,
  count: /\b(how many|number of|count|counts)\b/gi,
  median: /\b(median|percentile)\b/gi,
  distinct: /\b(distinct|different|unique)\b/gi,
  most: new RegExp(`\\b(${MOST}|maximum|top)\\b`, 'gi'),
  least: new RegExp(`\\b(${LEAST}|minimum|bottom)\\b`, 'gi'),
  latest: /\b(most recent|latest|newest|last)\b/gi,
  earliest: /\b(earliest|oldest|first)\b/gi,
  falling: new RegExp(
    `\\bfrom (the )?(${MOST}) to (the )?(${LEAST})\\b|\\b(in )?descending( order)?\\b|\\b(largest|highest|longest|most|newest|latest)( \\w+)? first\\b`,
    'gi',
  ),
  rising: new RegExp(
    `\\bfrom (the )?(${LEAST}) to (the )?(${MOST})\\b|\\b(in )?ascending( order)?\\b|\\b(smallest|lowest|shortest|fewest|oldest|earliest)( \\w+){0,3} first\\b|\\b(month|year|date|day) ascending\\b`,
    'gi',
  ),
  negation:
    /\b(not|no|never|without|none|neither|nor|except|excluding|exclude|exclusive|ignore|lack|lacks|missing|other than|zero|unable|fail|failed|empty|un\w+|in(?:active|complete|valid)|non\w*|outside|cannot|still|yet|unless)\b|n't\b/gi,
  denial: /\b(not|no|never|without|none|neither|except|excluding|other than)\b|n't\b/gi,
  inclusive:
    /\bat (least|most)\b|\bor (more|less|fewer|above|below|over|under)\b|\b(inclusive|minimum of|maximum of|up to)\b/gi,
  totality: /\b(only|all|every|each|always|both|any|whole|solely|exclusively|just)\b/gi,
  each: /\b(for|in|of|by|from) each\b|\bper (day|week|month|quarter|year)\b/gi,
  top: new RegExp(
    `\\b(?:top[- ]|first )${N}\\b(?! (?:days?|weeks?|months?|years?|quarters?|hours?)\\b)|\\b${N.replace('<n>', '<n2>')} (?:most|least|highest|lowest|largest|smallest|longest|shortest|biggest|cheapest|newest|latest|oldest|earliest|fewest|best|worst)\\b`,
    'gi',
  ),
  compared: new RegExp(
    `\\b(?:(?:more|less|fewer|greater|higher|lower|larger|smaller|longer|shorter|older|younger) than|above|below|over|under|at least|at most|exceeding|between|equal to|exactly) \\$?${N}(?![\\w/-]|,\\d{3}|\\.\\d| (?:second|minute|hour|day|week|month|quarter|year)s?\\b)`,
    'gi',
  ),
  relative:
    /\b(last|past|previous|(?<!most )recent|ago|current|today|this|within|yesterday|now|since|next|inclusive|exclusive|week|weeks|between)\b/gi,
  units:
    /\b(percent|percentage|weeks?|days?|months?|years?|hours?|minutes?|seconds?|quarters?|decades?|thousand|million|billion|dozen|k)\b|%/gi,
  idioms:
    /\bat (least|most)\b|\b(above|below)[- ]average\b|\bmost of\b|\b(first|last) names?\b|\bat first\b|\bcount(y|ry|ries|ies)\b|\bfrom \w+ to \w+ (date|day|time)\b|\bon top of\b|\btop(ic|s)\b/gi,
  month: new RegExp(`\\b${MONTH}\\.?,? (?:of )?(?<year>(?:19|20)\\d\\d)\\b`, 'gi'),
  day: new RegExp(
    `\\b${MONTH}\\.? (?<day>\\d{1,2})(?:st|nd|rd|th)?,? (?<year>(?:19|20)\\d\\d)\\b|\\b(?<day2>\\d{1,2}) ${MONTH.replace('<month>', '<month2>')}\\.?,? (?<year2>(?:19|20)\\d\\d)\\b`,
    'gi',
  ),
  dayOfYear: new RegExp(`\\b${MONTH}\\.? (?<day>\\d{1,2})(?:st|nd|rd|th)?\\b(?!,? (?:19|20)\\d\\d)`, 'gi'),
  quarter: /\b(quarter|quarters|quarterly|q[1-4]|half)\b/gi,
  between: /\bbetween\b/gi,
  cumulative: /\b(cumulative|running total)\b/gi,
  share: /\b(percent|percentage|share|proportion|fraction)\b|%/gi,
  ordinal: /\b(second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|next|\d+(?:nd|rd|th))\b|\brunner/gi,
  numbers: NUMBERS,
  months: MONTHS,
};
