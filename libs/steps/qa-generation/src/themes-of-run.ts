import { relationName } from '#libs/catalog';
import type { Language } from '#libs/language';
import type { StepContext, StepInput } from '#libs/steps/step';
import { METADATA_FILE, parseMetadata, type Theme } from '#libs/step-files';
import { formThemes } from '#libs/themes';
import { messages } from './messages.js';
import type { Business } from './read-business.js';

/** The themes that ddl_generation wrote down, edited or not; formed here if it never ran. */
export async function themesOfRun(
  { catalog, model }: Business,
  { parameters }: StepInput,
  { files, log }: StepContext,
  language: Language,
  component: string,
): Promise<Theme[]> {
  if (!(await files.list()).includes(METADATA_FILE)) {
    log.warn(component, messages.no_metadata({ file: METADATA_FILE }));
    return formThemes(catalog, model, {
      count: parameters.theme_count,
      language,
      businessContext: parameters.business_context,
    });
  }
  const known = new Set(catalog.relations.map(relationName));
  return (await parseMetadata(await files.read(METADATA_FILE))).map((theme) => {
    const unknown = theme.relatedTables.filter((table) => !known.has(table));
    if (unknown.length > 0) {
      log.warn(component, messages.unlisted({ theme: theme.topicName, tables: unknown }));
    }
    return { ...theme, relatedTables: theme.relatedTables.filter((table) => known.has(table)) };
  });
}
