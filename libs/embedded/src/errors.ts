import { defineErrors } from '#libs/domain-errors';

export const embeddedErrors = defineErrors({
  embedded_start_failed: {
    kind: 'unavailable',
    zh: '内置数据库启动失败：{reason}。日志末尾：{tail}。日志文件：{log}。请按原因处理，或设置 DATABASE_URL、QUEUE_URL、BUSINESS_DATABASE_URL、VECTOR_DATABASE_URL 使用自己的服务',
    en: 'the embedded databases did not start: {reason}. End of the log: {tail}. Log file: {log}. Mend the cause, or set DATABASE_URL, QUEUE_URL, BUSINESS_DATABASE_URL and VECTOR_DATABASE_URL to services of your own',
  },
  embedded_start_timeout: {
    kind: 'unavailable',
    zh: '内置数据库在 {seconds} 秒内没有就绪。日志末尾：{tail}。日志文件：{log}',
    en: 'the embedded databases were not ready within {seconds} s. End of the log: {tail}. Log file: {log}',
  },
  embedded_not_built: {
    kind: 'internal',
    zh: '找不到内置数据库的宿主程序，请先运行 npm run build',
    en: 'the host program of the embedded databases is not there: run `npm run build` first',
  },
});
