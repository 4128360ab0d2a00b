import { defineErrors } from '#libs/domain-errors';

/** `shown` errors keep their sentence and details in a 500: both are written for the client. */
export const vectorBackupErrors = defineErrors({
  vector_database_unreachable: {
    kind: 'database',
    shown: true,
    zh: '数据库连接失败,请检查连接配置',
    en: 'the connection to the vector database failed: check the connection settings',
  },
  vector_connection_invalid: {
    kind: 'validation',
    zh: '无效的 db_connection：应为 postgresql://用户名:密码@主机:端口/数据库，参数只允许 sslmode',
    en: 'db_connection is not valid: expected postgresql://user:password@host:port/database, with no parameter but sslmode',
  },
  vector_connection_not_allowed: {
    kind: 'forbidden',
    zh: '不允许连接 {host}。请由管理员将其加入 VECTOR_BACKUP_HOSTS',
    en: 'connections to {host} are not allowed: have the operator add it to VECTOR_BACKUP_HOSTS',
  },
  vector_login_refused: {
    kind: 'validation',
    zh: '数据库 {database} 拒绝登录。请检查 db_connection 中的用户名、密码和数据库名',
    en: 'the database {database} refused the login: check user, password and database name of db_connection',
  },
  vector_table_missing: {
    kind: 'not_found',
    zh: '向量数据库 {database} 中不存在表 {tables}',
    en: 'the vector database {database} has no table {tables}',
  },
  vector_permission_denied: {
    kind: 'forbidden',
    zh: '数据库角色在 {database} 中权限不足：{reason}',
    en: 'the database role lacks a permission in {database}: {reason}',
  },
  vector_tables_locked: {
    kind: 'conflict',
    zh: '在 {seconds} 秒内未能锁定向量表：其他会话正在使用，请稍后重试',
    en: 'the vector tables could not be locked within {seconds} seconds, other sessions are using them. Try again later',
  },
  vector_tables_changed: {
    kind: 'conflict',
    zh: '操作过程中表结构发生了变化：{reason}，请重试',
    en: 'the tables were altered meanwhile: {reason}. Try again',
  },
  vector_connection_lost: {
    kind: 'database',
    shown: true,
    zh: '与向量数据库 {database} 的连接中断：{reason}',
    en: 'the connection to the vector database {database} was lost: {reason}',
  },
  vector_operation_failed: {
    kind: 'database',
    shown: true,
    zh: '向量数据库操作失败（SQLSTATE {sqlstate}）：{reason}',
    en: 'an operation on the vector database failed (SQLSTATE {sqlstate}): {reason}',
  },
  vector_storage_failed: {
    kind: 'unavailable',
    zh: '备份目录无法读写：{reason}。请检查目录或存储桶的权限和剩余空间',
    en: 'the backup folder cannot be read or written: {reason}. Check permissions and free space of the folder or bucket',
  },
  vector_read_back_differs: {
    kind: 'internal',
    shown: true,
    zh: '备份文件 {file} 写入后读回的内容不一致，请检查磁盘',
    en: 'the backup file {file} does not read back as it was written: check the disk',
  },
  vector_embedded_parallel: {
    kind: 'validation',
    zh: '该向量数据库不支持多连接导出，请去掉 parallel 参数',
    en: 'this vector database has no exported snapshots: leave parallel out',
  },
  vector_task_id_invalid: {
    kind: 'validation',
    zh: '无效的task_id格式,只能包含字母、数字和下划线',
    en: 'task_id is not valid: expected letters, digits and underscores, 64 at most',
  },
  vector_task_directory_missing: {
    kind: 'not_found',
    zh: '指定的任务目录不存在: {task_id}',
    en: 'the folder of the task does not exist: {task_id}',
  },
  vector_operation_not_found: {
    kind: 'not_found',
    zh: '操作不存在: {operation_id}',
    en: 'there is no operation {operation_id}',
  },
  vector_operation_running: {
    kind: 'conflict',
    zh: '操作 {operation_id} 仍在进行，请先取消',
    en: 'operation {operation_id} is still open: cancel it first',
  },
  vector_operation_ended: {
    kind: 'conflict',
    zh: '操作 {operation_id} 已经结束（{status}）',
    en: 'operation {operation_id} has ended already ({status})',
  },
  vector_operation_cancelled: { kind: 'cancelled', zh: '操作已被取消', en: 'the operation was cancelled' },
  vector_operation_lost: {
    kind: 'internal',
    shown: true,
    zh: '操作 {operation_id} 的工作进程多次异常退出，已放弃。请查看工作进程日志后重试',
    en: 'the workers of operation {operation_id} died repeatedly, it was given up: look at the worker log and try again',
  },
  vector_operation_silent: {
    kind: 'internal',
    shown: true,
    zh: '操作 {operation_id} 已有 {minutes} 分钟没有心跳，已放弃。请查看工作进程日志后重试',
    en: 'operation {operation_id} had no heartbeat for {minutes} minutes and was given up: look at the worker log and try again',
  },
  vector_operation_unsettled: {
    kind: 'internal',
    shown: true,
    zh: '操作 {operation_id} 的工作进程已退出，而向量数据库此后一直不可用，无法确认它的事务是否已提交（{reason}）。备份文件仍在；数据库恢复后，请核对表中的行数',
    en: 'the worker of operation {operation_id} died, and the vector database has been out of reach since, so it is not known whether its transaction was committed ({reason}). The files of the backup are there; check the rows of the tables when the database is back',
  },
  vector_operation_defect: {
    kind: 'internal',
    zh: '操作因内部错误失败（编号 {correlationId}），详情见工作进程日志',
    en: 'the operation failed with an internal error (number {correlationId}): the worker log has the particulars',
  },
  vector_backup_not_found: {
    kind: 'not_found',
    zh: '找不到备份: {missing}',
    en: 'there is no such backup: {missing}',
  },
  vector_backup_needed: {
    kind: 'conflict',
    zh: '备份 {timestamp} 是增量备份 {needing} 的基准，请先删除后者',
    en: 'the incremental backups {needing} are of no use without {timestamp}: remove them first',
  },
  vector_backup_last_verified: {
    kind: 'conflict',
    zh: '备份 {timestamp} 是目录中最后一个通过校验的备份。请先校验另一个备份，或用 include_backups 明确删除',
    en: '{timestamp} is the last verified backup of its folder: verify another one first, or delete it all the same with include_backups',
  },
  vector_backup_path_invalid: {
    kind: 'validation',
    zh: '无效的 backup_path: {path}。应为 restore/list 返回的 relative_path',
    en: 'backup_path {path} is not valid: expected a relative_path as restore/list shows it',
  },
  vector_manifest_invalid: {
    kind: 'validation',
    zh: '备份清单 {file} 无效：{reason}。未写入任何数据',
    en: 'the manifest {file} is not valid: {reason}. Nothing was written',
  },
  vector_backup_parts: {
    kind: 'validation',
    zh: '备份 {timestamp} 的文件与清单不符。缺少：{missing}；清单之外：{extra}；大小不符：{resized}。请恢复这些文件，或使用另一个备份',
    en: 'the files of backup {timestamp} are not those of its manifest. Missing: {missing}; not listed: {extra}; of another size: {resized}. Put the files back, or use another backup',
  },
  vector_backup_damaged: {
    kind: 'validation',
    zh: '备份文件 {file} 已损坏：{reason}。未写入任何数据，请使用另一个备份',
    en: 'the backup file {file} is damaged: {reason}. Nothing was written; use another backup',
  },
  vector_backup_key_missing: {
    kind: 'validation',
    zh: '备份 {timestamp} 用密钥 {key_id} 加密，而服务没有这个密钥。请由管理员把公钥以 {key_id} 开头的私钥加到 VECTOR_BACKUP_OLD_KEYS，再重启服务。未写入任何数据',
    en: 'backup {timestamp} is encrypted with the key {key_id}, which this service does not have: have the operator add the secret key whose public key begins with {key_id} to VECTOR_BACKUP_OLD_KEYS and restart the service. Nothing was written',
  },
  vector_backup_downgraded: {
    kind: 'validation',
    zh: '备份 {timestamp} 生成时用密钥 {key_id} 加密，现在的文件却没有加密：这不是当时生成的文件。未写入任何数据，请改用第二存储上的副本（storage: "copy"，命令行为 --storage copy），或使用另一个备份。如果这些文件是您自己放的，由管理员运行 data-pipeline vector forget-encryption --timestamp {timestamp}（任务的备份再加 --path），之后就不再要求加密',
    en: 'backup {timestamp} was encrypted with the key {key_id} when it was made, and its files are not encrypted now: they are not the ones that were made. Nothing was written. Use its copy on the second storage (storage: "copy", on the command line --storage copy), or another backup. If you put these files there, have the operator run data-pipeline vector forget-encryption --timestamp {timestamp} (with --path for the folder of a task)',
  },
  vector_backup_key_wrong: {
    kind: 'validation',
    zh: '备份文件 {file} 不是用清单中的密钥 {key_id} 加密的，或其文件头已损坏。未写入任何数据，请使用另一个备份',
    en: 'the backup file {file} is not encrypted with the key {key_id} of its manifest, or its header is damaged. Nothing was written; use another backup',
  },
  vector_backup_chunk_damaged: {
    kind: 'validation',
    zh: '加密的备份文件 {file} 的第 {chunk} 块（每块 64 KiB）已损坏或被截断。未写入任何数据，请使用另一个备份',
    en: 'chunk {chunk} (of 64 KiB) of the encrypted backup file {file} is damaged or cut off. Nothing was written; use another backup',
  },
  vector_backup_cut: {
    kind: 'validation',
    zh: '加密的备份文件 {file} 在第 {chunk} 块（每块 64 KiB）之后被截断。未写入任何数据，请使用另一个备份',
    en: 'the encrypted backup file {file} is cut off after chunk {chunk} (of 64 KiB). Nothing was written; use another backup',
  },
  vector_copy_unset: {
    kind: 'validation',
    zh: '没有设置备份副本的存储。请由管理员设置 VECTOR_BACKUP_COPY_URL',
    en: 'there is no storage for copies of backups: have the operator set VECTOR_BACKUP_COPY_URL',
  },
  vector_copy_differs: {
    kind: 'conflict',
    zh: '第二存储中已有时间戳同为 {timestamp} 的另一个完好备份，未覆盖。请核对两处的清单，并移走不需要的那一份',
    en: 'the second storage has another backup with the timestamp {timestamp}, which is whole and was not replaced: compare the two manifests and move the wrong one away',
  },
  vector_structure_unknown: {
    kind: 'validation',
    zh: '无法在目标数据库中重建：{reason}。请先按备份清单中的 DDL 建表，再恢复。未写入任何数据',
    en: 'the restore cannot recreate {reason}: create the tables first, with the DDL of the manifest, then restore. Nothing was written',
  },
  vector_restore_shape: {
    kind: 'validation',
    zh: '目标表与备份不匹配：{reason}。未写入任何数据。请把目标表改名，让恢复重新建表；或按备份清单中的 DDL 修改目标表',
    en: 'the target tables do not fit the backup: {reason}. Nothing was written. Rename them, so that the restore creates them, or alter them to the DDL of the manifest',
  },
  vector_restore_dimensions: {
    kind: 'validation',
    zh: '向量维度不匹配：{reason}。未写入任何数据',
    en: 'the dimensions of the vectors do not fit: {reason}. Nothing was written',
  },
  vector_restore_conflict: {
    kind: 'conflict',
    zh: '目标表中已有相同的行：{reason}。未写入任何数据；可使用 on_conflict: skip 或 replace，或 truncate_before_restore: true',
    en: 'rows of the backup are in the target already: {reason}. Nothing was written; use on_conflict skip or replace, or truncate_before_restore',
  },
  vector_restore_rejected: {
    kind: 'validation',
    zh: '数据库拒绝了备份中的数据：{reason}。未写入任何数据',
    en: 'the database refused data of the backup: {reason}. Nothing was written',
  },
  vector_restore_differs: {
    kind: 'internal',
    shown: true,
    zh: '恢复后的内容与备份不一致：{reason}。未写入任何数据',
    en: 'what was restored differs from the backup: {reason}. Nothing was written',
  },
  vector_extension_absent: {
    kind: 'validation',
    zh: '目标数据库 {database} 没有 pgvector 扩展，无法存放向量。请先执行 CREATE EXTENSION vector',
    en: 'the target database {database} has no pgvector extension and cannot hold vectors: run CREATE EXTENSION vector there first',
  },
});
