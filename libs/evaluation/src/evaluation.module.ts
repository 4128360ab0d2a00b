import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { BusinessDatabaseModule } from '#libs/business-database';
import { EvaluationEntity, QuestionSetEntity } from '#libs/database';
import { FilesModule } from '#libs/files';
import { NotificationsModule } from '#libs/notifications';
import { OperationsModule } from '#libs/operations';
import { PairReviewModule } from '#libs/pair-review';
import { StoreReaderModule } from '#libs/store-reader';
import { TasksModule } from '#libs/tasks';
import { EvaluationEngine } from './service/evaluation-engine.js';
import { EvaluationPolicy } from './service/evaluation.policy.js';
import { EvaluationRunner } from './service/evaluation-runner.js';
import { EvaluationsService } from './service/evaluations.service.js';
import { QuestionSetsService } from './service/question-sets.service.js';
import { StepEvaluations } from './service/step-evaluations.js';
import { RemediesService } from './service/remedies.service.js';
import { RequestPorts } from './service/request-ports.js';
import { EvaluationRepository } from './store/evaluation.repository.js';
import { EvaluationResultRepository } from './store/evaluation-result.repository.js';
import { EvaluationTable } from './store/evaluation.table.js';
import { QuestionSetRepository } from './store/question-set.repository.js';

/** Sets of questions, and what they measure. */
@Module({
  imports: [
    BusinessDatabaseModule,
    FilesModule,
    NotificationsModule,
    OperationsModule,
    PairReviewModule,
    StoreReaderModule,
    TasksModule,
    TypeOrmModule.forFeature([EvaluationEntity, QuestionSetEntity]),
  ],
  providers: [
    EvaluationEngine,
    EvaluationPolicy,
    EvaluationRepository,
    EvaluationResultRepository,
    EvaluationRunner,
    EvaluationTable,
    EvaluationsService,
    QuestionSetRepository,
    QuestionSetsService,
    RemediesService,
    RequestPorts,
    StepEvaluations,
  ],
  exports: [
    EvaluationEngine,
    EvaluationPolicy,
    EvaluationRepository,
    EvaluationRunner,
    EvaluationsService,
    QuestionSetRepository,
    QuestionSetsService,
    RemediesService,
    StepEvaluations,
  ],
})
export class EvaluationModule {}
