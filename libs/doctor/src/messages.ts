import { defineMessages } from '#libs/language';

export const found = defineMessages('doctor', {
  configuration_ok: { zh: '配置有效', en: 'the configuration is valid' },
  configuration_problem: { zh: '{variable}：{problem}', en: '{variable}: {problem}' },
  not_examined: { zh: '未能检查：{reason}', en: 'could not be examined: {reason}' },
  no_answer: { zh: '{seconds} 秒内没有应答', en: 'no answer within {seconds} seconds' },

  server_ok: { zh: '{url} 正在运行，版本 {version}', en: '{url} runs version {version}' },
  server_other_version: {
    zh: '{url} 的版本是 {version}，本命令行的版本是 {own}',
    en: '{url} runs version {version}, this command line is {own}',
  },

  postgres_ok: { zh: '{database}：PostgreSQL {version}', en: '{database}: PostgreSQL {version}' },
  tables_current: { zh: '任务表是最新版本，可以读写', en: 'the task tables are current, and can be read and written' },
  tables_at_start: {
    zh: '任务表将在启动时创建或升级',
    en: 'the task tables are made, or brought up to date, at the start',
  },
  tables_pending: { zh: '有 {count} 个迁移尚未执行', en: 'migrations have not run yet: {count}' },
  tables_newer: {
    zh: '任务表已由更新的版本升级（{migrations}），本版本是 {version}',
    en: 'a newer version has migrated the task tables ({migrations}); this one is {version}',
  },
  tables_forbidden: { zh: '角色 {role} 不能读写任务表', en: 'the role {role} cannot read and write the task tables' },

  redis_ok: { zh: 'Redis {version}', en: 'Redis {version}' },
  redis_evicts: {
    zh: 'Redis 的 maxmemory-policy 是 {policy}：内存不足时会丢弃任务',
    en: 'maxmemory-policy of Redis is {policy}: it drops jobs when its memory is full',
  },
  redis_volatile: {
    zh: 'Redis 不保存数据：重启后任务队列为空，需要从数据库恢复',
    en: 'Redis keeps no data: after a restart the queue is empty and has to be restored from the database',
  },
  queue_in_postgres: { zh: '任务队列在 {database}', en: 'the queue is in {database}' },

  business_ok: {
    zh: '{database}：PostgreSQL {version}，可读的表 {tables} 个',
    en: '{database}: PostgreSQL {version}, readable tables: {tables}',
  },
  business_empty: {
    zh: '{database} 中没有角色 {role} 可读的表',
    en: 'the role {role} can read no table of {database}',
  },
  business_writable: {
    zh: '角色 {role} 可以修改业务数据库（{right}）',
    en: 'the role {role} may change the business database ({right})',
  },

  vector_ok: {
    zh: '{database}：PostgreSQL {version}，pgvector {extension}',
    en: '{database}: PostgreSQL {version}, pgvector {extension}',
  },
  vector_installable: {
    zh: '{database}：PostgreSQL {version}，首次加载时会安装 pgvector',
    en: '{database}: PostgreSQL {version}, the first load installs pgvector',
  },
  vector_no_extension: { zh: '{database} 没有扩展 vector', en: '{database} has no extension vector' },
  vector_cannot_create: {
    zh: '角色 {role} 不能在 {database} 中建表，而向量表尚不存在',
    en: 'the role {role} cannot create tables in {database}, and the vector tables do not exist yet',
  },
  vector_cannot_write: {
    zh: '角色 {role} 不能写入 {database} 的向量表',
    en: 'the role {role} cannot write to the vector tables of {database}',
  },
  vector_other_model: { zh: '{reason}', en: '{reason}' },

  embeddings_built_in: { zh: '使用内置向量模型 {model}', en: 'the built-in embedder {model} is used' },
  embeddings_ok: {
    zh: '{model} 可用，{dimensions} 维，用时 {milliseconds} 毫秒',
    en: '{model} answers with {dimensions} dimensions, in {milliseconds} ms',
  },
  model_none: {
    zh: '没有配置大语言模型：由内置生成器离线工作',
    en: 'no chat model is configured: the built-in generator is used',
  },
  model_ok: { zh: '{model} 可用', en: '{model} is served' },
  model_unlisted: {
    zh: '该服务没有模型列表，{model} 未能确认',
    en: 'the endpoint has no list of models, so {model} is not confirmed',
  },
  model_unknown: { zh: '该服务的模型列表中没有 {model}', en: 'the endpoint does not list {model}' },

  storage_ok: { zh: '{location} 可写', en: '{location} can be written' },
  storage_shared: { zh: '存储是本系统的存储', en: 'the storage is the one of this installation' },
  storage_foreign: { zh: '{reason}', en: '{reason}' },
  disk_ok: { zh: '磁盘已用 {percent}%，剩余 {free}', en: '{percent} % of the disk is used, {free} are free' },
  disk_full: {
    zh: '{folder} 的磁盘已用 {percent}%，仅剩 {free}',
    en: 'the disk of {folder} is {percent} % full, {free} are free',
  },

  clock_ok: {
    zh: '与 {server} 的时钟相差 {seconds} 秒',
    en: 'the clock differs from that of {server} by {seconds} s',
  },

  processes_ok: {
    zh: 'API 进程 {apis} 个，工作进程 {workers} 个',
    en: 'API processes: {apis}, workers: {workers}',
  },
  process_refuses: { zh: '进程 {process}：{reason}', en: 'process {process}: {reason}' },
  processes_versions: { zh: '各进程的版本不同：{versions}', en: 'the processes have different versions: {versions}' },
  processes_none: { zh: '没有正在运行的工作进程', en: 'no worker is running' },
  queues_without_worker: { zh: '没有工作进程处理队列 {queues}', en: 'no worker takes the queues {queues}' },
});

