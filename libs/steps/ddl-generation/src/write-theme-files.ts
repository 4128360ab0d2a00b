import {
  DECISION_PROMPT_FILE,
  ER_DIAGRAMS_FILE,
  METADATA_DETAIL_FILE,
  METADATA_FILE,
  renderMetadata,
  renderMetadataDetail,
} from '#libs/step-files';
import { renderDecisionPrompt, type DecisionPromptInput } from './decision-prompt.js';
import { encodeParts } from './encode-parts.js';
import { erDiagrams } from './er-diagrams.js';
import type { TrackedFiles } from './tracked-files.js';

export interface ThemeFilesInput extends DecisionPromptInput {
  /** `YYYY-MM-DD HH:MM:SS` in the zone of the task. */
  readonly generatedAt: string;
}

/** Writes `metadata.txt`, its description, the decision prompt and the diagrams. */
export async function writeThemeFiles(input: ThemeFilesInput, files: TrackedFiles): Promise<void> {
  const { themes, language } = input;
  const metadata = renderMetadata(themes, { ...input, database: input.catalog.database });
  await files.write(METADATA_FILE, metadata, { primary: true });
  await files.write(METADATA_DETAIL_FILE, renderMetadataDetail(themes, language));
  await files.write(DECISION_PROMPT_FILE, renderDecisionPrompt(input));
  await files.write(ER_DIAGRAMS_FILE, encodeParts(erDiagrams(themes, input.model, language)));
}
