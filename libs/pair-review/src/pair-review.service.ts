import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { PairReviewEntity, ReviewState, TaskEntity } from '#libs/database';
import { DomainError } from '#libs/domain-errors';
import type { Language } from '#libs/language';
import { isValid } from '#libs/statement-validation';
import { TasksService } from '#libs/tasks';
import { pairReviewErrors } from './errors.js';
import { PairFilesService } from './pair-files.service.js';
import { PairReviewRepository } from './pair-review.repository.js';
import { matches, withRisks, type PairFilter, type RankedPair } from './pair-search.js';
import { RetrievedPairs } from './retrieved-pairs.js';
import { nextRow, standingRows, undoingRow, type Action } from './review-rows.js';
import type { SchemaFacts } from './schema-facts.js';
import { StatementCheckService } from './statement-check.service.js';
import type { PairsOfTask, ReviewedPair } from './task-pairs.js';

export interface PairChange {
  /** The version that the person saw. */
  readonly version: string;
  readonly state?: ReviewState | undefined;
  /** Null takes the comment away. */
  readonly comment?: string | null | undefined;
  readonly question?: string | undefined;
  readonly sql?: string | undefined;
}

export interface BulkChange {
  readonly state: ReviewState;
  readonly comment?: string | null | undefined;
}

export interface Actor {
  readonly byUser: string;
  readonly language: Language;
  readonly signal: AbortSignal;
}

/** What people do with the pairs of a task. */
@Injectable()
export class PairReviewService {
  constructor(
    private readonly taskService: TasksService,
    private readonly pairFileService: PairFilesService,
    private readonly pairReviewRepository: PairReviewRepository,
    private readonly statementCheckService: StatementCheckService,
    private readonly retrievedPairs: RetrievedPairs,
  ) {}

  /** @throws DomainError `task_not_found`, `pair_file_*` */
  async list(taskId: string): Promise<{ task: TaskEntity; pairs: RankedPair[]; found: PairsOfTask }> {
    const task = await this.taskService.require(taskId);
    const [found, retrieved] = await Promise.all([this.pairFileService.current(taskId), this.retrievedPairs.all()]);
    return { task, pairs: found.pairs.map((pair) => withRisks(pair, retrieved)), found };
  }

  /** @throws DomainError `task_not_found`, `pair_not_found` */
  async get(taskId: string, pairId: string) {
    const listed = await this.list(taskId);
    const own = listed.pairs.find(({ pair }) => pair.id === pairId);
    if (own === undefined) {
      throw new DomainError(pairReviewErrors.pair_not_found, { pairId });
    }
    const history = await this.pairReviewRepository.historyOf(taskId, [pairId]);
    return { ...listed, own, history };
  }

  /**
   * Changes the state, the comment or the texts of a pair. A repeated request gets the answer of the first.
   * An edited statement is validated, and proven where the task has its pairs proven.
   * @throws DomainError `pair_changed_meanwhile`, `pair_edit_invalid`, `database_…`
   */
  async change(taskId: string, pairId: string, change: PairChange, actor: Actor): Promise<void> {
    const { task, own, found } = await this.get(taskId, pairId);
    const before = found.reviews.rowOf(pairId);
    const wanted = wantedOf(own, change);
    if (own.review.version !== change.version) {
      if (isRepetition(own, before, change, wanted, actor)) {
        return;
      }
      throw new DomainError(pairReviewErrors.pair_changed_meanwhile);
    }
    const isEdited = wanted.texts.sql !== own.pair.sql;
    const { facts } = found.reviews;
    const evidence = isEdited ? await this.proven(wanted.texts.sql, facts, task, actor) : null;
    const action = { taskId, byUser: actor.byUser, batchId: null };
    const row = await nextRow(own, before, facts, { ...action, ...wanted, evidence });
    await this.pairReviewRepository.add([row]);
  }

  /** The pairs that a bulk action would change: those that match and are not in that state already. */
  async affected(taskId: string, filter: PairFilter, { state }: BulkChange): Promise<RankedPair[]> {
    const { pairs } = await this.list(taskId);
    return pairs.filter((pair) => matches(pair, filter) && pair.review.state !== state);
  }

  /**
   * Decides about all pairs of a filter at once, or about none.
   * @param expected their number in the preview
   * @param key a second request with it gets the answer of the first
   * @returns the batch, which can be undone as a whole
   * @throws DomainError `pair_bulk_count_changed`, `pair_changed_meanwhile`
   */
  async changeAll(
    taskId: string,
    filter: PairFilter,
    change: BulkChange,
    { expected, key }: { readonly expected: number; readonly key: string },
    actor: Actor,
  ): Promise<{ batchId: string; count: number }> {
    const batchId = batchIdOf(taskId, key);
    const earlier = await this.pairReviewRepository.ofBatch(taskId, batchId);
    if (earlier.length > 0) {
      return { batchId, count: earlier.filter(({ action }) => action !== 'undo').length };
    }
    const { found } = await this.list(taskId);
    const affected = await this.affected(taskId, filter, change);
    if (affected.length !== expected) {
      throw new DomainError(pairReviewErrors.pair_bulk_count_changed, { found: affected.length, expected });
    }
    const rows = await this.rowsOf(affected, found, { taskId, byUser: actor.byUser, batchId }, change);
    await this.pairReviewRepository.add(rows);
    return { batchId, count: rows.length };
  }

