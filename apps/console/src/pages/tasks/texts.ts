import { defineTexts } from '../../i18n/texts.js';

export const tasksTexts = defineTexts({
  title: { zh: '任务', en: 'Tasks' },
  lead: {
    zh: '一个任务为一个业务库的一组表生成训练数据：先写文档，再写问答对，校验 SQL，最后加载到向量库。',
    en: 'A task makes the training data for a set of tables of one business database: documents, pairs, validated SQL, and their load into the vector store.',
  },
  create: { zh: '新建任务', en: 'New task' },
  search: { zh: '任务名称', en: 'Name' },
  searchPlaceholder: { zh: '名称的一部分', en: 'Part of a name' },
  status: { zh: '状态', en: 'Status' },
  anyStatus: { zh: '全部状态', en: 'Any status' },
  database: { zh: '数据库', en: 'Database' },
  defaultDatabase: { zh: '默认库', en: 'Default' },
  task: { zh: '任务', en: 'Task' },
  steps: { zh: '步骤', en: 'Steps' },
  createdBy: { zh: '创建者', en: 'Created by' },
  createdAt: { zh: '创建时间', en: 'Created' },
  noTasks: { zh: '还没有任务', en: 'There is no task yet' },
  noTasksHelp: {
    zh: '新建一个任务，选择要处理的表，它就会生成文档和问答对。',
    en: 'Create a task and choose its tables: it will write their documents and question–SQL pairs.',
  },
  noneFound: { zh: '没有符合条件的任务', en: 'No task matches' },
  noneFoundHelp: { zh: '换一个条件试试。', en: 'Try other filters.' },
  previous: { zh: '上一页', en: 'Previous' },
  next: { zh: '下一页', en: 'Next' },
  page: {
    zh: ({ page, pages, total }: { page: number; pages: number; total: number }) =>
      `第 ${page} / ${pages} 页，共 ${total} 个任务`,
    en: ({ page, pages, total }: { page: number; pages: number; total: number }) =>
      `Page ${page} of ${pages}, ${total} ${total === 1 ? 'task' : 'tasks'}`,
  },
});
