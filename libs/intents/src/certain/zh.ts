import type { Certainty } from './certainty.js';
import { isOfBusinessZh, isRoleZh } from './names-zh.js';
import { isQuestionZh } from './relations-zh.js';
import { isWordingZh } from './wordings-zh.js';

/** Chinese names are sure or not when they are made (`isGuessed`): what is left is how a question puts them together. */
export const CERTAIN_ZH: Certainty = {
  isOfBusiness: isOfBusinessZh,
  isThing: () => true,
  isRole: isRoleZh,
  isColumn: () => true,
  isTimeOf: () => true,
  isCondition: () => true,
  isQuestion: isQuestionZh,
  isWording: isWordingZh,
};
