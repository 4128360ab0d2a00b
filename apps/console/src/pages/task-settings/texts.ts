import { defineTexts } from '../../i18n/texts.js';

export const taskSettingsTexts = defineTexts({
  schedule: { zh: '定时计划', en: 'Schedule' },
  scheduleLead: {
    zh: '到点自动重新运行全部步骤；上一次还没结束时跳过。',
    en: 'Runs all steps again at these times; skipped while an earlier run is still going.',
  },
  cron: { zh: 'cron 表达式', en: 'Cron expression' },
  cronHelp: {
    zh: '五段：分 时 日 月 周。例如 0 2 * * 1 表示每周一 2:00。',
    en: 'Five parts: minute, hour, day, month, weekday. For example 0 2 * * 1 is Monday at 2:00.',
  },
  zone: { zh: '时区', en: 'Time zone' },
  clean: { zh: '每次先清除以前的文件', en: 'Remove earlier files before each run' },
  next: { zh: '下次运行', en: 'Next run' },
  last: { zh: '上次启动', en: 'Last start' },
  refusal: { zh: '上次未能启动', en: 'Last one did not start' },
  save: { zh: '保存计划', en: 'Save the schedule' },
  remove: { zh: '移除计划', en: 'Remove the schedule' },
  noSchedule: { zh: '没有定时计划。', en: 'There is no schedule.' },
  tables: { zh: '表清单', en: 'Tables' },
  noTables: { zh: '还没有表清单。', en: 'It has no list of tables yet.' },
  load: { zh: '加载哪些问答对', en: 'Pairs to load' },
  loadLead: {
    zh: '按审核结果选择，从下一次加载起生效；之前的加载会标为已过时。',
    en: 'Chosen by their review, from the next load on. An earlier load becomes stale.',
  },
  parameters: { zh: '参数', en: 'Parameters' },
  parametersLead: {
    zh: '创建任务时确定；只有 load 可以更改。',
    en: 'Set when the task was created; only load can be changed.',
  },
  danger: { zh: '删除任务', en: 'Delete the task' },
  dangerLead: {
    zh: '删除任务的文件；勾选后也删除它的记录、运行历史、日志和计划。已加载到向量库的数据不受影响。',
    en: 'Deletes its files and, if chosen, its record, run history, log and schedule. What it loaded into the vector store stays.',
  },
  delete: { zh: '删除…', en: 'Delete…' },
  deleteTitle: { zh: '删除这个任务？', en: 'Delete this task?' },
  deleteVerb: { zh: '删除', en: 'Delete' },
  withRecord: { zh: '也删除记录、运行历史、日志和计划', en: 'Also delete the record, run history, log and schedule' },
  withBackups: { zh: '任务文件夹里的向量备份也一起删除', en: 'Also delete the vector backups in its folder' },
  cannotUndo: { zh: '此操作无法撤销。', en: 'This cannot be undone.' },
});
