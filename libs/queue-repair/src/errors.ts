import { defineErrors } from '#libs/domain-errors';

export const queueRepairErrors = defineErrors({
  queue_not_repaired: {
    kind: 'unavailable',
    zh: '任务队列的数据已丢失，正在根据数据库恢复。若持续超过一分钟，请查看各进程的日志',
    en: 'the queue has lost its data and is being restored from the database. If this lasts more than a minute, see the logs of the processes',
  },
  queue_not_checked: {
    kind: 'unavailable',
    zh: '任务队列已有 {seconds} 秒未被检查，丢失的任务不会恢复。请查看各进程的日志',
    en: 'the queue has not been checked for {seconds} seconds, so lost jobs are not restored. See the logs of the processes',
  },
});
