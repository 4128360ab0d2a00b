import type { SlotDifference } from '#libs/sql-reading';
import type { QuestionFacts } from '../question-facts.js';
import type { StatementFacts } from '../statement-facts.js';

/** Groups, negation and joins. */
export function structureDifferences(question: QuestionFacts, statement: StatementFacts): SlotDifference[] {
  const { reading } = statement;
  const { has } = question;
  const crossed = reading.joins.filter((join) => join.startsWith('cross '));
  const isUngrouped =
    reading.groups.length + reading.windows.length + reading.distinct.length + reading.sets.length === 0 &&
    reading.measures.length === 1 &&
    !statement.text.includes('^');
  const denied = reading.conditions.filter(({ by }) => by === 'not exists' || by === 'not in query');
  return [
    ...crossed.map((join): SlotDifference => ({ slot: 'join', expected: '', found: join })),
    ...(has('each') && isUngrouped && !has('average') ? [{ slot: 'group' as const, expected: '', found: '' }] : []),
    ...(denied.length > 0 &&
    !has('negation') &&
    !has('totality') &&
    !has('latest') &&
    !has('earliest') &&
    !has('most') &&
    !has('least')
      ? [{ slot: 'condition' as const, expected: '', found: denied.map(({ of, by }) => `${of} ${by}`).join('; ') }]
      : []),
  ];
}
