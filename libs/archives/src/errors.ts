import { defineErrors } from '#libs/domain-errors';

export const archiveErrors = defineErrors({
  archive_empty: {
    kind: 'conflict',
    zh: '任务还没有可以打包的文件',
    en: 'there is no file to put into an archive yet',
  },
  archive_not_found: {
    kind: 'not_found',
    zh: '压缩包不存在或已过期: {archiveId}。请重新创建',
    en: 'there is no such archive, or it has expired: {archiveId}. Ask for a new one',
  },
  archive_not_ready: {
    kind: 'conflict',
    zh: '压缩包 {archiveId} 尚不可下载（状态 {status}）。请稍后查询它的状态',
    en: 'the archive {archiveId} cannot be downloaded (status {status}). Ask for its status later',
  },
  archive_worker_lost: {
    kind: 'internal',
    zh: '构建压缩包的工作进程多次中断，请查看工作进程日志后重新创建',
    en: 'the workers that built the archive kept dying: see their logs, then ask for it again',
  },
  archive_failed: {
    kind: 'internal',
    zh: '构建压缩包时发生内部错误（编号 {correlationId}），详情见工作进程日志',
    en: 'building the archive failed with an internal error (number {correlationId}): the worker log has the particulars',
  },
});
