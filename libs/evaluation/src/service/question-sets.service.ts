import { Inject, Injectable } from '@nestjs/common';
import { BusinessDatabases, businessUrlOf, type BusinessDatabase } from '#libs/business-database';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import type { QuestionSetEntity } from '#libs/database';
import { DomainError } from '#libs/domain-errors';
import type { Language } from '#libs/language';
import { TaskFilesService } from '#libs/files';
import { TasksService } from '#libs/tasks';
import { evaluationErrors } from '../errors.js';
import { checkGold } from '../sets/check-gold.js';
import { collectQuestions, refuse } from '../sets/collect-questions.js';
import { heldOutQuestions, type HeldOutFiles } from '../sets/held-out-questions.js';
import { learntQuestions } from '../sets/learnt-questions.js';
import { filesOfTask } from './files-of-task.js';
import type { PlacedRecord } from '../sets/set-records.js';
import { QuestionSetRepository, type QuestionSetFilter } from '../store/question-set.repository.js';
import type { PlacedQuestion } from '../types/question.js';

export interface UploadedSet {
  readonly name: string;
  /** The set is about the database of this task; without one about `dbName`, or the configured database. */
  readonly taskId: string | null;
  readonly dbName: string | null;
  readonly executeSql: boolean;
  readonly createdBy: string | null;
  readonly language: Language;
}

/** Of one statement of the catalog. */
const READ_TIMEOUT_MS = 30_000;

/** Creates and reads sets of questions. */
@Injectable()
export class QuestionSetsService {
  constructor(
    private readonly sets: QuestionSetRepository,
    private readonly tasks: TasksService,
    private readonly databases: BusinessDatabases,
    private readonly taskFiles: TaskFilesService,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  /**
   * Stores a set after every question and statement of it is checked; nothing is stored otherwise.
   * @throws DomainError `question_set_…`, `question_file_…`, those of the business database
   */
  async upload(
    records: AsyncIterable<PlacedRecord>,
    { name, taskId, dbName, executeSql, createdBy, language }: UploadedSet,
    signal: AbortSignal,
  ): Promise<QuestionSetEntity> {
    const parameters = taskId === null ? null : (await this.tasks.require(taskId)).parameters;
    const questions = await collectQuestions(records, 'uploaded');
    return this.withDatabase(parameters?.db_name ?? dbName ?? undefined, signal, async (database) => {
      refuse(await checkGold(database, questions, { signal, language, execute: executeSql }));
      const set = { name, origin: 'uploaded', taskId, databaseName: database.name, createdBy } as const;
      return this.sets.insert(set, questions);
    });
  }

  /** The set of the questions that `qa_generation` has kept back. @throws DomainError `held_out_questions_missing` */
  async heldOut(taskId: string, createdBy: string | null = null): Promise<QuestionSetEntity> {
    const { parameters } = await this.tasks.require(taskId);
    const database = new URL(businessUrlOf(this.config.businessDatabaseUrl, parameters)).pathname.slice(1);
    return this.heldOutOf(taskId, filesOfTask(this.taskFiles, taskId), decodeURIComponent(database), createdBy);
  }

  /** The set of the questions that were learnt from real SQL. @throws DomainError `learnt_questions_missing` */
  async learnt(taskId: string, createdBy: string | null = null): Promise<QuestionSetEntity> {
    const { parameters } = await this.tasks.require(taskId);
    const questions = await learntQuestions(filesOfTask(this.taskFiles, taskId));
    if (questions === null || questions.length === 0) {
      throw new DomainError(evaluationErrors.learnt_questions_missing, { task_id: taskId });
    }
    const database = new URL(businessUrlOf(this.config.businessDatabaseUrl, parameters)).pathname.slice(1);
    const about = { taskId, databaseName: decodeURIComponent(database), createdBy };
    return this.sets.insert({ name: `${taskId} log`, origin: 'log', ...about }, questions);
  }

  /** As `heldOut`, for a step that knows the files and the database. */
  async heldOutOf(
    taskId: string,
    files: HeldOutFiles,
    databaseName: string,
    createdBy: string | null,
  ): Promise<QuestionSetEntity> {
    const questions = await heldOutQuestions(files);
    if (questions === null || questions.length === 0) {
      throw new DomainError(evaluationErrors.held_out_questions_missing, { task_id: taskId });
    }
    const set = { name: `${taskId} held out`, origin: 'held_out', taskId, databaseName, createdBy } as const;
    return this.sets.insert(set, questions);
  }

  /** @throws DomainError `question_set_not_found` */
  async get(setId: string): Promise<QuestionSetEntity> {
    const set = await this.sets.find(setId);
    if (set === null) {
      throw new DomainError(evaluationErrors.question_set_not_found, { set_id: setId });
    }
    return set;
  }

  list(filter: QuestionSetFilter, limit: number, offset: number) {
    return this.sets.list(filter, limit, offset);
  }

  /** @param after position of the question before the first; -1 for the beginning */
  async questions(setId: string, after: number, limit: number): Promise<PlacedQuestion[]> {
    await this.get(setId);
    return this.sets.page(setId, after + 1, limit);
  }

  /** Removes the set with its evaluations. @throws DomainError `question_set_not_found`, `question_set_in_use` */
  async remove(setId: string): Promise<{ readonly evaluations: number }> {
    await this.get(setId);
    const evaluations = await this.sets.countEvaluations(setId);
    const user = await this.sets.remove(setId);
    if (user !== null) {
      throw new DomainError(evaluationErrors.question_set_in_use, { set_id: setId, evaluation_id: user });
    }
    return { evaluations };
  }

  private withDatabase<T>(
    name: string | undefined,
    signal: AbortSignal,
    work: (database: BusinessDatabase) => Promise<T>,
  ): Promise<T> {
    const url = businessUrlOf(this.config.businessDatabaseUrl, { db_name: name });
    const options = { applicationName: 'data-pipeline question set', statementTimeoutMs: READ_TIMEOUT_MS, signal };
    return this.databases.with(url, options, work);
  }
}
