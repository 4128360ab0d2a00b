import { relationName } from '#libs/catalog';
import type { Language } from '#libs/language';
import type { StepContext, StepInput } from '#libs/steps/step';
import { formThemes, METADATA_FILE, parseMetadata, type Theme } from '#libs/themes';
import { MESSAGES } from './messages.js';
import type { Business } from './read-business.js';

/** The themes that ddl_generation wrote down, edited or not; formed anew where it never ran. */
export async function themesOfRun(
  { catalog }: Business,
  { parameters }: StepInput,
  { files, log }: StepContext,
  language: Language,
  component: string,
): Promise<Theme[]> {
  if (!(await files.list()).includes(METADATA_FILE)) {
    log.warn(component, MESSAGES[language].noMetadata(METADATA_FILE));
    return formThemes(catalog, {
      count: parameters.theme_count,
      language,
      businessContext: parameters.business_context,
    });
  }
  const known = new Set(catalog.relations.map(relationName));
  return (await parseMetadata(await files.read(METADATA_FILE))).map((theme) => {
    const unknown = theme.relatedTables.filter((table) => !known.has(table));
    if (unknown.length > 0) {
      log.warn(component, MESSAGES[language].unlisted(theme.topicName, unknown.join(', ')));
    }
    return { ...theme, relatedTables: theme.relatedTables.filter((table) => known.has(table)) };
  });
}
