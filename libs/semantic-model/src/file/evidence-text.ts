import { LANGUAGES, render, type ByLanguage, type Language } from '#libs/language';
import type { Evidence, Source } from '../model.js';

const SOURCES: ByLanguage<Readonly<Record<Source, string>>> = {
  zh: { declared: '声明', data: '数据', comment: '注释', name: '名称', model: '模型', person: '人工' },
  en: { declared: 'declared', data: 'data', comment: 'comment', name: 'name', model: 'model', person: 'person' },
};

/** `data 0.95: 886 of 886 values occur` */
export function evidenceText({ source, confidence, because }: Evidence, language: Language): string {
  const word = SOURCES[language][source];
  const share = source === 'person' ? word : `${word} ${Number(confidence.toFixed(2))}`;
  return because === null ? share : `${share}${COLON[language]}${render(because, language)}`;
}

/** What `evidenceText` wrote; null for a text that it did not. The reason is in the language of the file. */
export function readEvidenceText(
  text: string,
): { readonly source: Source; readonly confidence: number; readonly reason: string | null } | null {
  for (const language of LANGUAGES) {
    for (const [source, word] of Object.entries(SOURCES[language]) as [Source, string][]) {
      const rest = text.slice(word.length);
      const [, share, , reason] = /^( [\d.]+)?((?:：|: )(.*))?$/s.exec(rest) ?? [];
      const isWhole = rest === '' || share !== undefined || reason !== undefined;
      if (text.startsWith(word) && isWhole) {
        return { source, confidence: share === undefined ? 1 : Number(share), reason: reason ?? null };
      }
    }
  }
  return null;
}

const COLON: ByLanguage<string> = { zh: '：', en: ': ' };

const FOLLOWS: ByLanguage<string> = { zh: '随数据库更新', en: 'follows the database' };

/** In the place of the evidence of a statement that a person gave back: the next run derives it. */
export function followsText(language: Language): string {
  return FOLLOWS[language];
}

export function saysFollows(text: string): boolean {
  return LANGUAGES.some((language) => text === FOLLOWS[language]);
}

/** The file may be older than the language of its task. */
export function saysPerson(text: string): boolean {
  return LANGUAGES.some((language) => text.startsWith(SOURCES[language].person));
}
