import type { ByLanguage } from '#libs/language';
import type { Certainty } from './certainty.js';
import { CERTAIN_EN } from './en.js';
import { CERTAIN_ZH } from './zh.js';

export const CERTAINTY: ByLanguage<Certainty> = { en: CERTAIN_EN, zh: CERTAIN_ZH };
