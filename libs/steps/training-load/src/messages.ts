import type { Language } from '#libs/language';
import type { MergeCounts } from '#libs/vector-store';
import type { LoadedCounts } from './training-data.js';

/** Lines of the task log, in the language of the task. */
export const messages = {
  reading: (language: Language) =>
    language === 'zh' ? '开始加载训练数据到向量数据库' : 'loading training data into the vector database',

  found: (language: Language, { ddl, documentation, sql }: LoadedCounts) =>
    language === 'zh'
      ? `找到训练数据: DDL ${ddl} 条, 文档 ${documentation} 条, 问答对 ${sql} 条`
      : `found ${ddl} DDL, ${documentation} documentation and ${sql} question–SQL records`,

  leftOut: (language: Language, count: number) =>
    language === 'zh' ? `跳过 ${count} 个未通过验证的问答对` : `left out ${count} pairs that failed validation`,

  unvalidated: (language: Language, count: number) =>
    language === 'zh'
      ? `${count} 个问答对不在验证报告中（文件在验证后被修改），已照常加载；建议重新执行 sql_validation`
      : `${count} pairs are not in the validation report (the file was changed afterwards); they are loaded, consider running sql_validation again`,

  merged: (language: Language, embedded: number, { inserted, updated, unchanged, removed }: MergeCounts) =>
    language === 'zh'
      ? `加载完成: 向量化 ${embedded} 条, 新增 ${inserted}, 更新 ${updated}, 未变 ${unchanged}, 删除 ${removed}`
      : `loaded: ${embedded} embedded, ${inserted} inserted, ${updated} updated, ${unchanged} unchanged, ${removed} removed`,

  checkFailed: (language: Language, reason: string) =>
    language === 'zh'
      ? `数据已加载，但检索自检未完成: ${reason}`
      : `the data is loaded, but the search self-check did not finish: ${reason}`,

  indexFailed: (language: Language, reason: string) =>
    language === 'zh'
      ? `数据已加载，但未能建立相似度索引: ${reason}`
      : `the data is loaded, but has no similarity index: ${reason}`,

  ignored: (language: Language, files: readonly string[]) =>
    language === 'zh'
      ? `跳过没有问题的 SQL 文件: ${files.join(', ')}（问答对请用 *_pair.json 或 *_pair.sql）`
      : `left out SQL files without questions: ${files.join(', ')} (write pairs as *_pair.json or *_pair.sql)`,

  notExported: (language: Language, files: readonly string[]) =>
    language === 'zh'
      ? `以下文件不是建表语句，未导出到 tables.json: ${files.join(', ')}`
      : `these files create no table and are not in tables.json: ${files.join(', ')}`,
};
