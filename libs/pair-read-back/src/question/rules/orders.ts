import type { SlotDifference } from '#libs/sql-reading';
import type { QuestionFacts } from '../question-facts.js';
import type { StatementFacts } from '../statement-facts.js';

type Direction = 'asc' | 'desc';
const TIME = /date|time|_at\b|\bat\b|year|month|week|day|birth|age\b|since|created|updated/i;
/** A figure over times is an amount. */
const AMOUNT = /^(sum|avg|count)\(/;
/** Places are better when they are lower. */
const PLACE = /rank|place|position|priority|level/i;

/** The direction that the words of the question ask for: superlatives of a ranking, or an order that is spelled out. */
export function orderDifferences(question: QuestionFacts, statement: StatementFacts): SlotDifference[] {
  const { reading } = statement;
  const { has } = question;
  const spelled = has('falling') === has('rising') ? null : has('falling') ? 'desc' : 'asc';
  const keys = reading.order.flatMap((order) => order.split(/, (?![^(]*\))/));
  const found = reading.order.join('; ');
  if (spelled !== null && !hasDirection([...keys, ...reading.windows], spelled)) {
    return [{ slot: 'order', expected: spelled, found }];
  }
  const ranked = spelled === null ? rankedBy(statement) : null;
  const asked =
    ranked === null
      ? null
      : askedDirection(
          question,
          ranked.some((key) => TIME.test(key) && !AMOUNT.test(key) && !key.includes(' - ')),
        );
  return ranked === null || asked === null || hasDirection(ranked, asked) || ranked.some((key) => PLACE.test(key))
    ? []
    : [{ slot: 'order', expected: asked, found: ranked.join('; ') }];
}

function hasDirection(keys: readonly string[], direction: Direction): boolean {
  return keys.some((key) => new RegExp(` ${direction}\\b`).test(key));
}

/** The first keys of what cuts a ranking off; null where nothing does. */
function rankedBy({ reading }: StatementFacts): string[] | null {
  const windows = reading.windows.filter((window) => /^(rank|dense_rank|row_number)\(/.test(window));
  if (windows.length > 0) {
    return windows.map((window) => / order (.*)\)$/.exec(window)?.[1] ?? '').filter((keys) => keys !== '');
  }
  const isCut = reading.limits.length > 0 && reading.order.length === 1 && reading.sets.length === 0;
  const [keys = ''] = reading.order;
  return isCut ? [firstKey(keys)] : null;
}

function firstKey(keys: string): string {
  return /^.*? (?:asc|desc)(?=, |$)/.exec(keys)?.[0] ?? keys;
}

function askedDirection({ has }: QuestionFacts, isTime: boolean): Direction | null {
  const amount = has('most') === has('least') ? null : has('most') ? 'desc' : 'asc';
  const time = has('latest') === has('earliest') ? null : has('latest') ? 'desc' : 'asc';
  if (isTime) {
    return amount === null && !has('relative') ? time : null;
  }
  return time === null ? amount : null;
}
