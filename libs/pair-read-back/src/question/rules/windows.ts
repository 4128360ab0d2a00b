import type { SlotDifference } from '#libs/sql-reading';
import type { QuestionFacts } from '../question-facts.js';
import type { StatementFacts } from '../statement-facts.js';

const RANK = /^(rank|dense_rank|row_number)\(/;
/** An aggregate over all rows, for the total that a share is a part of. */
const TOTAL = /^(\w+)\(.*\) over \(\)$/s;
const AGGREGATE = /^(sum|avg|min|max|count)\(/;
const WINDOW = ' over (';

/** Running totals and shares are of sums; without an ordinal, of ranked rows the first ones are asked for. */
export function windowDifferences(
  { has, numbers, limits }: QuestionFacts,
  { reading }: StatementFacts,
): SlotDifference[] {
  const { windows, conditions } = reading;
  const wrong = (expected: string, found: string): SlotDifference => ({ slot: 'aggregate', expected, found });
  const running = windows.filter(isUpToHere);
  const isSummed = running.length === 0 || running.some((window) => /^(sum|count)\(/.test(window));
  const totals = windows.filter((window) => TOTAL.test(window));
  const isOfTotal = totals.length === 0 || totals.some((window) => /^(sum|count)\(/.test(window));
  const places = conditions.filter(
    ({ of, by, values: [value = '1', ...more] }) =>
      RANK.test(of) && by === '=' && more.length === 0 && Number(value) > 1,
  );
  const isPlaceAsked = has('ordinal') || numbers.length > 0 || limits.length > 0;
  return [
    ...(has('cumulative') && !has('average') && !isSummed ? [wrong('sum', running.join('; '))] : []),
    ...(has('share') && !has('average') && !isOfTotal ? [wrong('sum', totals.join('; '))] : []),
    ...(isPlaceAsked
      ? []
      : places.map(({ of, values }): SlotDifference => ({
          slot: 'value',
          expected: '1',
          found: `${of} = ${values.join()}`,
        }))),
  ];
}

/** An aggregate up to each row. Searched from the first window on, so that the time is in proportion to the text. */
function isUpToHere(window: string): boolean {
  const at = window.indexOf(WINDOW);
  return at !== -1 && AGGREGATE.test(window) && window.includes('order ', at + WINDOW.length);
}
