import { defineErrors } from '#libs/domain-errors';

export const dataDirectoryErrors = defineErrors({
  data_directory_denied: {
    kind: 'unavailable',
    zh: '没有权限读写 {path}（{code}）：它属于其他用户，而本进程以用户 {user} 运行。请把它交给该用户（chown -R {user} {folder}）{elsewhere}',
    en: '{path} may not be read or written ({code}): it belongs to another user, and this process runs as user {user}. Give it to that user (chown -R {user} {folder}){elsewhere}',
  },
  data_directory_unusable: {
    kind: 'unavailable',
    zh: '无法使用 {path}（{code}）：磁盘只读或已满，或者路径上有同名的其他文件。请先排除原因{elsewhere}',
    en: '{path} cannot be used ({code}): the disk is read-only or full, or the path leads over something that is not a folder. Mend that{elsewhere}',
  },
  disk_unavailable: {
    kind: 'unavailable',
    zh: '磁盘暂时不可用（{code}）：空间已满、只读或没有权限。请释放空间或恢复写权限',
    en: 'the disk cannot be used now ({code}): it is full, read-only or not permitted. Free space, or make it writable',
  },
});
