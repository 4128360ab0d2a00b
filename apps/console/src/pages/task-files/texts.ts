import { defineTexts } from '../../i18n/texts.js';

export const taskFilesTexts = defineTexts({
  title: { zh: '文件', en: 'Files' },
  summary: {
    zh: ({ count, size }: { count: string; size: string }) => `共 ${count} 个文件，${size}`,
    en: ({ count, size }: { count: string; size: string }) => `${count} files, ${size}`,
  },
  name: { zh: '文件名', en: 'Name' },
  type: { zh: '类型', en: 'Type' },
  allTypes: { zh: '全部类型', en: 'All types' },
  size: { zh: '大小', en: 'Size' },
  modified: { zh: '修改时间', en: 'Changed' },
  find: { zh: '查找文件', en: 'Find a file' },
  actions: { zh: '操作', en: 'Actions' },
  download: { zh: '下载', en: 'Download' },
  remove: { zh: '删除', en: 'Delete' },
  removeTitle: { zh: '删除文件？', en: 'Delete the file?' },
  removeHelp: {
    zh: ({ name }: { name: string }) => `${name} 会被永久删除。需要时可以重新运行生成它的步骤。`,
    en: ({ name }: { name: string }) => `${name} is deleted for good. Running its step again can make it anew.`,
  },
  upload: { zh: '上传文件', en: 'Upload a file' },
  uploadHelp: {
    zh: '同名文件会先留一份备份。最大 10 MB，支持 .ddl .md .txt .json .sql .csv .yaml .log .gz。',
    en: 'A file of the same name is kept as a backup first. At most 10 MB; .ddl .md .txt .json .sql .csv .yaml .log .gz.',
  },
  uploaded: {
    zh: ({ name }: { name: string }) => `已上传 ${name}`,
    en: ({ name }: { name: string }) => `${name} is uploaded`,
  },
  archive: { zh: '打包下载', en: 'Download all' },
  preparing: { zh: '正在打包…', en: 'Packing…' },
  check: { zh: '检查完整性', en: 'Check integrity' },
  intact: {
    zh: ({ count }: { count: string }) => `全部 ${count} 个文件与记录一致。`,
    en: ({ count }: { count: string }) => `All ${count} files are as they were recorded.`,
  },
  damaged: { zh: '有文件与记录不一致：', en: 'Some files differ from their record:' },
  ok: { zh: '一致', en: 'as recorded' },
  missing: { zh: '缺失', en: 'missing' },
  changed: { zh: '被修改', en: 'changed' },
  unrecorded: { zh: '没有记录', en: 'not recorded' },
  none: { zh: '还没有文件', en: 'There is no file yet' },
  noneHelp: { zh: '任务运行后，生成的文件会出现在这里。', en: 'What the task writes appears here when it runs.' },
  noneFound: { zh: '没有符合条件的文件', en: 'No file matches' },
});
