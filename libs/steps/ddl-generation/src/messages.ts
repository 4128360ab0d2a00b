import { counted, defineMessages } from '#libs/language';

interface Changes {
  readonly added: number;
  readonly removed: number;
  readonly altered: number;
}

/** Lines of the task log, and why a table is left out. */
export const messages = defineMessages('ddl_generation', {
  no_such_table: { zh: '表不存在', en: 'no such table' },
  misspelt_table: {
    zh: ({ near }: { near: readonly string[] }) => `表不存在，是否指：${near.join('、')}`,
    en: 'no such table; did you mean {near}?',
  },
  denied: { zh: '角色 {role} 没有 SELECT 权限', en: 'the role {role} may not SELECT from it' },
  usage_denied: {
    zh: '角色 {role} 没有模式 {schema} 的 USAGE 权限',
    en: 'the role {role} has no USAGE on the schema {schema}',
  },
  schema_closed: {
    zh: '{table}（没有模式 {schema} 的 USAGE 权限）',
    en: '{table} (no USAGE on the schema {schema})',
  },
  dropped: { zh: '表在执行过程中被删除', en: 'the table was dropped during the run' },
  skipped: { zh: '跳过表 {table}: {reason}', en: 'table {table} is left out: {reason}' },
  started: {
    zh: '共 {count} 个表需要处理',
    en: ({ count }: { count: number }) => `${counted(count, 'table')} to document`,
  },
  table: { zh: '开始处理表: {table}', en: 'documenting table {table}' },
  no_sample: {
    zh: '表 {table} 未能取样，文档中没有数据概况: {reason}',
    en: 'table {table} could not be sampled, its document has no data profile: {reason}',
  },
  comments_asked: {
    zh: '请求模型 {model} 生成注释（{version}）',
    en: 'requesting comments from {model} ({version})',
  },
  comments_failed: {
    zh: '表 {table} 的注释生成失败，改用数据库注释和字段名: {reason}',
    en: 'no comments from the model for {table}, catalog and names are used: {reason}',
  },
  comments_refused: {
    zh: '表 {table}：模型的 {count} 条注释未采用：{reason}',
    en: ({ table, count, reason }: { table: string; count: number; reason: string }) =>
      `${table}: ${counted(count, 'comment')} of the model refused: ${reason}`,
  },
  comment_json: { zh: '内容是 JSON 片段', en: 'a fragment of JSON' },
  comment_template: { zh: '内容照抄提示词', en: 'a part of the prompt' },
  comment_path: { zh: '内容是路径', en: 'a path' },
  comment_identifier: { zh: '内容只是表名或字段名', en: 'a name only' },
  comment_language: { zh: '语言与任务不一致', en: 'another language than that of the task' },
  model_given_up: {
    zh: '语言模型连续失败，其余表不再请求注释',
    en: 'the model failed several times in a row; it gets no requests for the remaining tables',
  },
  proposals_asked: {
    zh: '请求模型 {model} 补充语义模型（{version}）',
    en: 'requesting meanings for the semantic model from {model} ({version})',
  },
  proposals_failed: {
    zh: '表 {table} 的语义未能由模型补充: {reason}',
    en: 'no meanings from the model for {table}: {reason}',
  },
  proposals_over: {
    zh: '其余表不再请求模型补充语义，下次运行时再请求',
    en: 'the model is not asked for the meanings of the remaining tables; the next run asks again',
  },
  proposals_taken: {
    zh: '模型对 {tables} 个表的语义提出了建议',
    en: ({ tables }: { tables: number }) => `the model proposed meanings for ${counted(tables, 'table')}`,
  },
  proposals_refused: {
    zh: '未采纳模型的 {count} 条建议：{reason}',
    en: ({ count, reason }: { count: number; reason: string }) =>
      `${counted(count, 'proposal')} of the model refused: ${reason}`,
  },
  themes_asked: { zh: '请求模型 {model} 划分主题（{version}）', en: 'requesting themes from {model} ({version})' },
  themes_failed: {
    zh: '主题生成失败，改用外键关系划分主题: {reason}',
    en: 'no themes from the model, they are formed from the foreign keys: {reason}',
  },
  inferred: {
    zh: '推断出 {count} 个未声明的外键，已在文档中标明',
    en: ({ count }: { count: number }) =>
      `${counted(count, 'foreign key')} that no constraint declares ${count === 1 ? 'was inferred and is' : 'were inferred and are'} marked in the documents`,
  },
  changes: {
    zh: '与上次运行相比：新增 {added} 个表，移除 {removed} 个表，结构变化 {altered} 个表，详见 schema_changes.json',
    en: ({ added, removed, altered }: Changes) =>
      `compared with the run before: ${counted(added, 'table')} added, ${removed} removed, ${altered} altered; see schema_changes.json`,
  },
  remembered: {
    zh: '{count} 个表没有变化，沿用上次模型生成的注释',
    en: ({ count }: { count: number }) =>
      `${counted(count, 'table')} ${count === 1 ? 'has not changed and keeps' : 'have not changed and keep'} the comments of the model`,
  },
  edited_kept: { zh: '文件 {file} 被人工修改过，予以保留', en: '{file} was edited by a person and is kept' },
  edited_kept_generated: {
    zh: '文件 {file} 被人工修改过，予以保留；本次生成的内容写入 {generated}',
    en: '{file} was edited by a person and is kept; the version of this run is in {generated}',
  },
  edited_overwritten: {
    zh: '文件 {file} 被人工修改过，但后续步骤依赖其内容，已重新生成',
    en: '{file} was edited by a person, but other steps rely on its content: it was generated again',
  },
  done: {
    zh: '生成 {files} 个文件，{themes} 个主题',
    en: ({ files, themes }: { files: number; themes: number }) =>
      `${counted(files, 'file')}, ${counted(themes, 'theme')}`,
  },
});
