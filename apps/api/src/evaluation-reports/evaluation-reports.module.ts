import { Module } from '@nestjs/common';
import { EvaluationReportModule } from '#libs/evaluation-report';
import { EvaluationReportsController } from './evaluation-reports.controller.js';

@Module({ imports: [EvaluationReportModule], controllers: [EvaluationReportsController] })
export class EvaluationReportsHttpModule {}
