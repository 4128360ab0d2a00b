import { Inject, Injectable } from '@nestjs/common';
import { BusinessDatabases, businessUrlOf, type BusinessDatabase } from '#libs/business-database';
import { isoTimestamp } from '#libs/clock';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import type { TaskEntity } from '#libs/database';
import type { Language } from '#libs/language';
import { evidenceOf, keyedRelation, PROOF_LIMITS, Prover, type ProofLimits } from '#libs/pair-proof';
import { checkAndDescribe } from '#libs/sql-safety';
import { isValid, validateStatement, type Attempt } from '#libs/statement-validation';
import type { PairEvidence } from '#libs/step-files';
import type { SchemaFacts } from './schema-facts.js';

/** A person waits for the answer. */
export const PREVIEW_TIMEOUT_MS = 10_000;

/** A person waits for the proof too: five seconds at most. */
const PROOF: ProofLimits = { ...PROOF_LIMITS, statementMs: 3_000, pairMs: 5_000, taskMs: 5_000 };

export interface CheckedStatement {
  readonly attempt: Attempt;
  readonly evidence: PairEvidence | null;
}

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

  /**
   * Validates the statement, and proves it when it is valid and the task has its pairs proven.
   * @throws DomainError `database_…` when the business database cannot be asked
   */
  check(sql: string, facts: SchemaFacts, surroundings: Surroundings): Promise<CheckedStatement> {
    return this.on(surroundings, async (database) => {
      const attempt = await this.validate(sql, database, surroundings);
      return { attempt, evidence: isValid(attempt) ? await this.prove(sql, database, facts, surroundings) : null };
    });
  }

  /** By execution on the data alone, in a few seconds; null where the task wants no proof. */
  async prove(
    sql: string,
    database: BusinessDatabase,
    facts: SchemaFacts,
    { task: { parameters }, signal }: Surroundings,
  ): Promise<PairEvidence | null> {
    if (!parameters.prove_pairs || !parameters.execute_sql) {
      return null;
    }
    const { softDeletes } = facts;
    const prover = new Prover({
      statements: database.statements({ connections: 1, statementTimeoutMs: PROOF.statementMs }),
      signal,
      relations: async () => (await database.readOutlines(await relationsOf(sql, database))).map(keyedRelation),
      isSoftDelete: (column) => softDeletes.has(column),
      limits: PROOF,
    });
    return evidenceOf(await prover.prove(sql), isoTimestamp(new Date(), this.config.timeZone));
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

async function relationsOf(sql: string, database: BusinessDatabase) {
  const { check } = await checkAndDescribe(sql);
  const names = new Set(check.ok ? check.tables.map(({ name }) => name) : []);
  return (await database.listRelations()).filter(({ name }) => names.has(name));
}
