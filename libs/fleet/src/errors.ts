import { defineErrors } from '#libs/domain-errors';

export const fleetErrors = defineErrors({
  storage_not_marked: {
    kind: 'unavailable',
    shown: true,
    zh: '还没有 API 进程在存储中写入标记，无法核对各进程是否使用同一存储。请启动或升级 API，它会写入标记；作业照常处理',
    en: 'no API has marked the storage yet, so it is not known whether all processes share it. Start or upgrade the API, which marks it. Jobs are taken meanwhile',
  },
  storage_without_mark: {
    kind: 'unavailable',
    shown: true,
    zh: '该进程的存储不是本系统的存储：其中没有标记。请让所有进程使用同一 STORAGE_URL 与同一卷；如果文件确已迁移，请在此处执行 `{command}`',
    en: 'the storage of this process is not that of the installation: it has no mark. Give all processes the same STORAGE_URL and the same volume. If the files were moved on purpose, run `{command}` there',
  },
  storage_of_another: {
    kind: 'unavailable',
    shown: true,
    zh: '该进程的存储属于另一个系统。请检查 STORAGE_URL、前缀与挂载的卷；如果确应使用此处，请执行 `{command}`',
    en: 'the storage of this process belongs to another installation. Check STORAGE_URL, its prefix and the mounted volume. If it is the right one, run `{command}` there',
  },
  copies_before_mark: {
    kind: 'unavailable',
    shown: true,
    zh: '还没有 API 进程写入本系统的标记，存放备份副本的存储还不能归属本系统。请启动或升级 API；之后复制会继续',
    en: 'no API has made the mark of this installation yet, so the storage for copies of backups cannot get it. Start or upgrade the API; copying then goes on',
  },
  copies_without_mark: {
    kind: 'unavailable',
    shown: true,
    zh: '存放备份副本的存储丢失了本系统的标记。请检查 VECTOR_BACKUP_COPY_URL 与挂载的卷；如果确应使用此处，请执行 `{command}`',
    en: 'the storage for copies of backups has lost the mark of this installation. Check VECTOR_BACKUP_COPY_URL and the mounted volume. If it is the right one, run `{command}`',
  },
  copies_of_another: {
    kind: 'unavailable',
    shown: true,
    zh: '存放备份副本的存储属于另一个系统。请为每个系统设置不同的 VECTOR_BACKUP_COPY_URL；如果那个系统已不存在、确应使用此处，请执行 `{command}`',
    en: 'the storage for copies of backups belongs to another installation. Give each installation a VECTOR_BACKUP_COPY_URL of its own. If the other one is gone and this is the right place, run `{command}`',
  },
  job_contract_newer: {
    kind: 'unavailable',
    zh: '队列 {queue} 中的作业来自更新的版本（契约 {contract}，本进程 {version} 只支持到 {known}）。作业留给新版本的工作进程；请升级本工作进程',
    en: 'jobs in queue {queue} are of a newer release (contract {contract}; this process, {version}, knows {known}). They are left for newer workers: upgrade this one',
  },
});
