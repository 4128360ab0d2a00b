import type { Language } from '#libs/language';
import { ModelIndex } from '#libs/semantic-model';
import type { StepContext } from '#libs/steps/step';
import type { Business } from '../read-business.js';
import { candidatesOf } from './candidates-of.js';
import type { ChooserPorts } from './pair-chooser.js';
import { Trials } from './trials.js';

/** An example that takes longer is none to follow. */
const TRIAL_LIMITS = { connections: 3, statementTimeoutMs: 10_000 };

/** Candidates by the grammar of intents, tried on the database. Choosers of one run share the ports: a trial runs once. */
export function chooserPorts(
  { model, isEmpty }: Business,
  language: Language,
  { database, signal }: Pick<StepContext, 'database' | 'signal'>,
): ChooserPorts {
  const index = new ModelIndex(model);
  const trials = new Trials(database.statements(TRIAL_LIMITS));
  return {
    propose: (entity) => candidatesOf(index, entity, language),
    isWorthShowing: ({ sql, isGrouped }) => {
      signal.throwIfAborted();
      // An empty database gives no rows to anybody; that the statement runs has to do.
      const leastRows = isEmpty ? 0 : isGrouped ? 2 : 1;
      return trials.givesRows(sql, leastRows);
    },
  };
}