export const remedies = defineMessages('doctor_remedy', {
  configuration: {
    zh: '修改环境变量或 --env-file 中的值；.env.example 列出了全部变量',
    en: 'correct the variable in the environment or the --env-file; .env.example lists all of them',
  },
  service: { zh: '检查 {variable} 与其指向的服务', en: 'check {variable} and the service behind it' },
  versions: { zh: '让命令行与服务使用同一版本', en: 'use the same version for both' },
  migrate: { zh: '执行 `{command}`', en: 'run `{command}`' },
  upgrade: { zh: '把所有机器升级到该版本', en: 'upgrade all machines to that version' },
  task_rights: {
    zh: '授予该角色对 data_pipeline_* 各表的 SELECT、INSERT、UPDATE、DELETE 权限，或改用表的属主',
    en: 'grant it SELECT, INSERT, UPDATE and DELETE on the tables data_pipeline_*, or use their owner',
  },
  noeviction: {
    zh: '把 Redis 的 maxmemory-policy 设为 noeviction',
    en: 'set maxmemory-policy of Redis to noeviction',
  },
  persistence: { zh: '为 Redis 打开 appendonly', en: 'switch appendonly of Redis on' },
  read_rights: {
    zh: '授予该角色对各模式的 USAGE 和各表的 SELECT 权限',
    en: 'grant it USAGE on the schemas and SELECT on the tables',
  },
  read_only: {
    zh: '改用只有 SELECT 权限的角色（docs/operations.md）',
    en: 'use a role with SELECT alone (docs/operations.md)',
  },
  extension: {
    zh: '在服务器上安装 pgvector，并由管理员执行 CREATE EXTENSION vector',
    en: 'install pgvector on the server, and let an administrator run CREATE EXTENSION vector',
  },
  vector_rights: {
    zh: '授予该角色建表的权限（GRANT CREATE ON SCHEMA public），以及对向量表的 SELECT、INSERT、UPDATE、DELETE、TRUNCATE 权限',
    en: 'grant it CREATE ON SCHEMA public, and SELECT, INSERT, UPDATE, DELETE and TRUNCATE on the vector tables',
  },
  one_model: {
    zh: '让配置的向量模型与库中一致，或以参数 `reembed: true` 执行 training_load，重新生成全部向量',
    en: 'configure the embedder that the store has, or run training_load with `reembed: true` to make all vectors again',
  },
  model_name: { zh: '检查 LLM_MODEL', en: 'check LLM_MODEL' },
  storage: {
    zh: '检查 STORAGE_URL 或 DATA_DIRECTORY，以及该进程用户的写权限',
    en: 'check STORAGE_URL or DATA_DIRECTORY, and the rights of the user of the process',
  },
  disk: { zh: '清理旧文件（POST /files/cleanup）或扩容', en: 'clean up old files (POST /files/cleanup), or add space' },
  clock: { zh: '在各台机器上启用时间同步（NTP）', en: 'let all machines synchronise their clocks (NTP)' },
  api: { zh: '启动 API', en: 'start the API' },
  process: { zh: '按提示处理该进程', en: 'mend that process as it says' },
  worker: { zh: '启动工作进程，或检查 WORKER_STEPS', en: 'start a worker, or check WORKER_STEPS' },
});
