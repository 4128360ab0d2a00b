import { counted, defineMessages } from '#libs/language';

/** Why a pair is weak, or was not proven. Stored as code and parameters, read in the language of the reader. */
export const proofMessages = defineMessages('pair_proof', {
  no_rows: { zh: '查询没有返回任何行', en: 'the statement returns no rows' },
  all_rows: {
    zh: '去掉所有条件，结果不变：条件没有筛掉任何行',
    en: 'without its conditions the statement returns the same: they leave no row out',
  },
  constant: {
    zh: '返回的 {rows} 行完全相同',
    en: ({ rows }: { rows: number }) => `all ${counted(rows, 'row')} of the result are the same`,
  },
  null_column: { zh: '结果的第 {column} 列全部为 NULL', en: 'column {column} of the result holds nothing but NULL' },
  exploded_join: {
    zh: '联接产生 {rows} 行，而其中最大的表只有 {most} 行：联接条件可能不完整，合计会重复计算',
    en: 'the join makes {rows} rows of tables with at most {most}: a join condition may be missing, and sums count rows twice',
  },
  vacuous: { zh: '去掉条件 {sql} 后结果不变', en: 'the result is the same without the condition {sql}' },
  living_boundary: {
    zh: '{sql} 含不含边界值，结果都一样',
    en: 'the result is the same with and without the boundary of {sql}',
  },
  living_aggregate: {
    zh: '把 {sql} 换成另一种聚合，结果不变',
    en: 'the result is the same with another aggregate for {sql}',
  },
  living_distinct: { zh: '去掉 DISTINCT 后结果不变', en: 'the result is the same without DISTINCT' },
  living_order: { zh: '按 {sql} 反向排序，结果不变', en: 'the result is the same in the other order of {sql}' },
  living_limit: {
    zh: '多取一行，结果不变：行数不到 {sql}',
    en: 'one row more changes nothing: there are no more than {sql}',
  },
  same_result: {
    zh: '与问答对 {pairs} 结果相同，但 SQL 不同',
    en: 'returns the same rows as {pairs}, whose SQL is another',
  },
  not_executed: { zh: '未执行，因此没有证明', en: 'it was not executed' },
  not_written: {
    zh: 'SQL 中有无法改写的语法，未检验其变体',
    en: 'it holds SQL that cannot be rewritten, so no variants of it were tried',
  },
  too_many_rows: {
    zh: '结果超过 {rows} 行，未比较',
    en: 'the result has more than {rows} rows and was not compared',
  },
  too_expensive: {
    zh: '预计代价 {cost} 超过证明的上限 {ceiling}',
    en: "the planner's cost {cost} is above the ceiling for proofs, {ceiling}",
  },
  too_slow: { zh: '没有在 {seconds} 秒内完成', en: 'it did not end within {seconds} s' },
  out_of_budget: {
    zh: '任务的证明时间（{seconds} 秒）已用完',
    en: 'the time for proofs of the task, {seconds} s, is used up',
  },
  not_comparable: { zh: '结果无法比较：{reason}', en: 'its results cannot be compared: {reason}' },
  undetermined: {
    zh: '有 LIMIT 而没有 ORDER BY，返回哪些行不确定',
    en: 'LIMIT without ORDER BY: which rows it returns is not determined',
  },
  volatile_result: {
    zh: '同一查询两次结果不同（使用了随机数或当前时间）',
    en: 'it uses random numbers or the clock, so each run gives another result',
  },
});
