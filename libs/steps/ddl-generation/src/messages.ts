import type { Language } from '#libs/domain-errors';

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
  done: (files, themes) => `${files} files, ${themes} themes`,
};

/** What the step says in the task log. */
export const MESSAGES: Readonly<Record<Language, typeof zh>> = { zh, en };
