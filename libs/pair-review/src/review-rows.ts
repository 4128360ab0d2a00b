import type { PairReviewEntity, ReviewState } from '#libs/database';
import { checkAndDescribe, statementFacts } from '#libs/sql-safety';
import type { PairEvidence, QuestionSqlPair } from '#libs/step-files';
import { fingerprintOf, plainSql } from './fingerprint.js';
import type { NewReview } from './pair-review.repository.js';
import type { SchemaFacts } from './schema-facts.js';
import type { ReviewedPair } from './task-pairs.js';

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
      readonly texts?: Pick<QuestionSqlPair, 'question' | 'sql'>;
      /** Of an edited statement. */
      readonly evidence?: PairEvidence | null;
    },
): Promise<NewReview> {
  const { raw, pair } = reviewed;
  const { taskId, byUser, batchId, state, comment, texts = pair, evidence } = change;
  const isEdit = texts.question !== pair.question || texts.sql !== pair.sql;
  const after = await described(
    { ...pair, ...texts, ...(isEdit ? { reading: null } : {}) },
    facts,
    isEdit && plainSql(texts.sql) !== plainSql(pair.sql),
  );
  const isAsInFile = texts.question === raw.question && texts.sql === raw.sql;
  const base = { question: raw.question, sql: raw.sql };
  // The proof belongs to the statement: an edit of the words alone keeps it.
  const proof = evidence ?? (texts.sql === before?.edit?.sql ? before.edit.evidence : undefined);
  return {
    ...{ taskId, pairId: pair.id, version: (before?.version ?? 0) + 1, byUser, batchId, undoes: null },
    action: isEdit ? 'edit' : 'decide',
    state,
    comment,
    edit:
      isEdit && !isAsInFile
        ? { question: texts.question, sql: texts.sql, base, ...(proof && { evidence: { ...proof } }) }
        : (before?.edit ?? null),
    pair: recordOf(after),
    fingerprint: fingerprintOf(after, facts),
  };
}

/** The row that takes `undone` back. @param earlier the row before it that counts again; null for the first */
export async function undoingRow(
  reviewed: ReviewedPair,
  rows: {
    readonly newest: PairReviewEntity;
    readonly undone: PairReviewEntity;
    readonly earlier: PairReviewEntity | null;
  },
  facts: SchemaFacts,
  action: Action,
): Promise<NewReview> {
  const { newest, undone, earlier } = rows;
  const { state, comment } = earlier ?? { state: 'new', comment: null };
  const before = earlier === null ? undone.edit?.base : textsOf(earlier);
  const texts = undone.action === 'edit' ? (before ?? reviewed.pair) : reviewed.pair;
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

function textsOf({ pair }: PairReviewEntity): Pick<QuestionSqlPair, 'question' | 'sql'> {
  const { question, sql } = pair as unknown as QuestionSqlPair;
  return { question, sql };
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
