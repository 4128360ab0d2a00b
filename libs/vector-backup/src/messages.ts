import { counted, defineMessages } from '#libs/language';

interface TableRows {
  readonly table: string;
  readonly rows: number;
}

/** Lines in the log of a task or of a backup folder, and warnings in results. */
export const vectorBackupMessages = defineMessages('vector_backup', {
  operation_started: { zh: '向量表操作开始: {operation}', en: 'operation on the vector tables started: {operation}' },
  operation_completed: {
    zh: '向量表操作完成: {operation}',
    en: 'operation on the vector tables completed: {operation}',
  },
  not_recreated: {
    zh: '未重建的约束或索引：{names}。其定义见备份清单',
    en: 'constraints or indexes that were not recreated: {names}. The manifest has their definitions',
  },
  converted_columns: {
    zh: '已按目标表的类型存入：{columns}',
    en: 'stored as the types of the target tables: {columns}',
  },
  operation_waits: {
    zh: '向量表操作 {operation} 等待恢复后重试（最晚到 {until}）: {reason}',
    en: 'operation {operation} on the vector tables waits and will be tried again until {until}: {reason}',
  },
  retention_no_rules: { zh: '未设置保留规则，全部保留', en: 'there are no rules: every backup stays' },
  retention_newest: { zh: '最新的备份', en: 'the newest backup' },
  retention_count: { zh: '在最近 {keep} 份之内', en: 'one of the newest {keep}' },
  retention_age: {
    zh: '不超过 {keepDays} 天',
    en: ({ keepDays }: { keepDays: number }) => `not older than ${counted(keepDays, 'day')}`,
  },
  retention_daily: {
    zh: '当天最新的一份（最近 {keepDaily} 天）',
    en: ({ keepDaily }: { keepDaily: number }) => `the newest of its day (last ${counted(keepDaily, 'day')})`,
  },
  retention_weekly: {
    zh: '当周最新的一份（最近 {keepWeekly} 周）',
    en: ({ keepWeekly }: { keepWeekly: number }) => `the newest of its week (last ${counted(keepWeekly, 'week')})`,
  },
  retention_monthly: {
    zh: '当月最新的一份（最近 {keepMonthly} 个月）',
    en: ({ keepMonthly }: { keepMonthly: number }) => `the newest of its month (last ${counted(keepMonthly, 'month')})`,
  },
  retention_last_verified: { zh: '最后一份通过验证的备份', en: 'the last verified backup' },
  retention_base: { zh: '保留下来的增量备份依赖它', en: 'an incremental backup that stays is based on it' },
  retention_not_counted_recent: {
    zh: '不完整或已损坏，不占名额；比它旧的可用备份仍在，暂时保留',
    en: 'incomplete or damaged, so no rule counts it; it stays while an older usable backup stays',
  },
  retention_no_rule: { zh: '没有规则保留它', en: 'no rule keeps it' },
  retention_not_counted_old: {
    zh: '不完整或已损坏，并且比所有保留的可用备份都旧',
    en: 'incomplete or damaged, and older than every usable backup that stays',
  },
  rows_exported: {
    zh: '{table}: {rows} 行已导出',
    en: ({ table, rows }: TableRows) => `${table}: ${counted(rows, 'row')} exported`,
  },
  table_exported: {
    zh: '{table}: {rows} 行已导出，完成',
    en: ({ table, rows }: TableRows) => `${table}: ${counted(rows, 'row')} exported, complete`,
  },
  rows_restored: {
    zh: '{table}: 已恢复 {rows} 行',
    en: ({ table, rows }: TableRows) => `${table}: ${counted(rows, 'row')} restored`,
  },
  no_base: {
    zh: '没有可用的基准备份，执行全量备份',
    en: 'no earlier backup can be the base: this backup has all rows',
  },
  old_backups_removed: {
    zh: '已按保留规则（VECTOR_BACKUP_KEEP…）删除旧备份: {timestamps}',
    en: 'old backups removed by the rules of retention (VECTOR_BACKUP_KEEP…): {timestamps}',
  },
  not_encrypted: {
    zh: '该备份没有加密，而服务已设置 VECTOR_BACKUP_KEY：它可能早于密钥，也可能被能写存储的人换过。请核对它的来源',
    en: 'the backup is not encrypted although VECTOR_BACKUP_KEY is set: it may be older than the key, or made by anybody who may write to the storage. Check where it comes from',
  },
  words_missing: {
    zh: '数据已恢复，但词语索引尚未重建: {reason}。下次 training_load 会自动补建；在此之前检索只比较向量',
    en: 'the data is restored, but not its index of words: {reason}. The next training_load adds it; until then a search compares vectors alone',
  },
  file_failed: { zh: '{file}: {reason}', en: '{file}: {reason}' },
  tables_not_backed_up: { zh: '部分表备份失败', en: 'some tables were not backed up' },
  tables_not_truncated: { zh: '部分表清空失败', en: 'some tables were not emptied' },
});
