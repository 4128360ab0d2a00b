import type { Language } from '#libs/language';
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
  /** One row for each group. */
  readonly isGrouped: boolean;
}

/** Null for a question that has no words in the language. */
export function candidateOf({ name }: Pick<Family, 'name'>, proposed: Proposal, language: Language): Candidate | null {
  const proposal = isComposed(proposed) ? proposed : withOneUnit(proposed);
  if (!proposal || !isClear(isComposed(proposal) ? proposal.near : proposal, language)) {
    return null;
  }
  const composed = isComposed(proposal) ? proposal : composedOf(proposal, language);
  const questions = composed?.questions.filter((text) => isShort(text, language)) ?? [];
  if (!composed || questions.length === 0) {
    return null;
  }
  const { near: intent, sql, tables: entities, columns, joins } = composed;
  const isGrouped = / GROUP BY /.test(sql);
  return { kind: name, intent, questions, sql, skeleton: skeletonOf(sql), entities, columns, joins, isGrouped };
}

function isComposed(proposal: Proposal): proposal is Composed {
  return 'near' in proposal;
}

function composedOf(intent: Intent, language: Language): Composed | null {
  const questions = phrases(intent, language);
  return questions.length === 0 ? null : { near: intent, questions, ...renderIntent(intent, language) };
}
