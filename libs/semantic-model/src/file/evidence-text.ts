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

const COLON: ByLanguage<string> = { zh: '：', en: ': ' };

/** The file may be older than the language of its task. */
export function saysPerson(text: string): boolean {
  return LANGUAGES.some((language) => text.startsWith(SOURCES[language].person));
}
