import { Inject, Injectable } from '@nestjs/common';
import { BusinessDatabases, businessUrlOf } from '#libs/business-database';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { DomainError } from '#libs/domain-errors';
import { FileStore } from '#libs/files';
import type { Language } from '#libs/language';
import {
  isPairFile,
  parseState,
  readPairs,
  SCHEMA_STATE_FILE,
  type QuestionSqlPair,
  type SchemaState,
} from '#libs/step-files';
import { schemaDrift, type SchemaDrift } from '#libs/steps/ddl-generation';
import { stalePairs, type StalePair } from '#libs/steps/sql-validation';
import { TasksService } from '#libs/tasks';
import { taskDiffErrors } from './errors.js';

const STATEMENT_TIMEOUT_MS = 30_000;

export interface Difference {
  readonly database: string;
  readonly documentedAt: string;
  readonly schema: SchemaDrift;
  readonly checkedPairs: number;
  readonly stale: readonly StalePair[];
}

/** Compares the outputs of a task with the live database. It reads only. */
@Injectable()
export class TaskDiffService {
  constructor(
    private readonly taskService: TasksService,
    private readonly fileStore: FileStore,
    private readonly databases: BusinessDatabases,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  /** @throws DomainError `task_not_found`, `task_not_documented`, `pair_file_…`, `table_list_…`, `database_…` */
  async compare(taskId: string, language: Language, signal: AbortSignal): Promise<Difference> {
    const { parameters, tableList } = await this.taskService.require(taskId);
    const names = await this.fileStore.names(taskId);
    const state = await this.stateOf(taskId, names);
    const pairs = await this.pairsOf(taskId, names.filter(isPairFile));
    const url = businessUrlOf(this.config.businessDatabaseUrl, parameters);
    const options = { applicationName: 'data-pipeline api', statementTimeoutMs: STATEMENT_TIMEOUT_MS, signal };
    return this.databases.with(url, options, async (database) => ({
      database: database.label,
      documentedAt: state.generated_at,
      schema: await schemaDrift(state, tableList ?? [], database),
      checkedPairs: pairs.length,
      stale: await stalePairs(pairs, database, { signal, language }),
    }));
  }

  private async stateOf(taskId: string, names: readonly string[]): Promise<SchemaState> {
    const text = names.includes(SCHEMA_STATE_FILE) ? await this.fileStore.readText(taskId, SCHEMA_STATE_FILE) : '';
    const state = parseState(text);
    if (state === null) {
      throw new DomainError(taskDiffErrors.task_not_documented, { taskId });
    }
    return state;
  }

  private async pairsOf(taskId: string, files: readonly string[]): Promise<QuestionSqlPair[]> {
    const pairs: QuestionSqlPair[] = [];
    for (const name of files) {
      for await (const pair of readPairs(name, this.fileStore.stream(taskId, name))) {
        pairs.push(pair);
      }
    }
    return pairs;
  }
}
