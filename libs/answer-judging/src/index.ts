export { AnswerJudge, type CopiesOf, type Gold } from './answer-judge.js';
export type { GoldFailure } from './gold-results.js';
export type { Judging } from './run-statement.js';
export { FAILURES, GOLD_FAILURES, verdictOf, type Outcome, type Reason, type Verdict } from './verdict.js';
export { ANSWER_PROMPT_VERSION, askForSql, type ModelAnswer, type PromptedQuestion } from './model/ask-for-sql.js';
export { ModelAnswers } from './model/model-answers.js';
export { summariseVerdicts } from './model/summarise-verdicts.js';
