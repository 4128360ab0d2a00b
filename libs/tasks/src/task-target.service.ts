import { Inject, Injectable } from '@nestjs/common';
import { BusinessDatabases, businessUrlOf, tablesNotFound, type BusinessDatabase } from '#libs/business-database';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { DomainError } from '#libs/domain-errors';
import { defineMessages, type Message } from '#libs/language';
import type { TaskParameters } from '#libs/pipeline';
import { postgresErrors } from '#libs/postgres';
import { SharedRun } from '#libs/shared-work';
import { parseTableItems } from '#libs/table-list';
import { taskErrors } from './errors.js';

/** Milliseconds that a check waits for the business database. */
const PATIENCE_MS = 3_000;

export const targetWarnings = defineMessages('task_target', {
  not_checked: {
    zh: '未能连接业务数据库 {database}，尚未核对数据库名和表清单。执行时会再次核对',
    en: 'the business database {database} is unreachable: its name and the listed tables are not checked yet. They are checked when the task runs',
  },
  tables_missing: {
    zh: '数据库 {database} 中目前没有 {count} 个表：{tables}。任务设置了 continue_on_error，执行时会跳过仍不存在的表',
    en: '{count} tables do not exist in the database {database} now: {tables}. The task has continue_on_error, so a run continues without the missing tables',
  },
});

type Target = Pick<TaskParameters, 'db_name' | 'max_cost' | 'continue_on_error'>;

/** Checks the database and tables of a task, when it is created and when it gets a table list. */
@Injectable()
export class TaskTargetService {
  /** Checks under way, by what they look for: creations of the same moment share one. */
  private readonly checks = new Map<string, SharedRun<Message[]>>();

  constructor(
    private readonly databases: BusinessDatabases,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  /**
   * @param tables items of the table list; undefined when it comes later
   * @returns warnings: what could not be checked, or is missing and may be
   * @throws DomainError `max_cost_without_price`, `business_database_unknown`, `table_list_…`, `database_permission_denied`
   */
  async check(target: Target, tables: readonly string[] | undefined): Promise<Message[]> {
    if (target.max_cost !== undefined && !this.config.chat?.prices) {
      throw new DomainError(taskErrors.max_cost_without_price);
    }
    return target.db_name === undefined && tables === undefined ? [] : this.sharedCheck(target, tables);
  }

  private async sharedCheck(target: Target, tables: readonly string[] | undefined): Promise<Message[]> {
    const key = JSON.stringify([target.db_name, target.continue_on_error, tables]);
    const check = this.checks.get(key) ?? new SharedRun(() => this.checkDatabase(target, tables));
    this.checks.set(key, check);
    try {
      return await check.run();
    } finally {
      if (check.isIdle && this.checks.get(key) === check) {
        this.checks.delete(key);
      }
    }
  }

  private async checkDatabase(target: Target, tables: readonly string[] | undefined): Promise<Message[]> {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const options = { applicationName: 'data-pipeline api', statementTimeoutMs: PATIENCE_MS, signal };
    const url = businessUrlOf(this.config.businessDatabaseUrl, target);
    return this.databases.with(url, options, async (database) => {
      try {
        return await findTables(database, target, tables);
      } catch (error) {
        if (error instanceof DomainError && isForClient(error, target)) {
          throw error.code === postgresErrors.database_not_found.code ? await this.unknown(target, error) : error;
        }
        if (!(error instanceof DomainError) && !signal.aborted) {
          throw error;
        }
        return [targetWarnings.not_checked({ database: database.label })];
      }
    });
  }

  private async unknown({ db_name: name = '' }: Target, cause: DomainError): Promise<DomainError> {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const options = { applicationName: 'data-pipeline api', statementTimeoutMs: PATIENCE_MS, signal };
    const near = await this.databases
      .with(this.config.businessDatabaseUrl, options, (database) => database.databasesLike(name))
      .catch(() => []);
    return new DomainError(
      taskErrors.business_database_unknown,
      { name, near: near.length > 0 ? ` (≈ ${near.join(', ')})` : '' },
      { cause, details: { near } },
    );
  }
}

async function findTables(
  database: BusinessDatabase,
  { continue_on_error: goesOn }: Target,
  tables: readonly string[] | undefined,
): Promise<Message[]> {
  if (tables === undefined) {
    await database.connect();
    return [];
  }
  const { missing } = await database.selectTables(parseTableItems(tables));
  if (missing.length === 0) {
    return [];
  }
  const error = tablesNotFound(missing, database.label);
  if (!goesOn) {
    throw error;
  }
  return [targetWarnings.tables_missing(error.params)];
}

/** Errors that the client can fix. Others concern the server, and a task may be created before it is up. */
function isForClient({ code, kind }: DomainError, { db_name: name }: Target): boolean {
  switch (code) {
    case postgresErrors.database_not_found.code:
    case postgresErrors.database_permission_denied.code:
      return name !== undefined;
    case postgresErrors.database_login_failed.code:
      return false;
    default:
      return kind === 'validation';
  }
}
