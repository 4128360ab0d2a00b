import { defineTexts } from '../../i18n/texts.js';

export const filesTexts = defineTexts({
  title: { zh: '文件', en: 'Files' },
  lead: {
    zh: '所有任务生成的文件。打开一个任务可以下载、上传和校验它的文件。',
    en: 'The files of all tasks. Open a task to download, upload and check its files.',
  },
  byType: { zh: '按类型', en: 'By type' },
  type: { zh: '类型', en: 'Type' },
  files: { zh: '文件数', en: 'Files' },
  size: { zh: '大小', en: 'Size' },
  total: { zh: '合计', en: 'Total' },
  none: { zh: '还没有文件', en: 'There is no file yet' },
  tasks: { zh: '任务的文件', en: 'Files of a task' },
  tasksLead: { zh: '最近的任务', en: 'Latest tasks' },
  noTasks: { zh: '还没有任务', en: 'There is no task yet' },
  cleanup: { zh: '清理旧文件', en: 'Remove old files' },
  cleanupLead: {
    zh: '删除早于指定天数的文件。运行中的任务不受影响；每个任务最近一次的结果和向量备份会保留。',
    en: 'Removes files older than this many days. Running tasks are left alone; the newest results of each task and the vector backups are kept.',
  },
  days: { zh: '保留天数', en: 'Days to keep' },
  preview: { zh: '预览', en: 'Preview' },
  wouldRemove: {
    zh: ({ count, size }: { count: string; size: string }) => `会删除 ${count} 个文件，释放 ${size}。`,
    en: ({ count, size }: { count: string; size: string }) => `It would remove ${count} files and free ${size}.`,
  },
  nothing: { zh: '没有可清理的文件。', en: 'There is nothing to remove.' },
  remove: {
    zh: ({ count }: { count: string }) => `删除这 ${count} 个文件`,
    en: ({ count }: { count: string }) => `Remove these ${count} files`,
  },
  removed: {
    zh: ({ count, size }: { count: string; size: string }) => `已删除 ${count} 个文件，释放 ${size}。`,
    en: ({ count, size }: { count: string; size: string }) => `Removed ${count} files, freed ${size}.`,
  },
});
