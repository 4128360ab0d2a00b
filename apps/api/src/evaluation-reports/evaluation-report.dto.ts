import { LANGUAGES, type Language } from '#libs/language';
import { ChoiceField } from '../fields/field.js';

export const REPORT_FORMATS = ['html', 'markdown', 'json'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

export class EvaluationReportQuery {
  @ChoiceField(REPORT_FORMATS, { default: 'html', description: 'The page, text for a merge request, or data' })
  format: ReportFormat = 'html';

  @ChoiceField(LANGUAGES, {
    optional: true,
    description: 'Of the page and the text; by default that of Accept-Language',
  })
  language?: Language;
}
