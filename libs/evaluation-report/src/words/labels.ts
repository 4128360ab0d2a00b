import type { Arm, CauseCode, Phase, Level } from '#libs/evaluation';
import type { ByLanguage, Language, Text } from '#libs/language';
import type { Measure } from '../facts/report.js';

export const ARM_NAMES: Readonly<Record<Arm, Text>> = {
  schema: { zh: '仅 DDL', en: 'DDL only' },
  documents: { zh: 'DDL 与说明文档', en: 'DDL and documents' },
  pairs: { zh: 'DDL、文档与问答对', en: 'DDL, documents and pairs' },
  context: { zh: '/context 接口', en: 'POST /context' },
  pairs_built_in: { zh: 'DDL、文档与问答对（内置向量模型）', en: 'DDL, documents and pairs, by the built-in embedder' },
  pairs_endpoint: {
    zh: 'DDL、文档与问答对（已配置的向量服务）',
    en: 'DDL, documents and pairs, by the configured endpoint',
  },
  pairs_ngram: {
    zh: 'DDL、文档与问答对（旧版内置向量模型）',
    en: 'DDL, documents and pairs, by the former built-in embedder',
  },
};

export const MEASURE_NAMES: Readonly<Record<Measure, Text>> = {
  sufficiency: { zh: '上下文充分率', en: 'context sufficiency' },
  accuracy: { zh: '执行准确率', en: 'execution accuracy' },
};

export const CAUSE_NAMES: Readonly<Record<CauseCode, Text>> = {
  table_not_retrieved: { zh: '没有检索到所需的表', en: 'a table was not retrieved' },
  column_not_retrieved: { zh: '上下文中缺少所需的列', en: 'a column is not in the context' },
  join_not_stated: { zh: '上下文没有说明表之间如何关联', en: 'a join is not stated' },
  value_unknown: {
    zh: '条件中的取值在问题和上下文里都没有出现',
    en: 'a value is neither in the question nor in the context',
  },
  no_pair_with_skeleton: { zh: '没有 SQL 结构相同的问答对', en: 'no pair has a statement of this form' },
  model_wrong: { zh: '上下文充分，但模型的回答不对', en: 'the model is wrong in spite of a sufficient context' },
};

export const LEVEL_NAMES: Readonly<Record<Level, Text>> = {
  retrieval: { zh: '检索（不调用模型）', en: 'retrieval, without a model' },
  answers: { zh: '检索与模型回答', en: 'retrieval and answers of a model' },
};

export const PHASE_NAMES: Readonly<Record<Phase, Text>> = {
  loaded: { zh: '已加载的训练数据', en: 'the loaded training data' },
  candidate: { zh: '待加载的训练数据', en: 'the training data before its load' },
};

export const LABELS = {
  title: { zh: '训练数据评测报告', en: 'Evaluation of the training data' },
  task: { zh: '任务', en: 'Task' },
  database: { zh: '数据库', en: 'Database' },
  evaluation: { zh: '评测编号', en: 'Evaluation' },
  measured_at: { zh: '评测时间', en: 'Measured at' },
  question_set: { zh: '问题集', en: 'Question set' },
  level: { zh: '评测层次', en: 'Level' },
  phase: { zh: '评测对象', en: 'Measured' },
  model: { zh: '模型', en: 'Model' },
  status: { zh: '状态', en: 'Status' },
  questions: { zh: '问题数', en: 'Questions' },
  arm: { zh: '提供给模型的内容', en: 'What the reader gets' },
  embedder: { zh: '向量模型', en: 'Embedder' },
  all_tables: { zh: '所需的表全部检索到', en: 'All tables retrieved' },
  recall: { zh: '前 10 条的表召回率', en: 'Table recall at 10' },
  columns: { zh: '列', en: 'Columns' },
  joins: { zh: '关联', en: 'Joins' },
  values: { zh: '取值', en: 'Values' },
  skeleton: { zh: '有结构相同的问答对', en: 'A pair of the same form' },
  tokens: { zh: '词元数（中位数 / P90）', en: 'Tokens (median / p90)' },
  with_extra_columns: { zh: '结果正确但多出列也计入', en: 'Right rows, further columns allowed' },
  accuracy_on_copies: { zh: '换成扰动数据后仍正确', en: 'Right on perturbed copies too' },
  unanswerable: { zh: '没有数据的问题：如实拒答', en: 'Without data: rightly declined' },
  not_asked: { zh: '未计入', en: 'Not counted' },
  measure: { zh: '指标', en: 'Measure' },
  compared: { zh: '比较', en: 'Compared' },
  difference: { zh: '差值', en: 'Difference' },
  gained: { zh: '变好', en: 'Better' },
  lost: { zh: '变差', en: 'Worse' },
  clear: { zh: '结论', en: 'Verdict' },
  cause: { zh: '原因', en: 'Cause' },
  remedy: { zh: '建议', en: 'Remedy' },
  answer: { zh: '回答', en: 'Answer' },
  outcome: { zh: '结果', en: 'Outcome' },
  reason: { zh: '说明', en: 'Reason' },
  when: { zh: '时间', en: 'Time' },
  gate: { zh: '门槛', en: 'Gate' },
  minimum: { zh: '要求', en: 'Asked for' },
  reached: { zh: '实际', en: 'Reached' },
} as const satisfies Record<string, Text>;

