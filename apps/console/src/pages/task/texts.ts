import { defineTexts } from '../../i18n/texts.js';

export const taskTexts = defineTexts({
  parts: { zh: '任务内容', en: 'Parts of the task' },
  gone: { zh: '任务已被删除', en: 'This task was deleted' },
  goneHelp: {
    zh: '它的文件和记录都已不在。可以回到任务列表。',
    en: 'Its files and its record are gone. Go back to the list of tasks.',
  },
  steps: { zh: '步骤', en: 'Steps' },
  step: { zh: '步骤', en: 'Step' },
  status: { zh: '状态', en: 'Status' },
  started: { zh: '开始', en: 'Started' },
  took: { zh: '用时', en: 'Took' },
  problem: { zh: '问题', en: 'Problem' },
  toTasks: { zh: '回到任务列表', en: 'Go to the tasks' },
});
