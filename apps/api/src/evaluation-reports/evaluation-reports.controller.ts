import { create as contentDisposition } from 'content-disposition';
import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiExtraModels, ApiOperation, ApiResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  EvaluationReports,
  reportHtml,
  reportMarkdown,
  REPORT_POLICY,
  type EvaluationReport,
} from '#libs/evaluation-report';
import type { Language } from '#libs/language';
import { EvaluationPath } from '../evaluations/evaluation.dto.js';
import { ApiFailures } from '../http/api-failures.js';
import { languageOfRequest } from '../http/language.js';
import { EvaluationReportQuery, EvaluationReportView, type ReportFormat } from './evaluation-report.dto.js';

interface Format {
  readonly type: string;
  readonly extension: string;
  readonly write: (report: EvaluationReport, language: Language) => string;
}

const FORMATS: Readonly<Record<ReportFormat, Format>> = {
  html: { type: 'text/html; charset=utf-8', extension: 'html', write: reportHtml },
  markdown: { type: 'text/markdown; charset=utf-8', extension: 'md', write: reportMarkdown },
  json: { type: 'application/json; charset=utf-8', extension: 'json', write: (report) => JSON.stringify(report) },
};
const TEXT = { schema: { type: 'string' } };
const CONTENT = {
  'text/html': TEXT,
  'text/markdown': TEXT,
  'application/json': {
    schema: { $ref: getSchemaPath(EvaluationReportView.name) },
  },
};

@ApiTags('evaluations')
@Controller('tasks/:task_id/evaluations/:evaluation_id/report')
export class EvaluationReportsController {
  constructor(private readonly reports: EvaluationReports) {}

  /** The page may be shown as it is: it runs nothing and loads nothing. */
  @Get()
  @ApiOperation({ summary: 'The report of a completed evaluation: a page, Markdown or JSON, without the envelope' })
  @ApiExtraModels(EvaluationReportView)
  @ApiResponse({ status: 200, description: 'The report', content: CONTENT })
  @ApiFailures(400, 404, 409)
  async report(
    @Param() { task_id: taskId, evaluation_id: id }: EvaluationPath,
    @Query() { format, language }: EvaluationReportQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const report = await this.reports.report(taskId, id);
    const { type, extension, write } = FORMATS[format];
    await reply
      .status(200)
      .header('content-security-policy', `${REPORT_POLICY}; frame-ancestors 'self'; sandbox`)
      .header('content-disposition', contentDisposition(`${id}.${extension}`, { type: 'inline' }))
      .header('vary', 'accept-language')
      .type(type)
      .send(write(report, language ?? languageOfRequest(request)));
  }
}
