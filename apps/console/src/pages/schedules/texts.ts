import { defineTexts } from '../../i18n/texts.js';

export const schedulesTexts = defineTexts({
  title: { zh: '定时计划', en: 'Schedules' },
  lead: {
    zh: '到点自动重新运行的任务。在任务的“设置”里新建或修改计划。',
    en: 'Tasks that run again by themselves. Create and change a schedule in the settings of its task.',
  },
  task: { zh: '任务', en: 'Task' },
  schedule: { zh: '计划（cron）', en: 'Schedule (cron)' },
  next: { zh: '下次运行', en: 'Next run' },
  last: { zh: '上次启动', en: 'Last start' },
  refusal: { zh: '上次未能启动的原因', en: 'Last refusal' },
  none: { zh: '还没有定时计划', en: 'There is no schedule yet' },
  noneHelp: {
    zh: '打开一个任务，在“设置”里填写 cron 表达式。',
    en: 'Open a task and enter a cron expression in its settings.',
  },
  toTasks: { zh: '查看任务', en: 'Go to the tasks' },
});
