import { relationName, type Catalog } from '#libs/catalog';
import { asideCopies } from '../entities/repeats.js';
import { asHint, type Chosen } from './choose.js';

/** Rows refer to a table, and not to a view over it or to a backup of it: such joins are at most hints. */
export function withoutAsideTables(chosen: readonly Chosen[], catalog: Catalog): Chosen[] {
  const aside = asideCopies(catalog);
  return chosen.map((one) => {
    const { from, to } = one.judged.candidate;
    const isAside = aside.has(relationName(to)) || (aside.has(relationName(from)) && from.definition === null);
    return isAside ? asHint(one) : one;
  });
}
