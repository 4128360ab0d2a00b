import type { Language } from '#libs/language';

const zh = {
  theme: (theme: string, pairs: number) => `主题 ${theme}：生成 ${pairs} 个问答对`,
  themeFailed: (theme: string, reason: string) => `主题 ${theme} 生成失败，已跳过：${reason}`,
  gaps: (pairs: number) => `为主题未涉及的表和关联补充了 ${pairs} 个问答对`,
  written: (pairs: number, themes: number, file: string) => `共 ${themes} 个主题、${pairs} 个问答对，已写入 ${file}`,
  byModel: (theme: string, pairs: number, wanted: number, model: string) =>
    `主题 ${theme}：模型 ${model} 给出 ${wanted} 个中的 ${pairs} 个可用问答对`,
  refused: (reason: string) => `丢弃模型的一个回答：${reason}`,
  noQuestion: '没有问题文本',
  unknownTables: (tables: string) => `表清单中没有这些表：${tables}`,
  budget: (reason: string) => `${reason}。已生成的问答对全部保留，其余由离线生成器补足`,
  inferred: (links: number) => `根据列名和取值推断出 ${links} 个没有外键约束的关联`,
  unreadable: (table: string, reason: string) => `表 ${table} 无法读取，不为其生成问题：${reason}`,
  noMetadata: (file: string) => `没有找到 ${file}，将根据数据库结构划分主题`,
  unlisted: (theme: string, tables: string) => `主题 ${theme} 中有不在表清单内的表，已忽略：${tables}`,
};

type Messages = typeof zh;

const en: Messages = {
  theme: (theme, pairs) => `theme ${theme}: ${pairs} pairs`,
  themeFailed: (theme, reason) => `theme ${theme} failed and is left out: ${reason}`,
  gaps: (pairs) => `${pairs} pairs more for tables and links that the themes did not reach`,
  written: (pairs, themes, file) => `${pairs} pairs for ${themes} themes written to ${file}`,
  byModel: (theme, pairs, wanted, model) => `theme ${theme}: ${pairs} of ${wanted} pairs by ${model}`,
  refused: (reason) => `an answer is refused: ${reason}`,
  noQuestion: 'it has no question',
  unknownTables: (tables) => `no such table in the list: ${tables}`,
  budget: (reason) => `${reason}. What was made is kept; the offline generator makes the rest`,
  inferred: (links) => `${links} links without a constraint are taken from names and values`,
  unreadable: (table, reason) => `${table} cannot be read and gets no questions: ${reason}`,
  noMetadata: (file) => `${file} is missing: themes are formed from the catalog`,
  unlisted: (theme, tables) => `theme ${theme} names tables outside the list, left out: ${tables}`,
};

/** Log lines of the step, in the task's language. */
export const MESSAGES: Readonly<Record<Language, Messages>> = { zh, en };
