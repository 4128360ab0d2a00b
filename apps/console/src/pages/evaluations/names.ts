import type { components } from '#clients/typescript';
import { defineTexts } from '../../i18n/texts.js';

type Schemas = components['schemas'];
export type Arm = Schemas['ArmDifference']['arm'];
export type Cause = Schemas['CauseView']['code'];

/** What the reader, a model or a program, is given with the question. */
export const armNames = defineTexts({
  schema: { zh: '仅表结构', en: 'DDL only' },
  documents: { zh: '表结构＋文档', en: 'DDL and documents' },
  pairs: { zh: '表结构＋文档＋问答对', en: 'DDL, documents and pairs' },
  context: { zh: '/context 接口', en: 'POST /context' },
}) satisfies Record<Arm, unknown>;

export const causeNames = defineTexts({
  table_not_retrieved: { zh: '没有检索到所需的表', en: 'a table was not retrieved' },
  column_not_retrieved: { zh: '上下文里缺少所需的字段', en: 'a column is not in the context' },
  join_not_stated: { zh: '上下文没有说明表如何关联', en: 'a join is not stated' },
  value_unknown: { zh: '条件中的取值无从得知', en: 'a value of a condition is unknown' },
  no_pair_with_skeleton: { zh: '没有结构相同的问答对', en: 'no pair has a statement of this form' },
  model_wrong: { zh: '上下文充分，但模型答错', en: 'the model is wrong with a sufficient context' },
}) satisfies Record<Cause, unknown>;

export const levelNames = defineTexts({
  retrieval: { zh: '检索', en: 'Retrieval' },
  answers: { zh: '检索与模型回答', en: 'Retrieval and answers' },
}) satisfies Record<Schemas['EvaluationView']['level'], unknown>;

export const phaseNames = defineTexts({
  loaded: { zh: '已加载的数据', en: 'loaded data' },
  candidate: { zh: '待加载的数据', en: 'data before its load' },
}) satisfies Record<Schemas['EvaluationView']['phase'], unknown>;

export const remedyNames = defineTexts({
  add_synonym: { zh: '添加同义词', en: 'Add a synonym' },
  add_join: { zh: '添加关联', en: 'Add a join' },
  add_pair: { zh: '添加问答对', en: 'Add a pair' },
}) satisfies Record<Schemas['RemedyView']['kind'], unknown>;

export const remedyOutcomes = defineTexts({
  applied: { zh: '已写入', en: 'Written' },
  present: { zh: '原已存在', en: 'Was there already' },
  unknown: { zh: '语义模型中没有该表或字段', en: 'The semantic model lacks the table or column' },
}) satisfies Record<Schemas['AppliedRemedyView']['outcome'], unknown>;

export const setOrigins = defineTexts({
  uploaded: { zh: '上传', en: 'Uploaded' },
  held_out: { zh: '自动留出', en: 'Held out' },
  log: { zh: '查询日志', en: 'Query log' },
});

export const questionOrigins = defineTexts({
  ...setOrigins,
  paraphrase: { zh: '换一种说法', en: 'Other words' },
  other_language: { zh: '另一种语言', en: 'Other language' },
  other_values: { zh: '换一个取值', en: 'Other values' },
  unanswerable: { zh: '无法回答', en: 'Unanswerable' },
});

export const resultStatuses = defineTexts({
  counted: { zh: '计入', en: 'counted' },
  leaked: { zh: '训练数据中已有', en: 'leaked: the store has it' },
  unusable: { zh: '标准 SQL 已不可用', en: 'unusable: its gold SQL names what is gone' },
}) satisfies Record<Schemas['ResultView']['status'], unknown>;

/** Of the answer of a model. */
export const outcomeNames = defineTexts({
  right: { zh: '正确', en: 'right' },
  superset: { zh: '正确但多出列', en: 'right, with further columns' },
  subset: { zh: '正确但缺少列', en: 'right, but columns are missing' },
  wrong: { zh: '结果不对', en: 'wrong' },
  failed: { zh: '没有结果', en: 'no result' },
  not_judged: { zh: '标准 SQL 无法执行，未判定', en: 'not judged: the gold statement fails' },
  not_asked: { zh: '未提问', en: 'not asked' },
});

export const reasonNames = defineTexts({
  missing_rows: { zh: '缺少行', en: 'missing rows' },
  extra_rows: { zh: '多出行', en: 'extra rows' },
  duplicate_rows: { zh: '行的重复次数不同', en: 'rows are repeated or merged' },
  different_values: { zh: '取值不同', en: 'different values' },
  missing_columns: { zh: '缺少列', en: 'missing columns' },
  extra_columns: { zh: '多出列', en: 'extra columns' },
  empty_result: { zh: '查询结果为空', en: 'empty result' },
  both_empty: { zh: '标准 SQL 的结果也为空', en: 'the gold result is empty too' },
  wrong_order: { zh: '排序不对', en: 'wrong order' },
  differs_on_copy: { zh: '换一份数据后结果不同', en: 'differs on a copy with other values' },
  no_answer: { zh: '模型没有回答', en: 'no answer' },
  declined: { zh: '模型认为无法回答', en: 'the model declines' },
  model_rejected: { zh: '模型服务拒绝了请求', en: 'the model rejects the prompt' },
  not_sql: { zh: '回答不是 SQL', en: 'not SQL' },
  refused: { zh: '安全检查拒绝执行', en: 'refused by the safety check' },
  sql_error: { zh: '执行出错', en: 'error of the server' },
  timeout: { zh: '执行超时', en: 'timeout' },
  too_expensive: { zh: '预计代价过高，未执行', en: 'too expensive to run' },
  answered_unanswerable: { zh: '没有数据的问题却给出了 SQL', en: 'answers what has no data' },
  budget_exhausted: { zh: '预算已用完', en: 'the budget is used up' },
  gold_missing: { zh: '没有标准 SQL', en: 'no gold statement' },
  gold_not_sql: { zh: '标准 SQL 有语法错误', en: 'the gold statement is not SQL' },
  gold_refused: { zh: '标准 SQL 未通过安全检查', en: 'the gold statement is refused' },
  gold_sql_error: { zh: '标准 SQL 执行出错', en: 'the gold statement fails' },
  gold_timeout: { zh: '标准 SQL 执行超时', en: 'the gold statement takes too long' },
  gold_too_expensive: { zh: '标准 SQL 预计代价过高', en: 'the gold statement is too expensive' },
  gold_too_large: { zh: '标准 SQL 的结果过大', en: 'the gold result is too large' },
});

export const ARMS = Object.keys(armNames) as Arm[];
