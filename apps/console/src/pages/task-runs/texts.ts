import { defineTexts } from '../../i18n/texts.js';

export const taskRunsTexts = defineTexts({
  title: { zh: '运行历史', en: 'Run history' },
  lead: { zh: '每个步骤的每一次执行，最新的在前。', en: 'Every execution of every step, the newest first.' },
  step: { zh: '步骤', en: 'Step' },
  status: { zh: '状态', en: 'Status' },
  requested: { zh: '请求时间', en: 'Requested' },
  took: { zh: '用时', en: 'Took' },
  attempts: { zh: '尝试次数', en: 'Attempts' },
  result: { zh: '结果', en: 'Result' },
  details: { zh: '详情', en: 'Details' },
  worker: { zh: '工作进程', en: 'Worker' },
  forced: { zh: '强制重跑', en: 'Forced' },
  superseded: { zh: '已被后来的执行取代', en: 'Superseded by a later one' },
  none: { zh: '还没有运行过', en: 'It has not run yet' },
  noneHelp: { zh: '在“运行”页启动任务。', en: 'Start the task on its page Run.' },
});
