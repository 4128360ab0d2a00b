import type { Text } from '#libs/language';

/** Of the answer of a model, by the code of its outcome. */
export const OUTCOME_NAMES = {
  right: { zh: '正确', en: 'right' },
  superset: { zh: '正确但多出列', en: 'right, with further columns' },
  subset: { zh: '正确但缺少列', en: 'right, but columns are missing' },
  wrong: { zh: '结果不对', en: 'wrong' },
  failed: { zh: '没有结果', en: 'no result' },
  not_judged: { zh: '标准 SQL 无法执行，未判定', en: 'not judged: the gold statement fails' },
  not_asked: { zh: '未提问', en: 'not asked' },
} as const satisfies Readonly<Record<string, Text>>;

/** Why an answer has its outcome, by the code of the reason. */
export const REASON_NAMES = {
  missing_rows: { zh: '缺少行', en: 'missing rows' },
  extra_rows: { zh: '多出行', en: 'extra rows' },
  duplicate_rows: { zh: '行的重复次数不同', en: 'rows are repeated or merged' },
  different_values: { zh: '取值不同', en: 'different values' },
  missing_columns: { zh: '缺少列', en: 'missing columns' },
  extra_columns: { zh: '多出列', en: 'extra columns' },
  empty_result: { zh: '查询结果为空', en: 'empty result' },
  both_empty: { zh: '标准 SQL 的结果也为空', en: 'the gold result is empty too' },
  wrong_order: { zh: '排序不对', en: 'wrong order' },
  differs_on_copy: { zh: '结果正确，但换一份数据后不同', en: 'right, but differs on a copy with other values' },
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
} as const satisfies Readonly<Record<string, Text>>;
