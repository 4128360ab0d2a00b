import { z } from 'zod';
import type { Language } from '#libs/domain-errors';

/** Between the Chinese and the English sentence of a problem; no sentence and no input that can be stored has it. */
const SEPARATOR = '\u001F';

/** The `error` of a schema that says it better than zod does. */
export function both(zh: string, en: string): string {
  return `${zh}${SEPARATOR}${en}`;
}

/** A sentence that is chosen when the answer is written: only then the language is known. */
export class Bilingual implements Readonly<Record<Language, string>> {
  constructor(
    readonly zh: string,
    readonly en: string,
  ) {}

  /** @param message made by `both`; another one stands for both languages */
  static of(message: string): Bilingual {
    const [zh = '', en = zh] = message.split(SEPARATOR);
    return new Bilingual(zh, en);
  }
}

/** The value with every sentence in one language. */
export function inLanguage(value: unknown, language: Language): unknown {
  if (value instanceof Bilingual) {
    return value[language];
  }
  if (Array.isArray(value)) {
    return value.map((item) => inLanguage(item, language));
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inLanguage(inner, language)]))
    : value;
}

const ZH = z.locales.zhCN().localeError;
const EN = z.locales.en().localeError;

/** What zod says of a value, in both languages; a schema's own `error` comes before it. */
export const zodInBothLanguages: z.core.$ZodErrorMap = (issue) => both(said(ZH(issue)), said(EN(issue)));

function said(message: ReturnType<z.core.$ZodErrorMap>): string {
  return (typeof message === 'string' ? message : message?.message) ?? '';
}
