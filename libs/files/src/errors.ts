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
    zh: '文件存储暂时不可用：{reason}。请检查目录或存储桶的权限和剩余空间',
    en: 'the file storage is unreachable: {reason}. Check permissions and free space of the folder or bucket',
  },
  file_change_overtaken: {
    kind: 'unavailable',
    zh: '这次修改等待太久，已被撤回，未做任何改动。请重试',
    en: 'the change waited for too long and was withdrawn, nothing was changed: try again',
  },
  files_not_selected: {
    kind: 'not_found',
    zh: '任务中没有这些文件: {names}。请先用 GET /tasks/{{task_id}}/files 查看文件列表',
    en: 'these files of the task do not exist: {names}. See GET /tasks/{{task_id}}/files for its list',
  },
  upload_name_invalid: {
    kind: 'validation',
    zh: '上传的文件名无效: {name}（{reason}）',
    en: 'the name of the uploaded file is not valid: {name} ({reason})',
  },
  upload_name_protected: {
    kind: 'validation',
    zh: '{name} 由系统维护，不能上传、覆盖或删除。表清单请用 POST /tasks/{{task_id}}/upload-table-list',
    en: '{name} is kept by the system: it cannot be uploaded, replaced or deleted. For the table list use POST /tasks/{{task_id}}/upload-table-list',
  },
  upload_type_unsupported: {
    kind: 'validation',
    zh: '不支持的文件类型: {name}。可以上传 {types}',
    en: 'files of this type are not taken: {name}. Send one of {types}',
  },
  upload_empty: { kind: 'validation', zh: '上传的文件为空: {name}', en: 'the uploaded file is empty: {name}' },
  upload_too_large: {
    kind: 'payload_too_large',
    zh: '上传的文件超过上限 {limit} 字节: {name}',
    en: 'the uploaded file is larger than the limit of {limit} bytes: {name}',
  },
  upload_copies_exhausted: {
    kind: 'conflict',
    zh: '{name} 已有 {limit} 个备份，请先删除一些',
    en: '{name} has {limit} kept copies already: delete some first',
  },
});
