import type { ByLanguage } from '#libs/language';
import type { Certainty } from './certainty.js';
import { CERTAIN_EN } from './en.js';

const EVERYTHING: Certainty = {
  isThing: () => true,
  isColumn: () => true,
  isTimeOf: () => true,
  isCondition: () => true,
  isOneMatter: () => true,
};

export const CERTAINTY: ByLanguage<Certainty> = { en: CERTAIN_EN, zh: EVERYTHING };
