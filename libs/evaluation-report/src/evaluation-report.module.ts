import { Module } from '@nestjs/common';
import { EvaluationModule } from '#libs/evaluation';
import { EvaluationReports } from './evaluation-reports.service.js';

@Module({ imports: [EvaluationModule], providers: [EvaluationReports], exports: [EvaluationReports] })
export class EvaluationReportModule {}
