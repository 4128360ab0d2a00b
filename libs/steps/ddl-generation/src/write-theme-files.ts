import type { Language } from '#libs/domain-errors';
import type { StepContext } from '#libs/steps/step';
import { METADATA_DETAIL_FILE, METADATA_FILE, renderMetadata, renderMetadataDetail, type Theme } from '#libs/themes';
import { DECISION_PROMPT_FILE, renderDecisionPrompt } from './decision-prompt.js';

export interface ThemeFileOptions {
  readonly business_context: string;
  readonly database: string;
  /** `YYYY-MM-DD HH:MM:SS` in the zone of the task. */
  readonly generatedAt: string;
  readonly language: Language;
}

/** Writes `metadata.txt`, its description and the decision prompt. @returns the names written */
export async function writeThemeFiles(
  themes: readonly Theme[],
  { business_context: businessContext, database, generatedAt, language }: ThemeFileOptions,
  { files }: StepContext,
): Promise<string[]> {
  const metadata = renderMetadata(themes, { businessContext, database, generatedAt, language });
  await files.write(METADATA_FILE, metadata, { primary: true });
  await files.write(METADATA_DETAIL_FILE, renderMetadataDetail(themes, language));
  await files.write(DECISION_PROMPT_FILE, renderDecisionPrompt(themes, businessContext, language));
  return [METADATA_FILE, METADATA_DETAIL_FILE, DECISION_PROMPT_FILE];
}
