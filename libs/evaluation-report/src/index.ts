import type { Language } from '#libs/language';
import { reportBlocks } from './blocks/report-blocks.js';
import type { EvaluationReport } from './facts/report.js';
import { htmlOf } from './render/html.js';
import { markdownOf } from './render/markdown.js';

export { EvaluationReportModule } from './evaluation-report.module.js';
export { EvaluationReports } from './evaluation-reports.service.js';
export { collectReport, type MeasuredEvaluation, type ReportSources } from './facts/collect-report.js';
export type { EvaluationReport, ReportedEvaluation } from './facts/report.js';
export { REPORT_POLICY } from './render/style.js';

/** For people and for merge requests. */
export function reportMarkdown(report: EvaluationReport, language: Language): string {
  return markdownOf(reportBlocks(report, language));
}

/** One page that needs nothing else; serve it with `REPORT_POLICY`. */
export function reportHtml(report: EvaluationReport, language: Language): string {
  return htmlOf(reportBlocks(report, language), language);
}
