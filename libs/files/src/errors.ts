import { defineErrors } from '#libs/domain-errors';

export const fileErrors = defineErrors({
  file_not_found: {
    kind: 'not_found',
    zh: '文件不存在: {name}',
    en: 'file not found: {name}',
  },
  file_name_invalid: {
    kind: 'validation',
    zh: '文件名无效: {name}。只能是任务目录内的相对路径，不能包含 “..”、反斜杠或控制字符',
    en: 'invalid file name: {name}. Expected a path inside the folder of the task, without "..", backslashes or control characters',
  },
  storage_unavailable: {
    kind: 'unavailable',
    zh: '文件存储暂时不可用：{reason}。请检查目录权限和磁盘空间',
    en: 'the file storage is out of reach: {reason}. Check permissions and free space of the folder',
  },
});
