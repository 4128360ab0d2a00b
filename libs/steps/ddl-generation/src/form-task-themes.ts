import type { Catalog } from '#libs/catalog';
import type { Language, Message } from '#libs/language';
import type { ChatModel } from '#libs/language-model';
import type { StepContext, StepInput } from '#libs/steps/step';
import type { SemanticModel } from '#libs/semantic-model';
import { type Theme } from '#libs/step-files';
import { formThemes, formThemesWithModel, THEME_PROMPT_VERSION } from '#libs/themes';
import { reasonOf } from './collect-comments.js';
import { messages } from './messages.js';
import type { PackedProfiles } from './packed-profiles.js';

const LOGGER = 'ThemeGenerator';

/** Themes from the model, or from the foreign keys where there is no model or it fails. */
export async function formTaskThemes(
  catalog: Catalog,
  model: SemanticModel,
  profiles: PackedProfiles,
  { parameters }: StepInput,
  chatModel: ChatModel | null,
  language: Language,
  { signal, log }: StepContext,
): Promise<Theme[]> {
  const options = { count: parameters.theme_count, language, businessContext: parameters.business_context };
  if (chatModel === null) {
    return formThemes(catalog, model, options);
  }
  log.debug(LOGGER, messages.themes_asked({ model: chatModel.name, version: THEME_PROMPT_VERSION }));
  try {
    const onWarning = (message: Message): void => log.warn(LOGGER, message);
    return await formThemesWithModel(catalog, model, profiles.facts(), chatModel, { ...options, signal, onWarning });
  } catch (error) {
    signal.throwIfAborted();
    log.warn(LOGGER, messages.themes_failed({ reason: reasonOf(error) }));
    return formThemes(catalog, model, options);
  }
}
