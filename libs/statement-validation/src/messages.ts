import { defineMessages } from '#libs/language';

/** Why a statement is not run. */
export const messages = defineMessages('statement_validation', {
  too_expensive: {
    zh: '预计代价 {cost} 超过上限 {ceiling}，未执行',
    en: "not run: the planner's cost {cost} is above the ceiling of {ceiling}",
  },
});
