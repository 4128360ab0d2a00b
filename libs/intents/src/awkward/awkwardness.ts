import type { ByLanguage, Language } from '#libs/language';
import { FEATURES_EN } from './en.js';
import type { Feature, Reading } from './feature.js';
import { FEATURES_ZH } from './zh.js';

const FEATURES: ByLanguage<readonly Feature[]> = { en: FEATURES_EN, zh: FEATURES_ZH };

/** Questions with this many points are asked only where they cover something that no other question does. */
export const TOO_AWKWARD = 8;

/** How badly a question reads: 0 for one without fault, more for each feature that it has. */
export function awkwardness(reading: Reading, language: Language): number {
  return FEATURES[language].reduce((points, feature) => points + feature.points * feature.times(reading), 0);
}

/** The wordings that read best, in their order. */
export function bestRead(texts: readonly string[], intent: Reading['intent'], language: Language): string[] {
  const rated = texts.map((text) => ({ text, points: awkwardness({ text, intent }, language) }));
  const least = Math.min(...rated.map(({ points }) => points));
  return rated.filter(({ points }) => points === least).map(({ text }) => text);
}
