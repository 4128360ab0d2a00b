import { defineMessages } from '#libs/language';

/** Why a proposal of a language model is not taken. */
export const refusalReasons = defineMessages('semantic_model_proposal', {
  person: { zh: '该内容已由人工填写', en: 'a person has stated it' },
  known: { zh: '该内容已知', en: 'it is known already' },
  language: { zh: '语言不符', en: 'wrong language' },
  length: { zh: '过长', en: 'too long' },
  form: { zh: '不是简短的名称或短语', en: 'no short name or phrase' },
  echo: { zh: '只是重复标识符或取值', en: 'repeats the identifier or value' },
  ambiguous: { zh: '与同表的其他名称重复', en: 'names something else of the table' },
  no_column: { zh: '字段不存在', en: 'no such column' },
  no_value: { zh: '取值不存在', en: 'no such value' },
  no_nulls: { zh: '该字段没有空值', en: 'the column has no missing values' },
  unit: { zh: '单位与字段的数据不符', en: 'the unit does not fit the data' },
  kind_of_column: { zh: '字段不能用于计算', en: 'a column that is not computed with' },
  expression: { zh: '不是单行的只读表达式', en: 'no read-only expression of one row' },
  fails: { zh: '表达式在数据上执行失败或没有结果', en: 'the expression fails on the data or gives nothing' },
  backwards: { zh: '结束时间大多早于开始时间', en: 'the end is mostly before the start' },
});

export type RefusalReason = keyof typeof refusalReasons;

/** What is left of a proposal, and why the rest is refused: one reason for each statement. */
export interface Judged<T> {
  readonly taken: T;
  readonly refused: readonly RefusalReason[];
}
