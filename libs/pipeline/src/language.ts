import type { Language } from '#libs/language';

const HAN = /\p{Script=Han}/u;

/** The language of everything a task generates: as requested, else Chinese for a Chinese business context. */
export function languageOf(parameters: { language?: Language | undefined; business_context: string }): Language {
  return parameters.language ?? (HAN.test(parameters.business_context) ? 'zh' : 'en');
}
