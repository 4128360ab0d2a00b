import { Module, type DynamicModule } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AnswerJudge, ModelAnswers, type CopiesOf } from '#libs/answer-judging';
import { BusinessDatabaseModule, BusinessDatabases, type StatementRunner } from '#libs/business-database';
import type { ResolvedConfig } from '#libs/config';
import { DomainError } from '#libs/domain-errors';
import { ModelLedgerRepository } from '#libs/database';
import { ANSWERS_LEVEL, evaluationErrors, type AnswersLevelFactory } from '#libs/evaluation';
import { chargedTo, createChatModel, type ModelLedger } from '#libs/language-model';
import { CopyRunner, PerturbedCopies, relationsToCopy } from '#libs/perturbed-copy';
import { callLimiterOf } from './call-limiter.js';
import { openScratch } from './open-scratch.js';

/** Statements of gold and of models at the same time. */
const CONNECTIONS = 3;
const STATEMENT_TIMEOUT_MS = 30_000;
/** Perturbed copies of the tables of a question. */
const COPIES = 2;
const SCRATCH = { connections: 2, statementTimeoutMs: 5_000 };

/** The level of answers of evaluations, where a chat model is configured. */
@Module({})
export class AnswersLevelModule {
  static forRoot(config: ResolvedConfig): DynamicModule {
    return {
      module: AnswersLevelModule,
      global: true,
      imports: [BusinessDatabaseModule],
      providers: [
        {
          provide: ANSWERS_LEVEL,
          inject: [ModelLedgerRepository, DataSource, BusinessDatabases],
          useFactory: (ledger: ModelLedgerRepository, dataSource: DataSource, databases: BusinessDatabases) =>
            answersLevel(config, ledger, dataSource, databases),
        },
      ],
      exports: [ANSWERS_LEVEL],
    };
  }
}

/** Each evaluation is booked under its own id, and its budget is its own. */
function answersLevel(
  config: ResolvedConfig,
  ledger: ModelLedgerRepository,
  dataSource: DataSource,
  databases: BusinessDatabases,
): AnswersLevelFactory {
  const { chat } = config;
  const limiter = callLimiterOf(chat, dataSource);
  /** For as long as the process lives; it has connections only while they are used. */
  let scratch: StatementRunner | undefined;
  return ({ evaluationId, taskId, parameters: { budget }, database }) => {
    const own: ModelLedger = {
      find: (...asked) => ledger.find(...asked),
      record: (...paid) => ledger.record(...paid),
      forget: (keys) => ledger.forget(keys),
      spent: () => ledger.spent(taskId, evaluationId),
    };
    const model = createChatModel(chat, { ledger: own, limiter });
    if (model === null) {
      throw new DomainError(evaluationErrors.evaluation_level_unavailable);
    }
    const limits = { maxTokens: budget.max_tokens, maxCost: budget.max_cost };
    const statements = database.statements({ connections: CONNECTIONS, statementTimeoutMs: STATEMENT_TIMEOUT_MS });
    const charged = chargedTo(model, { taskId, step: evaluationId, run: evaluationId, limits });
    scratch ??= openScratch(databases, config, new AbortController().signal).statements(SCRATCH);
    const onCopies = scratch;
    const copies = new PerturbedCopies(relationsToCopy(database, () => database.listRelations()));
    const copiesOf: CopiesOf = async (gold) =>
      (await copies.of(gold, COPIES)).map((copy) => new CopyRunner(copy, onCopies));
    return new ModelAnswers(charged, new AnswerJudge(statements, copiesOf));
  };
}
