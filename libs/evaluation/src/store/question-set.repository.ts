import { createHash, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import type { DataSource, EntityManager, Repository } from 'typeorm';
import { EvaluationEntity, QuestionEntity, QuestionSetEntity, translatedQuery } from '#libs/database';
import { isLanguage } from '#libs/language';
import { QUESTION_ORIGINS, type EvaluationQuestion, type PlacedQuestion } from '../types/question.js';

export interface NewQuestionSet {
  readonly name: string;
  readonly origin: 'uploaded' | 'held_out' | 'log';
  readonly taskId: string | null;
  readonly databaseName: string;
  readonly createdBy: string | null;
}

export interface QuestionSetFilter {
  readonly taskId?: string | undefined;
  readonly databaseName?: string | undefined;
}

/** Questions that travel in one statement, and that are in memory at the same time. */
const PAGE = 500;

/** Sets of questions in the task database. */
@Injectable()
export class QuestionSetRepository {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @InjectRepository(QuestionSetEntity) private readonly sets: Repository<QuestionSetEntity>,
  ) {}

  /** All of it or nothing. A set of a task with the same content is kept once. */
  async insert(set: NewQuestionSet, questions: readonly EvaluationQuestion[]): Promise<QuestionSetEntity> {
    const contentHash = hashOf(questions);
    return this.dataSource.transaction(async (manager) => {
      const known = await this.sameSet(manager, set, contentHash);
      if (known !== null) {
        return known;
      }
      const setId = `set_${randomUUID()}`;
      const row = { ...set, setId, contentHash, questionCount: questions.length };
      await manager.insert(QuestionSetEntity, row);
      for (let start = 0; start < questions.length; start += PAGE) {
        const page = questions.slice(start, start + PAGE);
        await manager.insert(
          QuestionEntity,
          page.map((question, index) => ({ ...columnsOf(question), setId, position: start + index })),
        );
      }
      return manager.findOneByOrFail(QuestionSetEntity, { setId });
    });
  }

  find(setId: string): Promise<QuestionSetEntity | null> {
    return this.sets.findOneBy({ setId });
  }

  /** Newest first. */
  async list(filter: QuestionSetFilter, limit: number, offset: number) {
    const where = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
    const order = { createdAt: 'DESC', setId: 'DESC' } as const;
    const [sets, total] = await this.sets.findAndCount({ where, order, take: limit, skip: offset });
    return { sets, total };
  }

  /** The questions in their order, from `position` on. */
  async *questions(setId: string, position = 0): AsyncGenerator<PlacedQuestion> {
    for (let next = position; ;) {
      const page = await this.page(setId, next, PAGE);
      yield* page;
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE) {
        return;
      }
      next = last.position + 1;
    }
  }

  async page(setId: string, position: number, limit: number): Promise<PlacedQuestion[]> {
    const rows = await translatedQuery<Record<string, unknown>>(
      this.dataSource,
      `SELECT position, question_id, question, gold_sql, language, origin, unanswerable, hint
         FROM data_pipeline_questions WHERE set_id = $1 AND position >= $2 ORDER BY position LIMIT $3`,
      [setId, position, limit],
    );
    return rows.map(questionOf);
  }

  /** @returns the id of an open evaluation that uses the set and keeps it; null when the set is gone */
  async remove(setId: string): Promise<string | null> {
    return this.dataSource.transaction(async (manager) => {
      const [open] = await translatedQuery<{ id: string }>(
        manager,
        `SELECT evaluation_id AS id FROM data_pipeline_evaluations
          WHERE set_id = $1 AND status IN ('pending', 'running') LIMIT 1`,
        [setId],
      );
      if (open === undefined) {
        await manager.delete(QuestionSetEntity, { setId });
      }
      return open?.id ?? null;
    });
  }

  /** Evaluations that go with a set. */
  countEvaluations(setId: string): Promise<number> {
    return this.dataSource.getRepository(EvaluationEntity).countBy({ setId });
  }

  private async sameSet(
    manager: EntityManager,
    { taskId, origin, databaseName }: NewQuestionSet,
    contentHash: string,
  ): Promise<QuestionSetEntity | null> {
    if (taskId === null || origin !== 'held_out') {
      return null;
    }
    await translatedQuery(manager, 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`set:${taskId}`]);
    return manager.findOneBy(QuestionSetEntity, { taskId, origin, databaseName, contentHash });
  }
}

function columnsOf({ id, ...question }: EvaluationQuestion) {
  const { question: text, goldSql, language, origin, unanswerable, hint } = question;
  return { questionId: id, question: text, goldSql: [...goldSql], language, origin, unanswerable, hint };
}

function questionOf(row: Record<string, unknown>): PlacedQuestion {
  const language = row['language'];
  return {
    position: Number(row['position']),
    id: String(row['question_id']),
    question: String(row['question']),
    goldSql: row['gold_sql'] as string[],
    language: typeof language === 'string' && isLanguage(language) ? language : null,
    origin: QUESTION_ORIGINS.find((origin) => origin === row['origin']) ?? 'uploaded',
    unanswerable: row['unanswerable'] === true,
    hint: typeof row['hint'] === 'string' ? row['hint'] : null,
  };
}

function hashOf(questions: readonly EvaluationQuestion[]): string {
  const hash = createHash('sha256');
  for (const { id, question, goldSql, unanswerable } of questions) {
    hash.update(JSON.stringify([id, question, goldSql, unanswerable]));
  }
  return hash.digest('hex');
}
