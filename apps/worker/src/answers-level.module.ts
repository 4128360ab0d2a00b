import { Module, type DynamicModule } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AnswerJudge, ModelAnswers } from '#libs/answer-judging';
import type { ResolvedConfig } from '#libs/config';
import { DomainError } from '#libs/domain-errors';
import { ModelLedgerRepository } from '#libs/database';
import { ANSWERS_LEVEL, evaluationErrors, type AnswersLevelFactory } from '#libs/evaluation';
import { chargedTo, createChatModel, type ModelLedger } from '#libs/language-model';
import { callLimiterOf } from './call-limiter.js';

/** Statements of gold and of models at the same time. */
const CONNECTIONS = 3;
const STATEMENT_TIMEOUT_MS = 30_000;

/** The level of answers of evaluations, where a chat model is configured. */
@Module({})
export class AnswersLevelModule {
  static forRoot(config: ResolvedConfig): DynamicModule {
    return {
      module: AnswersLevelModule,
      global: true,
      providers: [
        {
          provide: ANSWERS_LEVEL,
          inject: [ModelLedgerRepository, DataSource],
          useFactory: (ledger: ModelLedgerRepository, dataSource: DataSource) =>
            answersLevel(config, ledger, dataSource),
        },
      ],
      exports: [ANSWERS_LEVEL],
    };
  }
}

/** Each evaluation is booked under its own id, and its budget is its own. */
function answersLevel(
  { chat }: ResolvedConfig,
  ledger: ModelLedgerRepository,
  dataSource: DataSource,
): AnswersLevelFactory {
  const limiter = callLimiterOf(chat, dataSource);
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
    return new ModelAnswers(charged, new AnswerJudge(statements));
  };
}
