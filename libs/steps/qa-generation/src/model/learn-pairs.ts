import { setImmediate } from 'node:timers/promises';
import type { StatementRunner } from '#libs/business-database';
import { checkAndDescribe } from '#libs/sql-safety';
import type { PairChooser } from '../choice/pair-chooser.js';
import type { GeneratedPair } from '../pair.js';
import type { Business } from '../read-business.js';
import { coveringIn } from './covering.js';

/**
 * Registers the pairs of a model, so that none is chosen again. Those that the server can plan count as covered; others may
 * be removed by sql_validation.
 * @throws DomainError of kind `unavailable` when the database goes away
 */
export async function learnPairs(
  chooser: PairChooser,
  pairs: readonly GeneratedPair[],
  { catalog, model }: Business,
  statements: Pick<StatementRunner, 'plan'>,
): Promise<void> {
  const coveringOf = coveringIn(catalog, model);
  const plans = await Promise.all(pairs.map(({ sql }) => statements.plan(sql)));
  for (const [index, pair] of pairs.entries()) {
    const { shape } = await checkAndDescribe(pair.sql);
    const isUsable = shape !== null && plans[index]?.outcome === 'planned';
    await chooser.learn(pair, isUsable ? { ...coveringOf(shape), kind: pair.kind } : null);
    await setImmediate();
  }
}
