import type { Condition, SlotDifference } from '#libs/sql-reading';
import type { QuestionFacts } from '../question-facts.js';
import { isNumber, type StatementFacts } from '../statement-facts.js';

/** Factors between units in which people and statements count: percent, thousands, times. */
const FACTORS = [0.01, 100, 1000, 10_000, 1_000_000, 60, 3600, 24, 7, 12, 3, 30, 52, 365];
/** Too common, and written without a figure. */
const TRIVIAL = new Set([0, 1]);

/** A number of the question stands in the statement; where a wrong one stands there instead, or none, the slot differs. */
export function amountDifferences(question: QuestionFacts, statement: StatementFacts): SlotDifference[] {
  return [...limitDifferences(question, statement), ...valueDifferences(question, statement)];
}

function limitDifferences({ limits }: QuestionFacts, { reading, numbers }: StatementFacts): SlotDifference[] {
  return limits
    .filter((limit) => !TRIVIAL.has(limit) && !numbers.has(limit))
    .map((limit) => ({ slot: 'limit', expected: String(limit), found: reading.limits.join(', ') }));
}

function valueDifferences(question: QuestionFacts, statement: StatementFacts): SlotDifference[] {
  const asked = question.numbers.filter((number) => !TRIVIAL.has(number) && !question.limits.includes(number));
  const missing = asked.filter((number) => !isHeld(number, question, statement));
  if (missing.length === 0) {
    return [];
  }
  const strange = statement.numeric.filter(({ values }) =>
    values.every((value) => !TRIVIAL.has(Number(value)) && !isAsked(Number(value), question)),
  );
  const [instead] = strange;
  if (instead) {
    const found = `${instead.of} ${instead.by} ${instead.values.join(', ')}`;
    return [{ slot: 'value', expected: missing.join(', '), found }];
  }
  const compared = missing.filter((number) => question.compared.includes(number));
  const hasNumbers = statement.reading.conditions.some(({ values }) => values.some((value) => /\d/.test(value)));
  return compared.length > 0 && !hasNumbers && statement.reading.periods.length === 0
    ? [{ slot: 'condition', expected: compared.join(', '), found: '' }]
    : [];
}

function isHeld(number: number, { has }: QuestionFacts, { numbers, reading }: StatementFacts): boolean {
  return (
    numbers.has(number) ||
    reading.conditions.some((condition) => isNextTo(number, condition, has('inclusive') || has('between'))) ||
    (has('units') && isScaled(number, numbers))
  );
}

/** More than 5 whole things may be written as `>= 6`, and at least 5 as `> 4`. */
function isNextTo(number: number, { by, values: [value = ''] }: Condition, isInclusive: boolean): boolean {
  const next = by === '>=' || by === '<' ? number + 1 : by === '<=' || by === '>' ? number - 1 : null;
  const isStrict = by === '<' || by === '>';
  return next !== null && isStrict === isInclusive && isNumber(value) && Number(value) === next;
}

function isScaled(number: number, numbers: ReadonlySet<number>): boolean {
  return FACTORS.some((factor) =>
    [...numbers].some((other) => isNear(other, number * factor) || isNear(number, other * factor)),
  );
}

function isNear(one: number, other: number): boolean {
  return Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(other));
}

function isAsked(value: number, { numbers, limits, compared, years, has }: QuestionFacts): boolean {
  const asked = [...numbers, ...limits, ...compared, ...years];
  return asked.includes(value) || (has('units') && isScaled(value, new Set(asked)));
}
