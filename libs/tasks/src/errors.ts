import { defineErrors } from '#libs/domain-errors';

export const taskErrors = defineErrors({
  task_not_found: { kind: 'not_found', zh: '任务不存在: {taskId}', en: 'task not found: {taskId}' },
  task_running: {
    kind: 'conflict',
    zh: '任务 {taskId} 正在执行中，请等待它结束，或先取消它',
    en: 'task {taskId} is running: wait until it ends, or cancel it first',
  },
  task_not_running: {
    kind: 'conflict',
    zh: '任务 {taskId} 当前没有在执行，无需取消',
    en: 'task {taskId} is not running, there is nothing to cancel',
  },
  task_files_while_running: {
    kind: 'conflict',
    zh: '任务 {taskId} 正在执行中，不能改动它的文件。请等待它结束，或先取消它',
    en: 'task {taskId} is running, its files cannot be changed now: wait until it ends, or cancel it first',
  },
  training_data_while_running: {
    kind: 'conflict',
    zh: '任务 {taskId} 正在执行中，不能移除它的训练数据。请等待它结束，或先取消它',
    en: 'task {taskId} is running, its training data cannot be removed now: wait until it ends, or cancel it first',
  },
  task_delete_while_running: {
    kind: 'conflict',
    zh: '任务 {taskId} 正在执行中，不能删除。请等待它结束，或先取消它',
    en: 'task {taskId} is running and cannot be deleted: wait until it ends, or cancel it first',
  },
  task_has_backups: {
    kind: 'conflict',
    zh: '任务 {taskId} 的目录中有向量备份：{backups}。请先复制出来，或用 include_backups 一并删除',
    en: 'the folder of task {taskId} has vector backups: {backups}. Copy them first, or delete them too with include_backups',
  },
  schedule_not_found: {
    kind: 'not_found',
    zh: '任务 {taskId} 没有定时计划',
    en: 'task {taskId} has no schedule',
  },
  schedule_invalid: {
    kind: 'validation',
    zh: '定时表达式无效: {cron}（{reason}）。应为五个字段：分 时 日 月 周，例如 0 2 * * *',
    en: 'the cron expression is not valid: {cron} ({reason}). Expected five fields: minute, hour, day of month, month, day of week; for example 0 2 * * *',
  },
  schedule_time_zone_unknown: {
    kind: 'validation',
    zh: '未知的时区: {timeZone}。应为 IANA 时区名称，例如 Asia/Shanghai',
    en: 'unknown time zone: {timeZone}. Expected an IANA name, for example Asia/Shanghai',
  },
  max_cost_without_price: {
    kind: 'validation',
    zh: '没有配置模型价格，无法遵守 max_cost。请设置 LLM_INPUT_PRICE 和 LLM_OUTPUT_PRICE，或改用 max_tokens',
    en: 'max_cost cannot be kept without prices: set LLM_INPUT_PRICE and LLM_OUTPUT_PRICE, or use max_tokens',
  },
  business_database_unknown: {
    kind: 'validation',
    zh: '业务数据库服务器上没有名为 {name} 的数据库{near}',
    en: 'the business database server has no database named {name}{near}',
  },
  table_list_missing: {
    kind: 'validation',
    zh: '任务 {taskId} 还没有表清单。请先调用 POST /tasks/{taskId}/upload-table-list 或 POST /tasks/{taskId}/table-list',
    en: 'task {taskId} has no table list yet: send one with POST /tasks/{taskId}/upload-table-list or POST /tasks/{taskId}/table-list first',
  },
  table_list_while_running: {
    kind: 'conflict',
    zh: '任务 {taskId} 正在执行中，不能更换表清单',
    en: 'task {taskId} is running, its table list cannot be replaced now',
  },
  table_list_file_outside: {
    kind: 'validation',
    zh: '表清单文件 {file} 不在表清单目录内。请把文件放入 TABLE_LIST_DIRECTORY，并只给出其中的相对路径',
    en: 'the table list file {file} is outside the table list folder: put it into TABLE_LIST_DIRECTORY and name it relative to that',
  },
  table_list_file_missing: {
    kind: 'validation',
    zh: '表清单文件 {file} 不存在或不可读。请确认它在 TABLE_LIST_DIRECTORY 内，或改用 tables 参数',
    en: 'the table list file {file} does not exist or cannot be read: check that it is inside TABLE_LIST_DIRECTORY, or send tables instead',
  },
  dependency_not_completed: {
    kind: 'conflict',
    zh: '步骤 {step} 依赖的步骤 {predecessor} 尚未完成。请先执行 {predecessor}，或使用 force_execution: true 跳过检查',
    en: 'step {step} needs {predecessor}, which is not completed: run it first, or skip the check with force_execution: true',
  },
  dependency_stale: {
    kind: 'conflict',
    zh: '步骤 {step} 依赖的步骤已过期: {stale}。请用 execution_mode: resume 重新执行，或使用 force_execution: true 跳过检查',
    en: 'step {step} depends on steps that are stale: {stale}. Run them again with execution_mode: resume, or skip the check with force_execution: true',
  },
  nothing_to_resume: {
    kind: 'conflict',
    zh: '任务 {taskId} 的所有步骤都已完成且未过期，无需继续执行。如需全部重新执行，请使用 execution_mode: complete',
    en: 'every step of task {taskId} is completed and none is stale: there is nothing to resume. Send execution_mode complete to run all of them again',
  },
  idempotency_key_reused: {
    kind: 'conflict',
    zh: 'Idempotency-Key 已被另一个内容不同的请求使用，请换一个新的值',
    en: 'this Idempotency-Key was used by a request with another content: take a new one',
  },
  worker_lost: {
    kind: 'internal',
    zh: '执行 {executionId} 的工作进程多次异常退出，任务已停止。请查看工作进程日志后重新执行',
    en: 'the workers of execution {executionId} died repeatedly, it was given up: look at the worker log and run it again',
  },
  execution_timed_out: {
    kind: 'internal',
    zh: '执行 {executionId} 超过 {minutes} 分钟没有心跳，判定为僵尸任务。请重新执行',
    en: 'execution {executionId} gave no sign of life for {minutes} minutes and was ended: run it again',
  },
  step_failed: {
    kind: 'internal',
    zh: '步骤 {step} 因内部错误失败（编号 {correlationId}），详情见工作进程日志',
    en: 'step {step} failed with an internal error (number {correlationId}): the worker log has the particulars',
  },
  task_cancelled: { kind: 'cancelled', zh: '任务已被取消', en: 'the task was cancelled' },
});
