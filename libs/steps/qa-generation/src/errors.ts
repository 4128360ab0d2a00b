import { defineErrors } from '#libs/domain-errors';

export const qaGenerationErrors = defineErrors({
  qa_no_pairs: {
    kind: 'validation',
    zh: '没有生成任何问答对：{tables} 张表都无法提出问题。请检查表清单、列和 SELECT 权限',
    en: 'not a single pair could be made from {tables} tables. Check the table list, the columns and the SELECT privilege',
  },
  qa_nothing_to_add_to: {
    kind: 'conflict',
    zh: '任务还没有生成过问答对，无法追加。请先完整执行 qa_generation',
    en: 'the task has no generated pairs to add to. Run qa_generation as a whole first',
  },
  qa_unknown_tables: {
    kind: 'validation',
    zh: '任务中没有这些数据表: {names}。未追加任何问答对',
    en: 'the task has no tables of these names: {names}. No pair was added',
  },
  qa_unknown_kinds: {
    kind: 'validation',
    zh: '没有这些问题类型: {names}。未追加任何问答对',
    en: 'there are no kinds of questions of these names: {names}. No pair was added',
  },
  qa_no_tables: {
    kind: 'validation',
    zh: '表清单中没有任何可用的表。请先上传或填写表清单',
    en: 'the table list holds no usable table. Upload or fill in the list first',
  },
});
