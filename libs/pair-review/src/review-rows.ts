import type { PairReviewEntity, ReviewState } from '#libs/database';
import { checkAndDescribe, statementFacts } from '#libs/sql-safety';
import type { PairEvidence, QuestionSqlPair } from '#libs/step-files';
import { fingerprintOf, plainSql } from './fingerprint.js';
import type { NewReview } from './pair-review.repository.js';
import type { SchemaFacts } from './schema-facts.js';
import type { PairTexts, ReviewedPair } from './task-pairs.js';

export interface Action {
  readonly taskId: string;
  readonly byUser: string;
  readonly batchId: string | null;
}

export interface Decision {
  readonly state: ReviewState;
  readonly comment: string | null;
}

/** The next row of a pair. @param texts its question and statement after the action */
export async function nextRow(
  reviewed: ReviewedPair,
  before: PairReviewEntity | null,
  facts: SchemaFacts,
  change: Action &
    Decision & {
      readonly texts?: PairTexts;
      /** Of an edited statement. */
      readonly evidence?: PairEvidence | null;
    },
): Promise<NewReview> {
  const { raw, pair } = reviewed;
  const { taskId, byUser, batchId, state, comment, texts = pair, evidence } = change;
  const isEdit = !isSame(texts, pair);
  const after = await described(
    { ...pair, ...texts, ...(isEdit ? { reading: null } : {}) },
    facts,
    isEdit && plainSql(texts.sql) !== plainSql(pair.sql),
  );
  // The edit replaces what the file has; one back to that replaces an edit that the file does not have yet.
  const { question, sql } = isSame(texts, raw) ? pair : raw;
  // The proof belongs to the statement: an edit of the words alone keeps it.
  const proof = evidence ?? (texts.sql === before?.edit?.sql ? before.edit.evidence : undefined);
  return {
    ...{ taskId, pairId: pair.id, version: (before?.version ?? 0) + 1, byUser, batchId, undoes: null },
    action: isEdit ? 'edit' : 'decide',
    state,
    comment,
    edit: isEdit
      ? { question: texts.question, sql: texts.sql, base: { question, sql }, ...(proof && { evidence: { ...proof } }) }
      : (before?.edit ?? null),
    pair: recordOf(after),
    fingerprint: fingerprintOf(after, facts),
  };
}

/**
 * The row that takes `undone` back.
 * @param rows `previous` is the row before `undone`, `earlier` the one before it that counts again; null for the first
 */
export async function undoingRow(
  reviewed: ReviewedPair,
  rows: {
    readonly newest: PairReviewEntity;
    readonly undone: PairReviewEntity;
    readonly previous: PairReviewEntity | null;
    readonly earlier: PairReviewEntity | null;
  },
  facts: SchemaFacts,
  action: Action,
): Promise<NewReview> {
  const { newest, undone, previous, earlier } = rows;
  const { state, comment } = earlier ?? { state: 'new', comment: null };
  const texts = replacedTexts(undone, previous) ?? reviewed.pair;
  const proven = earlier?.edit?.sql === texts.sql ? earlier.edit.evidence : undefined;
  const row = await nextRow(reviewed, newest, facts, {
    ...action,
    state,
    comment,
    texts,
    ...(proven && { evidence: proven }),
  });
  // The decision that counts again was about the tables of its day.
  const restores = (earlier?.edit ?? null) === null;
  const edit = row.edit === null || !restores ? row.edit : { ...row.edit, restores };
  return { ...row, edit, action: 'undo', undoes: undone.version, fingerprint: earlier?.fingerprint ?? row.fingerprint };
}

/**
 * The action that an undo would take back now: of the rows of one pair, oldest first, the last one that was not taken
 * back; and the one before it.
 */
export function standingRows(rows: readonly PairReviewEntity[]): PairReviewEntity[] {
  const standing: PairReviewEntity[] = [];
  for (const row of rows) {
    if (row.action !== 'undo') {
      standing.push(row);
    } else if (standing.at(-1)?.version === row.undoes) {
      standing.pop();
    }
  }
  return standing;
}

/**
 * The texts that a person saw and replaced; null for an action that changed none. They need not be those of the row
 * before: a run may have made others since.
 * @param previous the row before it; null for the first
 */
export function replacedTexts(
  { edit }: Pick<PairReviewEntity, 'edit'>,
  previous: Pick<PairReviewEntity, 'edit'> | null,
): PairTexts | null {
  const known = previous?.edit ?? null;
  if (edit === null || (known !== null && isSame(known, edit) && isSame(known.base, edit.base))) {
    return null;
  }
  // The file did not have the edit before this one yet: the person saw that edit.
  const { question, sql } = known !== null && isSame(known.base, edit.base) ? known : edit.base;
  return { question, sql };
}

function isSame(left: PairTexts, right: PairTexts): boolean {
  return left.question === right.question && left.sql === right.sql;
}

/** Pairs of people come without tables and columns; so do edited ones. */
async function described(pair: QuestionSqlPair, facts: SchemaFacts, isNew: boolean): Promise<QuestionSqlPair> {
  if (!isNew && pair.tables.length > 0) {
    return pair;
  }
  const { shape } = await checkAndDescribe(pair.sql);
  return shape === null ? pair : { ...pair, ...statementFacts(shape, facts.relations) };
}

function recordOf({ evidence: _, review: __, ...record }: QuestionSqlPair) {
  return { ...record };
}
