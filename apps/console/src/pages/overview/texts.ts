import { defineTexts } from '../../i18n/texts.js';

export const overviewTexts = defineTexts({
  title: { zh: '概览', en: 'Overview' },
  lead: {
    zh: '系统状况、正在运行的任务和最近一次验证过的备份。',
    en: 'The state of the service, its running tasks, and the last verified backup.',
  },
  welcome: { zh: '欢迎使用 Data Pipeline', en: 'Welcome to Data Pipeline' },
  what: {
    zh: '它读取你的 PostgreSQL 业务库，写出带注释的表结构、表文档和“问题 → SQL”问答对，供 Text-to-SQL 使用。',
    en: 'It reads your PostgreSQL business database and writes commented DDL, table documents and question–SQL pairs for text-to-SQL.',
  },
  how: {
    zh: '从新建任务开始：选择要处理的表，写一句话说明业务，任务会自动完成其余步骤。',
    en: 'Start with a new task: choose its tables, say in a sentence what the business is, and it does the rest.',
  },
  then: {
    zh: '完成后在任务里查看文档和问答对，加载结果供检索使用，并定期备份向量库。',
    en: 'When it is done, read its documents and pairs in the task; what it loaded is ready for retrieval, and can be backed up.',
  },
  firstTask: { zh: '新建第一个任务', en: 'Create the first task' },
  health: { zh: '系统状况', en: 'Health' },
  healthy: { zh: '正常', en: 'Healthy' },
  degraded: { zh: '部分异常', en: 'Degraded' },
  unhealthy: { zh: '异常', en: 'Unhealthy' },
  processes: { zh: '进程', en: 'Processes' },
  processesValue: {
    zh: ({ all, workers }: { all: number; workers: number }) => `${all} 个，其中 ${workers} 个工作进程`,
    en: ({ all, workers }: { all: number; workers: number }) =>
      `${all} (${workers} ${workers === 1 ? 'worker' : 'workers'})`,
  },
  waitingJobs: { zh: '排队作业', en: 'Waiting jobs' },
  unknown: { zh: '未知', en: 'Unknown' },
  files: { zh: '文件占用', en: 'Disk use of the files' },
  freeDisk: { zh: '磁盘可用', en: 'Free disk' },
  tasks: { zh: '任务', en: 'Tasks' },
  allTasks: { zh: '全部任务', en: 'All tasks' },
  running: { zh: '正在运行', en: 'Running now' },
  noRunning: { zh: '当前没有任务在运行', en: 'No task is running' },
  noRunningHelp: { zh: '最近一次结果见任务列表。', en: 'The list of tasks shows the latest results.' },
  successRate: { zh: '成功率', en: 'Success rate' },
  recent: { zh: '近 24 小时完成', en: 'Completed in the last 24 hours' },
  total: { zh: '任务总数', en: 'Tasks' },
  averageTime: { zh: '平均用时', en: 'Average time' },
  anomalies: { zh: '当前异常', en: 'Anomalies' },
  noAnomalies: { zh: '没有需要处理的异常。', en: 'Nothing needs your attention.' },
  since: { zh: ({ time }: { time: string }) => `开始于${time}`, en: ({ time }: { time: string }) => `since ${time}` },
  evaluation: { zh: '最近一次评测', en: 'Last evaluation' },
  evaluationLead: {
    zh: '检索到的内容足以写对 SQL 的问题所占比例。',
    en: 'The share of questions for which a reader finds everything that the SQL needs.',
  },
  noEvaluation: {
    zh: '还没有完成的评测。在任务的“评测”页可以发起。',
    en: 'No evaluation is completed yet. Start one on the page Evaluations of a task.',
  },
  toEvaluation: { zh: '查看', en: 'Details' },
  sufficiency: { zh: '上下文充分率', en: 'Context sufficiency' },
  backup: { zh: '备份', en: 'Backups' },
  verifiedAt: { zh: '最新的已验证备份', en: 'Newest verified backup' },
  testedAt: { zh: '最近一次验证', en: 'Last verification' },
  restoreTime: { zh: '实测恢复用时', en: 'Measured restore time' },
  allBackups: { zh: '查看', en: 'Details' },
  damagedBackups: {
    zh: ({ count }: { count: number }) => `有 ${count} 份备份无法恢复，原因见“当前异常”。`,
    en: ({ count }: { count: number }) =>
      `${count === 1 ? 'One backup' : `${count} backups`} cannot be restored; the anomalies say why.`,
  },
  missingCopies: {
    zh: ({ count }: { count: number }) => `有 ${count} 份备份在第二存储上没有完好的副本，原因见“备份”页。`,
    en: ({ count }: { count: number }) =>
      `${count === 1 ? 'One backup has' : `${count} backups have`} no whole copy on the second storage; the page Backups says why.`,
  },
  copiedAt: { zh: '最新的有副本的备份', en: 'Newest backup with a copy' },
  age: { zh: ({ age }: { age: string }) => `${age}前`, en: ({ age }: { age: string }) => `${age} ago` },
  lastBackup: { zh: '最近一次备份', en: 'Last backup' },
  never: { zh: '从未', en: 'Never' },
  noBackup: {
    zh: '还没有一份备份通过恢复验证。没有验证过的备份不一定能恢复。',
    en: 'No backup has been verified by a trial restore yet. Only a verified backup is known to restore.',
  },
});
