import type { Language } from '#libs/language';
import { CERTAINTY } from './certain/by-language.js';
import { withOneUnit } from './families/currency.js';
import type { Composed, Family, Proposal } from './families/family.js';
import { checksOf, type Check } from './checks.js';
import type { Intent, Quantity } from './intent.js';
import { pathKey } from './paths.js';
import { isSensible } from './sense.js';
import { skeletonOf } from './skeleton.js';
import { renderIntent } from './sql/render-intent.js';
import { isClear } from './words/clear.js';
import { isShort, phrases } from './words/phrase.js';

/** A pair that could be asked. */
export interface Candidate {
  /** The name of its family. */
  readonly kind: string;
  /** See `Family`. */
  readonly isSeldom: boolean;
  /** For a statement of its own, the intent nearest to it. */
  readonly intent: Intent;
  /** The intent says all of the question; false for a statement of its own. */
  readonly isWhole: boolean;
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
  /** Rows, and no figure of them. */
  readonly isList: boolean;
  /** The figure and its groups, whatever the conditions and the order: two of the same ask nearly the same. */
  readonly asked: string;
  /** Without these the pair says nothing: see `Check`. */
  readonly checks: readonly Check[];
}

/**
 * Null for a question that has no words in the language.
 * @param family.isAsked somebody has asked it: whether people would is no question
 */
export function candidateOf(
  { name, isSeldom = false, isAsked = false }: Pick<Family, 'name' | 'isSeldom'> & { readonly isAsked?: boolean },
  proposed: Proposal,
  language: Language,
): Candidate | null {
  const proposal = isComposed(proposed) ? proposed : withOneUnit(proposed);
  if (!proposal || (!isAsked && !isComposed(proposal) && !isSensible(proposal))) {
    return null;
  }
  const whole = isComposed(proposal) ? proposal.near : proposal;
  if (!isClear(whole, language) || (!isAsked && !isSure(whole, language))) {
    return null;
  }
  const composed = isComposed(proposal) ? proposal : composedOf(proposal, language);
  const questions =
    composed?.questions.filter(
      (text) => isShort(text, language) && (isAsked || CERTAINTY[language].isWording(text, whole)),
    ) ?? [];
  if (!composed || questions.length === 0) {
    return null;
  }
  const { near: intent, sql, tables: entities, columns, joins } = composed;
  const isGrouped = / GROUP BY /.test(sql);
  const own = isComposed(proposal) ? (proposal.checks ?? []) : [];
  const checks = [...own, ...checksOf(sql, intent, isGrouped)];
  const asked = askedOf(intent);
  return {
    kind: name,
    isSeldom,
    intent,
    isWhole: !isComposed(proposal),
    questions,
    sql,
    skeleton: skeletonOf(sql),
    entities,
    columns,
    joins,
    isGrouped,
    isList: !isGrouped && intent.measures.length === 0,
    asked,
    checks,
  };
}

function isSure(intent: Intent, language: Language): boolean {
  const { isCondition, isQuestion } = CERTAINTY[language];
  const rated = intent.measures.flatMap((measure) => (measure.form === 'rate' ? measure.where : []));
  const conditions = intent.where === null ? rated : [intent.where, ...rated];
  return conditions.every((condition) => isCondition(condition, intent.subject)) && isQuestion(intent);
}

function askedOf({ subject, measures, dimensions, shown }: Intent): string {
  const groups = dimensions.map((dimension) => {
    const path = dimension.form === 'entity' ? dimension.path : dimension.of.path;
    const column = dimension.form === 'entity' ? '' : quantityKey(dimension.of);
    return `${dimension.form} ${pathKey(path)} ${column} ${dimension.form === 'time' ? dimension.bucket : ''}`;
  });
  const figures = measures.map((measure) =>
    measure.form === 'aggregate' ? `${measure.by} ${quantityKey(measure.of)}` : measure.form,
  );
  return [subject.id, ...figures, 'by', ...groups.sort(), 'of', ...shown.map(quantityKey)].join(' ');
}

function quantityKey(of: Quantity): string {
  return `${pathKey(of.path)}.${of.form === 'field' ? of.field.name : of.metric.id}`;
}

function isComposed(proposal: Proposal): proposal is Composed {
  return 'near' in proposal;
}

function composedOf(intent: Intent, language: Language): Composed | null {
  const questions = phrases(intent, language);
  return questions.length === 0 ? null : { near: intent, questions, ...renderIntent(intent, language) };
}
