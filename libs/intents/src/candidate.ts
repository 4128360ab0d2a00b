import type { Language } from '#libs/language';
import { leavesOf } from './conditions.js';
import { withOneUnit } from './families/currency.js';
import type { Composed, Family, Proposal } from './families/family.js';
import type { Intent } from './intent.js';
import { skeletonOf } from './skeleton.js';
import { renderIntent } from './sql/render-intent.js';
import { isClear } from './words/clear.js';
import { isShort, phrases } from './words/phrase.js';

/** A pair that could be asked. */
export interface Candidate {
  /** The name of its family. */
  readonly kind: string;
  /** For a statement of its own, the intent nearest to it. */
  readonly intent: Intent;
  /** All wordings in the language of the task, questions first; they share the statement. */
  readonly questions: readonly string[];
  /** One statement in one line, without the closing semicolon. */
  readonly sql: string;
  /** The statement with names and values masked. */
  readonly skeleton: string;
  /** Entity ids; the subject is the first. */
  readonly entities: readonly string[];
  /** `entity id` + `.` + column */
  readonly columns: readonly string[];
  /** `entity id` + `:` + relationship id */
  readonly joins: readonly string[];
  /** Business conditions, without those that leave removed rows out. */
  readonly conditions: number;
  readonly hints: DifficultyHints;
}

export interface DifficultyHints {
  readonly joins: number;
  readonly conditions: number;
  readonly isGrouped: boolean;
  readonly hasSubquery: boolean;
  readonly hasWindow: boolean;
}

/** Null for a question that has no words in the language. */
export function candidateOf({ name }: Pick<Family, 'name'>, proposed: Proposal, language: Language): Candidate | null {
  const proposal = isComposed(proposed) ? proposed : withOneUnit(proposed);
  if (!proposal || !isClear(isComposed(proposal) ? proposal.near : proposal, language)) {
    return null;
  }
  const composed = isComposed(proposal) ? proposal : composedOf(proposal, language);
  const questions = composed.questions.filter((text) => isShort(text, language));
  if (questions.length === 0) {
    return null;
  }
  const { near: intent, sql } = composed;
  const described = composed.tables ? composed : { ...composed, ...describe(intent, language) };
  const joins = described.joins ?? [];
  const conditions = leavesOf(intent.where).length + (intent.having ? 1 : 0);
  return {
    kind: name,
    intent,
    questions,
    sql,
    skeleton: skeletonOf(sql),
    entities: described.tables ?? [intent.subject.id],
    columns: described.columns ?? [],
    joins,
    conditions,
    hints: {
      joins: joins.length,
      conditions,
      isGrouped: / GROUP BY /.test(sql),
      hasSubquery: /^WITH |\(SELECT /.test(sql),
      hasWindow: / OVER \(/.test(sql),
    },
  };
}

function isComposed(proposal: Proposal): proposal is Composed {
  return 'near' in proposal;
}

function composedOf(intent: Intent, language: Language): Composed {
  const questions = phrases(intent, language);
  return questions.length === 0
    ? { near: intent, sql: '', questions }
    : { near: intent, questions, ...renderIntent(intent, language) };
}

function describe(intent: Intent, language: Language): Pick<Composed, 'tables' | 'columns' | 'joins'> {
  const { tables, columns, joins } = renderIntent(intent, language);
  return { tables, columns, joins };
}
