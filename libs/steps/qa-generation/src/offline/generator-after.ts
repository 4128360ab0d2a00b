import { setImmediate } from 'node:timers/promises';
import type { Plan, StatementFailure } from '#libs/business-database';
import { referencedName, relationName, type Catalog } from '#libs/catalog';
import { checkAndDescribe, equality, KnownRelations, type StatementShape } from '#libs/sql-safety';
import type { BusinessModel } from '../business/model.js';
import type { GeneratedPair } from '../pair.js';
import type { Covering } from './coverage.js';
import { OfflineGenerator } from './generate-offline.js';

/** Asks the server whether a statement can be run. */
export type Planning = (sql: string) => Promise<Plan | StatementFailure>;

/**
 * A generator that continues after a model. It repeats none of the model's pairs. Those that the server can plan count
 * for the coverage; others may be removed by sql_validation.
 * @throws DomainError of kind `unavailable` when the database goes away
 */
export async function generatorAfter(
  pairs: readonly GeneratedPair[],
  model: BusinessModel,
  catalog: Catalog,
  plan: Planning,
): Promise<OfflineGenerator> {
  const generator = new OfflineGenerator(model, catalog.database);
  const coveringOf = coveringIn(catalog);
  const plans = await Promise.all(pairs.map(({ sql }) => plan(sql)));
  for (const [index, pair] of pairs.entries()) {
    const { shape } = await checkAndDescribe(pair.sql);
    const isUsable = shape !== null && plans[index]?.outcome === 'planned';
    await generator.learn(pair, isUsable ? { ...coveringOf(shape), kind: pair.kind } : null);
    await setImmediate();
  }
  return generator;
}

function coveringIn({ relations }: Catalog): (shape: StatementShape) => Omit<Covering, 'kind'> {
  const known = new KnownRelations(relations);
  const links = relations.flatMap((relation) =>
    relation.foreignKeys.map((key) => {
      const [from, to] = [relationName(relation), referencedName(key)];
      const sides = key.columns.map((column, index) =>
        equality(`${from}.${column}`, `${to}.${key.referencedColumns[index] ?? ''}`),
      );
      return { id: `${from}:${key.name}`, from, sides };
    }),
  );
  const linksFrom = Map.groupBy(links, ({ from }) => from);
  return (shape) => {
    const { relations: entities, columns, equalities } = known.touchedBy(shape);
    const compared = new Set(equalities);
    const covered = entities
      .flatMap((entity) => linksFrom.get(entity) ?? [])
      .filter(({ sides }) => sides.every((side) => compared.has(side)));
    return { entities, columns, links: covered.map(({ id }) => id) };
  };
}
