import type { StatementRunner } from '#libs/business-database';
import type { Language } from '#libs/language';
import { ModelIndex } from '#libs/semantic-model';
import type { Business } from '../read-business.js';
import { candidatesOf } from './candidates-of.js';
import type { ChooserPorts } from './pair-chooser.js';
import { Trials } from './trials.js';

/** An example that takes longer is none to follow. */
export const TRIAL_LIMITS = { connections: 3, statementTimeoutMs: 10_000 };

/** Candidates by the grammar of intents, tried on the database. Choosers of one run share the ports: a trial runs once. */
export function chooserPorts(
  { model, isEmpty }: Business,
  language: Language,
  statements: StatementRunner,
  signal: AbortSignal,
): ChooserPorts {
  const index = new ModelIndex(model);
  const trials = new Trials(statements);
  return {
    propose: (entity) => candidatesOf(index, entity, language),
    tryOut: async ({ sql, isGrouped, checks = [] }) => {
      signal.throwIfAborted();
      // An empty database gives no rows to anybody; that the statement runs has to do.
      const leastRows = isEmpty ? 0 : isGrouped ? 2 : 1;
      const outcome = await trials.try(sql, leastRows);
      if (isEmpty || outcome !== 'tells') {
        return outcome;
      }
      for (const check of checks) {
        if ((await trials.try(check.sql, check.leastRows)) !== 'tells') {
          return 'tells_nothing';
        }
      }
      return outcome;
    },
  };
}
