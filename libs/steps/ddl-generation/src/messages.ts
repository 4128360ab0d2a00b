import type { Language } from '#libs/language';

const zh = {
  missing: (near: readonly string[]): string => (near.length > 0 ? `表不存在，是否指：${near.join('、')}` : '表不存在'),
  denied: (role: string): string => `角色 ${role} 没有 SELECT 权限`,
  dropped: '表在执行过程中被删除',
  unreadable: (reason: string): string => `无法读取数据：${reason}`,
  skipped: (table: string, reason: string): string => `跳过表 ${table}: ${reason}`,
  start: (count: number): string => `共 ${count} 个表需要处理`,
  table: (table: string): string => `开始处理表: ${table}`,
  noSample: (table: string, reason: string): string => `表 ${table} 未能取样，文档中没有数据概况: ${reason}`,
  modelFailed: (table: string, reason: string): string =>
    `表 ${table} 的注释生成失败，改用数据库注释和字段名: ${reason}`,
  modelGivenUp: '语言模型连续失败，其余表不再请求注释',
  themesFailed: (reason: string): string => `主题生成失败，改用外键关系划分主题: ${reason}`,
  inferred: (count: number): string => `推断出 ${count} 个未声明的外键，已在文档中标明`,
  changes: (added: number, removed: number, altered: number): string =>
    `与上次运行相比：新增 ${added} 个表，移除 ${removed} 个表，结构变化 ${altered} 个表，详见 schema_changes.json`,
  remembered: (count: number): string => `${count} 个表没有变化，沿用上次模型生成的注释`,
  editedKept: (file: string, beside: string | null): string =>
    `文件 ${file} 被人工修改过，予以保留${beside === null ? '' : `；本次生成的内容写入 ${beside}`}`,
  editedOverwritten: (file: string): string => `文件 ${file} 被人工修改过，但后续步骤依赖其内容，已重新生成`,
  done: (files: number, themes: number): string => `生成 ${files} 个文件，${themes} 个主题`,
};

const en: typeof zh = {
  missing: (near) => (near.length > 0 ? `no such table; did you mean ${near.join(', ')}?` : 'no such table'),
  denied: (role) => `the role ${role} may not SELECT from it`,
  dropped: 'the table was dropped during the run',
  unreadable: (reason) => `its rows could not be read: ${reason}`,
  skipped: (table, reason) => `table ${table} is left out: ${reason}`,
  start: (count) => `${count} tables to document`,
  table: (table) => `documenting table ${table}`,
  noSample: (table, reason) => `table ${table} could not be sampled, its document has no data profile: ${reason}`,
  modelFailed: (table, reason) => `no comments from the model for ${table}, catalog and names are used: ${reason}`,
  modelGivenUp: 'the model failed several times in a row and is not asked for the remaining tables',
  themesFailed: (reason) => `no themes from the model, they are formed from the foreign keys: ${reason}`,
  inferred: (count) =>
    `${count} foreign keys that no constraint declares were inferred and are marked in the documents`,
  changes: (added, removed, altered) =>
    `compared with the run before: ${added} tables added, ${removed} removed, ${altered} altered; see schema_changes.json`,
  remembered: (count) => `${count} tables have not changed and keep the comments that the model gave them`,
  editedKept: (file, beside) =>
    `${file} was edited by a person and is kept${beside === null ? '' : `; what this run made of it is in ${beside}`}`,
  editedOverwritten: (file) =>
    `${file} was edited by a person, but other steps rely on its content: it is written anew`,
  done: (files, themes) => `${files} files, ${themes} themes`,
};

/** What the step says in the task log. */
export const MESSAGES: Readonly<Record<Language, typeof zh>> = { zh, en };