export const HEADINGS = {
  arms: { zh: '检索效果', en: 'What readers find' },
  answers: { zh: '模型回答的准确率', en: 'Answers of the model' },
  reasons: { zh: '回答不正确的原因', en: 'Why answers are not right' },
  differences: { zh: '各类内容带来的提升', en: 'What each part adds' },
  since: { zh: '与上一次评测相比', en: 'Since the evaluation before' },
  trend: { zh: '历次评测', en: 'Trend' },
  causes: { zh: '失败原因统计', en: 'Causes of failures' },
  failures: { zh: '失败的问题', en: 'Questions that fail' },
  not_counted: { zh: '未计入的问题', en: 'Questions that are not counted' },
  gate: { zh: '加载门槛', en: 'Gate of the load' },
} as const satisfies Record<string, Text>;

export const NOTES = {
  arms: {
    zh: '上下文充分：检索到的内容包含标准 SQL 用到的全部表、列和关联条件。括号内为 95% Wilson 置信区间。',
    en: 'A context is sufficient when it holds every table, column and join condition of a gold statement. Brackets hold the Wilson interval at 95%.',
  },
  answers: {
    zh: '执行准确率：回答的 SQL 与任一标准 SQL 的查询结果一致（列按取值对应；仅当标准 SQL 要求排序时比较顺序）。所有结论都来自执行结果，没有用模型打分。',
    en: 'Execution accuracy: the statement gives the rows of a gold statement; columns match by their values, and order counts only where the gold statement asks for one. Rows decide; no model has judged an answer.',
  },
  differences: {
    zh: '同一批问题的成对比较，区间由配对自助法（bootstrap）得出，置信度 95%。区间包含 0 时不能说明有差别。',
    en: 'The same questions are compared in pairs; intervals at 95% are from a paired bootstrap. One that holds 0 shows no difference.',
  },
} as const satisfies Record<string, Text>;

export const YES: Text = { zh: '有差别', en: 'differs' };
export const NO: Text = { zh: '看不出差别', en: 'not shown' };
export const PASSED: Text = { zh: '达到', en: 'passed' };
export const FAILED: Text = { zh: '未达到', en: 'not reached' };
export const NONE: Text = { zh: '无', en: 'none' };

/** Sentences with numbers. */
export const SENTENCES: ByLanguage<{
  readonly counted: (
    counts: Readonly<Record<'total' | 'counted' | 'leaked' | 'unusable' | 'unanswerable', number>>,
  ) => string;
  readonly shown: (shown: number, all: number) => string;
}> = {
  zh: {
    counted: ({ total, counted, leaked, unusable, unanswerable }) =>
      `共 ${total} 个问题，计入 ${counted} 个；${leaked} 个与训练数据中的问题相同或几乎相同、${unusable} 个的标准 SQL 无法使用，均未计入。其中 ${unanswerable} 个是数据库中没有数据可以回答的问题。`,
    shown: (shown, all) => (shown < all ? `共 ${all} 个，以下为前 ${shown} 个。` : `共 ${all} 个。`),
  },
  en: {
    counted: ({ total, counted, leaked, unusable, unanswerable }) =>
      `Of ${total} questions ${counted} are counted; ${leaked} nearly repeat a question of the training data and ${unusable} have no usable gold statement: they are not counted. ${unanswerable} ask for something that the database does not have.`,
    shown: (shown, all) => (shown < all ? `${all} in all; the first ${shown} follow.` : `${all} in all.`),
  },
};

const COLON: Text = { zh: '：', en: ': ' };
const COMMA: Text = { zh: '、', en: ', ' };

export function labelled(text: Text, value: string, language: Language): string {
  return `${text[language]}${COLON[language]}${value}`;
}

export function listed(names: readonly string[], language: Language): string {
  return names.join(COMMA[language]);
}
