import { leavesOf } from '../conditions.js';
import type { Certainty } from './certainty.js';
import { isColumnEn, isThingEn } from './names-en.js';
import { isQuestionEn, isTimeOfEn } from './times-en.js';
import { isWayEn } from './ways-en.js';
import { isSayableEn } from './values-en.js';

export const CERTAIN_EN: Certainty = {
  isOfBusiness: () => true,
  isThing: isThingEn,
  isRole: isThingEn,
  isColumn: isColumnEn,
  isTimeOf: isTimeOfEn,
  isCondition: (condition, subject) =>
    leavesOf(condition).every(
      (leaf) =>
        isWayEn(leaf, subject) &&
        isSayableEn(leaf) &&
        (leaf.form !== 'exists' || leavesOf(leaf.where).every(isSayableEn)),
    ),
  isQuestion: isQuestionEn,
  isWording: () => true,
};