  /**
   * Takes the last action of a person back, or a bulk action as a whole.
   * @returns the ids of its pairs
   * @throws DomainError `pair_nothing_to_undo`, `pair_undo_overtaken`
   */
  async undo(taskId: string, batch: string | undefined, actor: Actor): Promise<string[]> {
    const { found } = await this.list(taskId);
    const last = batch === undefined ? await this.pairReviewRepository.lastOf(taskId, actor.byUser) : null;
    const batchId = batch ?? last?.batchId ?? null;
    const rows =
      batchId === null ? (last === null ? [] : [last]) : await this.pairReviewRepository.ofBatch(taskId, batchId);
    const undone = rows.filter(({ action, byUser }) => action !== 'undo' && byUser === actor.byUser);
    if (undone.length === 0) {
      throw new DomainError(pairReviewErrors.pair_nothing_to_undo);
    }
    const ids = undone.map(({ pairId }) => pairId);
    const histories = Map.groupBy(await this.pairReviewRepository.historyOf(taskId, ids), ({ pairId }) => pairId);
    const pairs = new Map(found.pairs.map((pair) => [pair.pair.id, pair]));
    const action = { taskId, byUser: actor.byUser, batchId: null };
    const undoing = undone.map((row) => ({
      row,
      history: histories.get(row.pairId) ?? [],
      pair: pairs.get(row.pairId),
    }));
    const overtaken = undoing.filter(({ row, history }) => standingRows(history).at(-1)?.version !== row.version);
    if (overtaken.length > 0) {
      throw new DomainError(pairReviewErrors.pair_undo_overtaken, { count: overtaken.length });
    }
    const facts = found.reviews.facts;
    await this.pairReviewRepository.add(
      await Promise.all(
        undoing.map(({ row, history, pair }) => {
          const earlier = standingRows(history).at(-2) ?? null;
          const newest = history.at(-1) ?? row;
          const previous = history.find(({ version }) => version === row.version - 1) ?? null;
          return undoingRow(pair ?? lostPair(row), { newest, undone: row, previous, earlier }, facts, action);
        }),
      ),
    );
    await this.pairFileService.current(taskId);
    return ids;
  }

  private async rowsOf(
    affected: readonly RankedPair[],
    { reviews }: PairsOfTask,
    action: Action,
    { state, comment }: BulkChange,
  ) {
    return Promise.all(
      affected.map((own) => {
        const decision = { state, comment: comment === undefined ? own.review.comment : comment };
        return nextRow(own, reviews.rowOf(own.pair.id), reviews.facts, { ...action, ...decision });
      }),
    );
  }

  private async proven(sql: string, facts: SchemaFacts, task: TaskEntity, { language, signal }: Actor) {
    const { attempt, evidence } = await this.statementCheckService.check(sql, facts, { task, language, signal });
    if (!isValid(attempt)) {
      const { message: reason = '', sqlstate = null, position = null, hint = null } = attempt.problem ?? {};
      const details = { status: attempt.status, sqlstate, position, hint };
      throw new DomainError(pairReviewErrors.pair_edit_invalid, { reason }, { details });
    }
    return evidence;
  }
}

function wantedOf({ pair, review }: RankedPair, { state, comment, question, sql }: PairChange) {
  const texts = { question: question?.trim() ?? pair.question, sql: sql?.trim() ?? pair.sql };
  const isEdit = texts.question !== pair.question || texts.sql !== pair.sql;
  return {
    // Who edits a pair has not decided about it yet, unless that is said with the edit.
    state: state ?? (isEdit ? 'new' : review.state),
    comment: comment === undefined ? review.comment : comment,
    texts,
  };
}

/** The answer to the first request was lost: its row is there, and nothing came after it. */
function isRepetition(
  { pair, review }: RankedPair,
  before: PairReviewEntity | null,
  { version }: PairChange,
  { state, comment, texts }: ReturnType<typeof wantedOf>,
  { byUser }: Actor,
): boolean {
  return (
    before !== null &&
    before.byUser === byUser &&
    before.version === Number(version.split('-')[0]) + 1 &&
    review.state === state &&
    before.comment === comment &&
    pair.question === texts.question &&
    pair.sql === texts.sql
  );
}

/** A pair that no file has any more can still be undone. */
function lostPair(row: PairReviewEntity): ReviewedPair {
  const pair = row.pair as unknown as ReviewedPair['pair'];
  const review = { state: row.state, by: null, at: null, comment: row.comment, lapses: [], decided: null, version: '' };
  return { file: '', position: 0, raw: pair, made: null, pair, review };
}

/** A UUID of the key, so that it fits its column. */
function batchIdOf(taskId: string, key: string): string {
  const digest = createHash('sha256').update(`${taskId}\n${key}`).digest('hex');
  return digest.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
