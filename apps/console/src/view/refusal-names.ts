import { defineTexts } from '../i18n/texts.js';

/** Why a schedule did not start its task, by the code of the error. */
export const refusalNames = defineTexts({
  task_running: { zh: '任务当时正在运行', en: 'The task was running' },
  table_list_missing: { zh: '任务还没有表清单', en: 'The task has no table list' },
});
