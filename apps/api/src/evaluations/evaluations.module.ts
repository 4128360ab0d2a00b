import { Module } from '@nestjs/common';
import { EvaluationModule } from '#libs/evaluation';
import { EvaluationMapper } from './evaluation.mapper.js';
import { EvaluationsController } from './evaluations.controller.js';

/** Routes of the evaluations of tasks. */
@Module({ imports: [EvaluationModule], controllers: [EvaluationsController], providers: [EvaluationMapper] })
export class EvaluationsHttpModule {}
