import { counted, defineMessages } from '#libs/language';

/** Lines of the task log. */
export const messages = defineMessages('qa_generation', {
  theme: {
    zh: '主题 {theme}：生成 {pairs} 个问答对',
    en: ({ theme, pairs }: { theme: string; pairs: number }) => `theme ${theme}: ${counted(pairs, 'pair')}`,
  },
  theme_failed: {
    zh: '主题 {theme} 生成失败，已跳过：{reason}',
    en: 'theme {theme} failed and is left out: {reason}',
  },
  gaps: {
    zh: '为主题未涉及的表和关联补充了 {pairs} 个问答对',
    en: ({ pairs }: { pairs: number }) =>
      `${counted(pairs, 'pair')} more for tables and links that the themes did not reach`,
  },
  added: {
    zh: '在已有的 {present} 个问答对之外追加了 {pairs} 个，已写入 {file}',
    en: ({ pairs, present, file }: { pairs: number; present: number; file: string }) =>
      `${counted(pairs, 'pair')} added to the ${present} that were there, written to ${file}`,
  },
  written: {
    zh: '共 {themes} 个主题、{pairs} 个问答对，已写入 {file}',
    en: ({ pairs, themes, file }: { pairs: number; themes: number; file: string }) =>
      `${counted(pairs, 'pair')} for ${counted(themes, 'theme')} written to ${file}`,
  },
  by_model: {
    zh: '主题 {theme}：模型 {model} 给出 {wanted} 个中的 {pairs} 个可用问答对（{version}）',
    en: 'theme {theme}: {pairs} of {wanted} pairs by {model} ({version})',
  },
  refused: {
    zh: '主题 {theme}：丢弃模型的 {count} 个问答对：{reason}',
    en: ({ theme, count, reason }: { theme: string; count: number; reason: string }) =>
      `theme ${theme}: ${counted(count, 'pair')} of the model refused: ${reason}`,
  },
  not_parsable: { zh: 'SQL 有语法错误', en: 'a syntax error' },
  unreadable_item: { zh: '格式不符（{reason}）', en: 'wrong form ({reason})' },
  no_question: { zh: '没有问题文本', en: 'it has no question' },
  unknown_tables: { zh: '表清单中没有这些表：{tables}', en: 'no such table in the list: {tables}' },
  not_a_measure: {
    zh: '对 {column} 求和或求平均没有意义（主键、外键、编码、比率或单价）',
    en: 'it sums or averages {column}, which is a key, a code, a rate or a unit price',
  },
  tells_nothing: {
    zh: '没有结果、结果全为空值，或只有一个分组',
    en: 'it returns no rows, only NULL, or a single group',
  },
  budget_spent: {
    zh: '{reason}。已生成的问答对全部保留，其余由离线生成器补足',
    en: '{reason}. The pairs so far are kept; the offline generator makes the rest',
  },
  learn_read: {
    zh: '真实 SQL 来源 {from}：读取 {statements} 条语句',
    en: ({ from, statements }: { from: string; statements: number }) =>
      `real SQL from ${from}: ${counted(statements, 'statement')} read`,
  },
  absent: {
    zh: '真实 SQL 来源 {from}：没有可读的内容',
    en: 'real SQL from {from}: there is nothing to read',
  },
  not_loaded: {
    zh: '真实 SQL 来源 {from}：pg_stat_statements 不在 shared_preload_libraries 中，没有统计数据',
    en: 'real SQL from {from}: pg_stat_statements is not in shared_preload_libraries and has no statistics',
  },
  not_permitted: {
    zh: '真实 SQL 来源 {from}：当前角色无权读取，可授予 pg_read_all_stats',
    en: 'real SQL from {from}: the role may not read it; grant it pg_read_all_stats',
  },
  learnt: {
    zh: '真实 SQL 共 {forms} 种语句，其中 {pairs} 种成为问答对；其余及未覆盖的表和关联见 {file}',
    en: ({ forms, pairs, file }: { forms: number; pairs: number; file: string }) =>
      `real SQL: ${counted(forms, 'form')} of statements, ${counted(pairs, 'pair')}; the others, and what no pair covers, are in ${file}`,
  },
  inferred: {
    zh: '根据列名和取值推断出 {links} 个没有外键约束的关联',
    en: ({ links }: { links: number }) =>
      `${counted(links, 'link')} without a constraint ${links === 1 ? 'is' : 'are'} taken from names and values`,
  },
  unreadable: {
    zh: '表 {table} 无法读取，不为其生成问题：{reason}',
    en: '{table} cannot be read and gets no questions: {reason}',
  },
  no_metadata: {
    zh: '没有找到 {file}，将根据数据库结构划分主题',
    en: '{file} is missing: themes are formed from the catalog',
  },
  unlisted: {
    zh: '主题 {theme} 中有不在表清单内的表，已忽略：{tables}',
    en: 'theme {theme} names tables outside the list, left out: {tables}',
  },
});
