import type { SlotDifference } from '#libs/sql-reading';
import type { NamedFigure } from '../named-figures.js';

/** Names that tell their aggregate, in English and Chinese. */
const TOLD: readonly (readonly [RegExp, string])[] = [
  [/(?<![a-z])(?:avg|average|mean)(?![a-z])|平均|均值/, 'avg'],
  [/(?<![a-z])(?:max|maximum|highest|largest|latest)(?![a-z])|最高|最大|最新|最晚/, 'max'],
  [/(?<![a-z])(?:min|minimum|lowest|smallest|earliest)(?![a-z])|最低|最小|最早/, 'min'],
];
/** Each of them gives another figure than any other of them. */
const FIGURES = new Set(['avg', 'sum', 'min', 'max', 'count']);

/** The author of a statement has named a figure otherwise than the statement computes it. */
export function nameDifferences(figures: readonly NamedFigure[]): SlotDifference[] {
  return figures.flatMap(({ name, aggregate, of }): SlotDifference[] => {
    const told = toldBy(name);
    const isOfSuch = of.some((column) => toldBy(column).length > 0);
    const [expected] = told;
    return expected === undefined || told.length > 1 || isOfSuch || !FIGURES.has(aggregate) || aggregate === expected
      ? []
      : [{ slot: 'aggregate', expected, found: `${aggregate} AS ${name}` }];
  });
}

function toldBy(name: string): string[] {
  const text = name.toLowerCase();
  return TOLD.filter(([pattern]) => pattern.test(text)).map(([, aggregate]) => aggregate);
}
