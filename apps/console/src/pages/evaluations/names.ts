import type { components } from '#clients/typescript';
import { OUTCOME_NAMES, REASON_NAMES } from '#libs/evaluation-words';
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
  pairs_built_in: { zh: '问答对：内置向量模型', en: 'Pairs, by the built-in embedder' },
  pairs_endpoint: { zh: '问答对：已配置的向量服务', en: 'Pairs, by the configured endpoint' },
  pairs_ngram: { zh: '问答对：旧版内置向量模型', en: 'Pairs, by the former built-in embedder' },
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

/** Of the answer of a model, in the words of the reports. */
export const outcomeNames = defineTexts(OUTCOME_NAMES);
export const reasonNames = defineTexts(REASON_NAMES);

export const ARMS = Object.keys(armNames) as Arm[];
/** Those of a reader of the store; the others compare its records by another embedder. */
export const READER_ARMS: readonly Arm[] = ['schema', 'documents', 'pairs', 'context'];
