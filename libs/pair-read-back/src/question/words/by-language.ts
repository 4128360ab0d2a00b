import type { ByLanguage } from '#libs/language';
import { en } from './en.js';
import type { QuestionWords } from './question-words.js';
import { zh } from './zh.js';

export const WORDS: ByLanguage<QuestionWords> = { en, zh };
