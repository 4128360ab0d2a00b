export {
  DEFAULT_LANGUAGE,
  LANGUAGES,
  OPERATOR_LANGUAGE,
  inEveryLanguage,
  isLanguage,
  type ByLanguage,
  type Language,
  type Text,
} from './language.js';
export { defineMessages, type MessageFactory } from './define-messages.js';
export { registerMessage, render, renderKnown, renderTemplates } from './render.js';
export type { Message, MessageParam, MessageParams, ParamsArguments, ParamsOf, Templates } from './template.js';
export { counted } from './counted.js';
