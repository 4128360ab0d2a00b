import { Inject, Injectable } from '@nestjs/common';
import { BusinessDatabases, businessUrlOf, type BusinessDatabase } from '#libs/business-database';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import type { TaskEntity } from '#libs/database';
import type { Language } from '#libs/language';
import { validateStatement, type Attempt } from '#libs/statement-validation';

/** A person waits for the answer. */
export const PREVIEW_TIMEOUT_MS = 10_000;

export interface Surroundings {
  readonly task: TaskEntity;
  readonly language: Language;
  readonly signal: AbortSignal;
}

/** Validates the statement of a person by the same ladder as sql_validation. */
@Injectable()
export class StatementCheckService {
  constructor(
    private readonly databases: BusinessDatabases,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  /** @throws DomainError `database_…` when the business database cannot be asked */
  check(sql: string, surroundings: Surroundings): Promise<Attempt> {
    return this.on(surroundings, (database) => this.validate(sql, database, surroundings));
  }

  on<T>({ task, signal }: Surroundings, work: (database: BusinessDatabase) => Promise<T>): Promise<T> {
    const url = businessUrlOf(this.config.businessDatabaseUrl, task.parameters);
    const options = { applicationName: 'data-pipeline api', statementTimeoutMs: PREVIEW_TIMEOUT_MS, signal };
    return this.databases.with(url, options, work);
  }

  async validate(sql: string, database: BusinessDatabase, { task, language, signal }: Surroundings): Promise<Attempt> {
    const statements = database.statements({ connections: 1, statementTimeoutMs: PREVIEW_TIMEOUT_MS });
    const hazards = statements.hazards();
    hazards.catch(() => undefined);
    return validateStatement(sql, { statements, signal, language, hazards, execute: task.parameters.execute_sql });
  }
}
