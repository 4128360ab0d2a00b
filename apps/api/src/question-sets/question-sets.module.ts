import { Module } from '@nestjs/common';
import { EvaluationModule } from '#libs/evaluation';
import { QuestionSetsController } from './question-sets.controller.js';

/** Routes of question sets. */
@Module({ imports: [EvaluationModule], controllers: [QuestionSetsController] })
export class QuestionSetsHttpModule {}
