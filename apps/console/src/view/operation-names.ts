import type { components } from '#clients/typescript';
import { defineTexts } from '../i18n/texts.js';

type Schemas = components['schemas'];

export const scopeNames = defineTexts({
  read: { zh: '查看', en: 'Read' },
  run: { zh: '运行', en: 'Run' },
  admin: { zh: '管理', en: 'Admin' },
}) satisfies Record<Schemas['SessionView']['scopes'][number], unknown>;

export const roleNames = defineTexts({
  api: { zh: 'API', en: 'API' },
  worker: { zh: '工作进程', en: 'Worker' },
}) satisfies Record<Schemas['ProcessView']['role'], unknown>;

/** Those of the steps have the names of the steps. */
export const queueNames = defineTexts({
  vector_backup: { zh: '向量备份', en: 'Vector backup' },
  archives: { zh: '文件打包', en: 'Archives' },
  evaluations: { zh: '评测', en: 'Evaluations' },
  schedules: { zh: '定时计划', en: 'Schedules' },
  maintenance: { zh: '日常维护', en: 'Maintenance' },
});

export const fileTypeNames = defineTexts({
  ddl: { zh: 'DDL', en: 'DDL' },
  markdown: { zh: 'Markdown', en: 'Markdown' },
  json: { zh: 'JSON', en: 'JSON' },
  log: { zh: '日志', en: 'Log' },
  text: { zh: '文本', en: 'Text' },
  sql: { zh: 'SQL', en: 'SQL' },
  csv: { zh: 'CSV', en: 'CSV' },
  other: { zh: '其他', en: 'Other' },
}) satisfies Record<Schemas['FileView']['file_type'], unknown>;

export const logLevelNames = defineTexts({
  DEBUG: { zh: '调试', en: 'Debug' },
  INFO: { zh: '信息', en: 'Info' },
  WARNING: { zh: '警告', en: 'Warning' },
  ERROR: { zh: '错误', en: 'Error' },
  CRITICAL: { zh: '严重', en: 'Critical' },
}) satisfies Record<Schemas['LogEntry']['level'], unknown>;

/** Rules of anomalies. */
export const ruleNames = defineTexts({
  high_cpu: { zh: 'CPU 过高', en: 'High CPU' },
  high_memory: { zh: '内存过高', en: 'High memory' },
  disk_full: { zh: '磁盘将满', en: 'Disk nearly full' },
  queue_backlog: { zh: '队列积压', en: 'Queue backlog' },
  no_worker: { zh: '没有工作进程', en: 'No worker' },
  queue_not_repaired: { zh: '队列未修复', en: 'Queue not repaired' },
  blocked_event_loop: { zh: '事件循环阻塞', en: 'Blocked event loop' },
  slow_step: { zh: '步骤过慢', en: 'Slow step' },
  failure_rate: { zh: '失败率过高', en: 'High failure rate' },
  zombie_execution: { zh: '僵死的执行', en: 'Zombie execution' },
  error_burst: { zh: '错误骤增', en: 'Burst of errors' },
  weak_retrieval: { zh: '检索效果差', en: 'Weak retrieval' },
  backup_overdue: { zh: '备份逾期', en: 'Backup overdue' },
  backup_unverified: { zh: '备份未验证', en: 'Backup not verified' },
  backup_damaged: { zh: '备份损坏', en: 'Damaged backup' },
  backup_copy_missing: { zh: '备份缺少副本', en: 'Backup without a copy' },
  backup_size_jump: { zh: '备份大小突变', en: 'Jump of the size of backups' },
  process_refuses: { zh: '进程拒绝任务', en: 'Process refuses jobs' },
  clock_off: { zh: '时钟偏差', en: 'Clock off' },
});
