import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react';
import { I18nProvider } from 'react-aria-components';
import { DEFAULT_LANGUAGE, isLanguage, type Language, type Text } from '#libs/language';
import { LOCALES } from './locales.js';
import { inLanguage, type Spoken, type Texts } from './texts.js';

const STORED = 'data-pipeline.language';

/** Names of the languages, each in itself. */
export const LANGUAGE_NAMES: Text = { zh: '中文', en: 'English' };

interface Choice {
  readonly language: Language;
  readonly choose: (language: Language) => void;
}

const LanguageContext = createContext<Choice>({ language: DEFAULT_LANGUAGE, choose: () => undefined });

/** The language chosen on this browser, else the one that the browser prefers. */
export function firstLanguage(): Language {
  const stored = localStorage.getItem(STORED);
  const wished = [stored, ...navigator.languages.map((tag) => tag.split('-')[0])];
  return wished.find(isLanguage) ?? DEFAULT_LANGUAGE;
}

export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState(firstLanguage);
  useEffect(() => {
    document.documentElement.lang = LOCALES[language];
  }, [language]);
  const choice = useMemo(
    () => ({
      language,
      choose: (next: Language) => {
        localStorage.setItem(STORED, next);
        setLanguage(next);
      },
    }),
    [language],
  );
  return (
    <I18nProvider locale={LOCALES[language]}>
      <LanguageContext value={choice}>{children}</LanguageContext>
    </I18nProvider>
  );
}

export function useLanguage(): Choice {
  return use(LanguageContext);
}

/** The texts of one place in the language of the reader. */
export function useTexts<T extends Texts>(texts: T): Spoken<T> {
  const { language } = useLanguage();
  return useMemo(() => inLanguage(texts, language), [texts, language]);
}
