import type { SlotDifference } from '#libs/sql-reading';
import type { QuestionFacts } from '../question-facts.js';
import type { StatementFacts } from '../statement-facts.js';

const DAY_MS = 86_400_000;

/** Years, months and days of the question stand in the statement, and its bounds are where the question has them. */
export function periodDifferences(question: QuestionFacts, { reading, numbers }: StatementFacts): SlotDifference[] {
  const { periods } = reading;
  const found = periods.map(({ of, from, to }) => `${of} ${from ?? ''}..${to ?? ''}`).join('; ');
  const bounds = periods.flatMap(({ from, to }) => [from, to]).filter((bound) => bound !== null);
  const differs = (expected: string): SlotDifference[] => [{ slot: 'period', expected, found }];
  const [year] = question.years.filter(
    (asked) => !numbers.has(asked) && !bounds.some((bound) => Math.abs(Number(bound.slice(0, 4)) - asked) === 0),
  );
  if (year !== undefined && !isInside(year, periods)) {
    return differs(String(year));
  }
  const [month] = question.months.filter((asked) => !isMonthHeld(asked, periods, reading.conditions));
  if (month !== undefined && periods.length > 0) {
    return differs(month);
  }
  const isExplicit = question.years.length > 0 && !question.has('relative');
  const [strange] = isExplicit ? bounds.filter((bound) => !isExplained(bound, question)) : [];
  return strange === undefined ? [] : differs([...question.years, ...question.months, ...question.days].join(', '));
}

type Periods = StatementFacts['reading']['periods'];

function isInside(year: number, periods: Periods): boolean {
  return periods.some(
    ({ from, to }) =>
      (from ?? '0000') <= `${year}-12-31` && (to ?? '9999') > `${year}-01-01` && (from !== null || to !== null),
  );
}

/** Between the bounds, or a value of its own. */
function isMonthHeld(month: string, periods: Periods, conditions: StatementFacts['reading']['conditions']): boolean {
  return (
    periods.some(({ from, to }) => (from ?? '0000') <= `${month}-31` && (to ?? '9999') > `${month}-01`) ||
    conditions.some(({ values }) => values.some((value) => value.includes(month)))
  );
}

/** The first of a month may be the bound of a year, a quarter or a month. Other days are named by the question. */
function isExplained(bound: string, { days }: QuestionFacts): boolean {
  const day = bound.slice(0, 10);
  return (
    day.endsWith('-01') || days.some((asked) => asked === day || asked === dayBefore(day) || dayBefore(asked) === day)
  );
}

function dayBefore(day: string): string {
  return new Date(Date.parse(day) - DAY_MS).toISOString().slice(0, 10);
}
