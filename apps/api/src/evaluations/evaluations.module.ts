import { Module } from '@nestjs/common';
import { EvaluationModule } from '#libs/evaluation';
import { EvaluationMapper } from './evaluation.mapper.js';
import { EvaluationsController } from './evaluations.controller.js';
import { RemediesController } from './remedies.controller.js';

/** Routes of the evaluations of tasks. */
@Module({
  imports: [EvaluationModule],
  controllers: [EvaluationsController, RemediesController],
  providers: [EvaluationMapper],
})
export class EvaluationsHttpModule {}
