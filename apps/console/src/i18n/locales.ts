import type { ByLanguage } from '#libs/language';

/** For `lang` of the page, and for numbers and times. */
export const LOCALES: ByLanguage<string> = { zh: 'zh-CN', en: 'en-GB' };
