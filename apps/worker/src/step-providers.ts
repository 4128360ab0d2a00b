import type { FactoryProvider, Provider } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { BusinessDatabases } from '#libs/business-database';
import type { ResolvedConfig } from '#libs/config';
import { EmbeddingRepository, ModelLedgerRepository } from '#libs/database';
import { StepEvaluations } from '#libs/evaluation';
import { EvaluationReports } from '#libs/evaluation-report';
import { createChatModel, createEmbedder, type ChatModel } from '#libs/language-model';
import { TaskPairs } from '#libs/pair-review';
import { perStep, STEP_NAMES, type StepName } from '#libs/pipeline';
import { DdlGenerationStep } from '#libs/steps/ddl-generation';
import { EvaluationStep, loadGate } from '#libs/steps/evaluation';
import { QaGenerationStep } from '#libs/steps/qa-generation';
import { SqlValidationStep } from '#libs/steps/sql-validation';
import type { Step } from '#libs/steps/step';
import { createTrainingSinks, TrainingLoadStep } from '#libs/steps/training-load';
import { callLimiterOf } from './call-limiter.js';
import { openScratch } from './open-scratch.js';

type StepFactories = {
  readonly [Name in StepName]: Pick<FactoryProvider<Step & { readonly name: Name }>, 'inject' | 'useFactory'>;
};

const CHAT_MODEL = Symbol('chat model');
const OPTIONAL_CHAT_MODEL = { token: CHAT_MODEL, optional: true };

/** Injection token of each step. */
export const stepTokens: Readonly<Record<StepName, symbol>> = perStep((step) => Symbol(step));

/** The steps of a worker and the chat model that they share. */
export function stepProviders(config: ResolvedConfig): Provider[] {
  const factories = stepFactories(config);
  return [chatModelProvider(config), ...STEP_NAMES.map((step) => ({ provide: stepTokens[step], ...factories[step] }))];
}

/** How each step is made. */
function stepFactories(config: ResolvedConfig): StepFactories {
  return {
    ddl_generation: {
      inject: [OPTIONAL_CHAT_MODEL],
      useFactory: (chatModel: ChatModel | null) => new DdlGenerationStep({ chatModel: chatModel ?? null }),
    },
    qa_generation: {
      inject: [OPTIONAL_CHAT_MODEL, TaskPairs],
      useFactory: (chatModel: ChatModel | null, pairs: TaskPairs) =>
        new QaGenerationStep({ chatModel: chatModel ?? null, reviewsOf: pairs.reviewsFor }),
    },
    sql_validation: {
      inject: [OPTIONAL_CHAT_MODEL, ModelLedgerRepository, TaskPairs, BusinessDatabases],
      useFactory: (
        chatModel: ChatModel | null,
        ledger: ModelLedgerRepository,
        pairs: TaskPairs,
        databases: BusinessDatabases,
      ) =>
        new SqlValidationStep({
          chatModel: chatModel ?? null,
          usageOf: (taskId) => ledger.ofTask(taskId),
          reviewsOf: pairs.reviewsFor,
          proofSeconds: config.worker.proofSeconds,
          openScratch: (signal) => openScratch(databases, config, signal),
        }),
    },
    training_load: {
      inject: [EmbeddingRepository, TaskPairs, StepEvaluations],
      useFactory: (cache: EmbeddingRepository, pairs: TaskPairs, evaluations: StepEvaluations) => {
        const embedder = createEmbedder(config.embedding, cache);
        return new TrainingLoadStep({
          reviewsOf: pairs.reviewsFor,
          sinks: createTrainingSinks({
            embedder,
            vectorDatabaseUrl: config.vectorDatabaseUrl,
            selfCheckMinPercent: config.worker.selfCheckMinPercent,
          }),
          gate: loadGate(evaluations, embedder),
        });
      },
    },
    evaluation: {
      inject: [StepEvaluations, EvaluationReports],
      useFactory: (evaluations: StepEvaluations, reports: EvaluationReports) =>
        new EvaluationStep({ evaluations, reports }),
    },
  };
}

function chatModelProvider({ chat }: ResolvedConfig): Provider {
  return {
    provide: CHAT_MODEL,
    inject: [ModelLedgerRepository, DataSource],
    useFactory: (ledger: ModelLedgerRepository, dataSource: DataSource) =>
      createChatModel(chat, { ledger, limiter: callLimiterOf(chat, dataSource) }),
  };
}
