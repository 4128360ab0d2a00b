-- The task tables of Data Pipeline, written by the command "migrate --sql". Do not edit.
-- Needs no more than a session in the database of DATABASE_URL. A migration that has run is left out, so the whole file
-- may run again and brings an older installation to the newest version. Each block is atomic.

CREATE TABLE IF NOT EXISTS data_pipeline_migrations (
  id          serial  NOT NULL,
  "timestamp" bigint  NOT NULL,
  name        varchar NOT NULL,
  CONSTRAINT "PK_62b2e2f3c15c6325b2c07e8dd8d" PRIMARY KEY (id)
);

DO $migration$
BEGIN
PERFORM pg_advisory_xact_lock(7023642115364209);
IF EXISTS (SELECT FROM data_pipeline_migrations WHERE name = 'CreateTaskTables1763700000000') THEN
  RETURN;
END IF;
CREATE TABLE IF NOT EXISTS data_pipeline_tasks (
  task_id             varchar(64)  NOT NULL CONSTRAINT pk_data_pipeline_tasks PRIMARY KEY,
  task_name           varchar(255),
  task_type           varchar(50)  NOT NULL DEFAULT 'data_workflow',
  status              varchar(20)  NOT NULL DEFAULT 'pending',
  parameters          jsonb        NOT NULL,
  table_list          jsonb,
  run_id              uuid,
  cancel_requested_at timestamptz,
  error_message       text,
  created_at          timestamptz  NOT NULL DEFAULT now(),
  updated_at          timestamptz  NOT NULL DEFAULT now(),
  started_at          timestamptz,
  completed_at        timestamptz,
  created_by          varchar(50)  NOT NULL DEFAULT 'api',
  output_directory    text         NOT NULL,
  db_name             varchar(100),
  idempotency_key     varchar(200),
  idempotency_hash    varchar(64),
  CONSTRAINT chk_task_status CHECK (status IN ('pending', 'in_progress', 'partial_completed', 'completed', 'failed', 'cancelled')),
  CONSTRAINT chk_task_type CHECK (task_type IN ('data_workflow', 'complete_workflow')),
  CONSTRAINT chk_task_created_by CHECK (created_by IN ('api', 'manual', 'system'))
);
CREATE INDEX IF NOT EXISTS idx_tasks_status ON data_pipeline_tasks (status);
CREATE INDEX IF NOT EXISTS idx_tasks_created_at ON data_pipeline_tasks (created_at);
CREATE INDEX IF NOT EXISTS idx_tasks_created_by ON data_pipeline_tasks (created_by);
CREATE INDEX IF NOT EXISTS idx_tasks_db_name ON data_pipeline_tasks (db_name);
CREATE UNIQUE INDEX IF NOT EXISTS uq_tasks_idempotency_key ON data_pipeline_tasks (idempotency_key);
CREATE TABLE IF NOT EXISTS data_pipeline_task_executions (
  id               bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_data_pipeline_task_executions PRIMARY KEY,
  execution_id     varchar(160) NOT NULL,
  task_id          varchar(64)  NOT NULL,
  run_id           uuid         NOT NULL,
  execution_step   varchar(50)  NOT NULL,
  status           varchar(20)  NOT NULL DEFAULT 'pending',
  requested_at     timestamptz  NOT NULL DEFAULT now(),
  started_at       timestamptz,
  completed_at     timestamptz,
  duration_seconds double precision,
  error_message    text,
  error_code       varchar(100),
  execution_result jsonb,
  progress         jsonb,
  force_executed   boolean      NOT NULL DEFAULT false,
  files_cleaned    boolean      NOT NULL DEFAULT false,
  superseded       boolean      NOT NULL DEFAULT false,
  attempts         integer      NOT NULL DEFAULT 0,
  worker_id        varchar(100),
  lease_token      uuid,
  lease_expires_at timestamptz,
  heartbeat_at     timestamptz,
  CONSTRAINT uq_executions_execution_id UNIQUE (execution_id),
  CONSTRAINT uq_executions_run_step UNIQUE (run_id, execution_step),
  CONSTRAINT chk_execution_status CHECK (status IN ('pending', 'running', 'completed', 'failed', 'cancelled')),
  CONSTRAINT chk_execution_step CHECK (execution_step IN ('ddl_generation', 'qa_generation', 'sql_validation', 'training_load')),
  CONSTRAINT chk_duration_not_negative CHECK (duration_seconds IS NULL OR duration_seconds >= 0),
  CONSTRAINT fk_executions_task FOREIGN KEY (task_id) REFERENCES data_pipeline_tasks (task_id) ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS idx_executions_task_step ON data_pipeline_task_executions (task_id, execution_step);
CREATE UNIQUE INDEX IF NOT EXISTS uq_executions_one_running ON data_pipeline_task_executions (task_id) WHERE status = 'running';
CREATE INDEX IF NOT EXISTS idx_executions_open ON data_pipeline_task_executions (heartbeat_at) WHERE status IN ('pending', 'running');
CREATE TABLE IF NOT EXISTS data_pipeline_task_logs (
  id           bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_data_pipeline_task_logs PRIMARY KEY,
  task_id      varchar(64)  NOT NULL,
  execution_id varchar(160),
  log_level    varchar(10)  NOT NULL,
  message      text         NOT NULL,
  step_name    varchar(50),
  module_name  varchar(100) NOT NULL,
  "timestamp"  timestamptz  NOT NULL DEFAULT now(),
  extra_data   jsonb,
  CONSTRAINT chk_log_level CHECK (log_level IN ('DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL')),
  CONSTRAINT fk_logs_task FOREIGN KEY (task_id) REFERENCES data_pipeline_tasks (task_id) ON DELETE CASCADE,
  CONSTRAINT fk_logs_execution FOREIGN KEY (execution_id) REFERENCES data_pipeline_task_executions (execution_id) ON DELETE SET NULL
);
CREATE INDEX IF NOT EXISTS idx_logs_task_id ON data_pipeline_task_logs (task_id, id);
CREATE INDEX IF NOT EXISTS idx_logs_execution_id ON data_pipeline_task_logs (execution_id);
CREATE INDEX IF NOT EXISTS idx_logs_timestamp ON data_pipeline_task_logs ("timestamp");
CREATE TABLE IF NOT EXISTS data_pipeline_task_outputs (
  id              bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_data_pipeline_task_outputs PRIMARY KEY,
  task_id         varchar(64) NOT NULL,
  execution_id    varchar(160),
  step_name       varchar(50),
  file_name       text        NOT NULL,
  file_type       varchar(50) NOT NULL,
  file_size       bigint      NOT NULL,
  content_hash    varchar(64) NOT NULL,
  description     text,
  is_primary      boolean     NOT NULL DEFAULT false,
  is_downloadable boolean     NOT NULL DEFAULT true,
  created_at      timestamptz NOT NULL DEFAULT now(),
  modified_at     timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT uq_outputs_task_file UNIQUE (task_id, file_name),
  CONSTRAINT chk_file_type CHECK (file_type IN ('ddl', 'markdown', 'json', 'log', 'text', 'sql', 'csv', 'other')),
  CONSTRAINT chk_file_size_not_negative CHECK (file_size >= 0),
  CONSTRAINT fk_outputs_task FOREIGN KEY (task_id) REFERENCES data_pipeline_tasks (task_id) ON DELETE CASCADE,
  CONSTRAINT fk_outputs_execution FOREIGN KEY (execution_id) REFERENCES data_pipeline_task_executions (execution_id) ON DELETE SET NULL
);
CREATE INDEX IF NOT EXISTS idx_outputs_execution_id ON data_pipeline_task_outputs (execution_id);
INSERT INTO data_pipeline_migrations ("timestamp", name) VALUES (1763700000000, 'CreateTaskTables1763700000000');
END
$migration$;

DO $migration$
BEGIN
PERFORM pg_advisory_xact_lock(7023642115364209);
IF EXISTS (SELECT FROM data_pipeline_migrations WHERE name = 'CreateMonitoringTables1795293684000') THEN
  RETURN;
END IF;
CREATE TABLE IF NOT EXISTS data_pipeline_monitor_samples (
  id                    bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_data_pipeline_monitor_samples PRIMARY KEY,
  process_id            varchar(100)     NOT NULL,
  role                  varchar(20)      NOT NULL,
  queues                jsonb            NOT NULL DEFAULT '[]',
  sampled_at            timestamptz      NOT NULL DEFAULT now(),
  resolution_seconds    integer          NOT NULL,
  cpu_percent           double precision NOT NULL,
  system_cpu_percent    double precision NOT NULL,
  memory_bytes          double precision NOT NULL,
  heap_bytes            double precision NOT NULL,
  system_memory_percent double precision NOT NULL,
  event_loop_lag_ms     double precision NOT NULL,
  disk_total_bytes      double precision,
  disk_free_bytes       double precision,
  active_jobs           double precision NOT NULL DEFAULT 0,
  queue_depths          jsonb
);
CREATE INDEX IF NOT EXISTS idx_samples_sampled_at ON data_pipeline_monitor_samples (sampled_at);
CREATE INDEX IF NOT EXISTS idx_samples_process ON data_pipeline_monitor_samples (process_id, sampled_at);
CREATE INDEX IF NOT EXISTS idx_executions_completed_at ON data_pipeline_task_executions (completed_at);
CREATE TABLE IF NOT EXISTS data_pipeline_monitor_turns (
  work     varchar(30) NOT NULL CONSTRAINT pk_data_pipeline_monitor_turns PRIMARY KEY,
  taken_at timestamptz NOT NULL
);
CREATE TABLE IF NOT EXISTS data_pipeline_anomalies (
  id           bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_data_pipeline_anomalies PRIMARY KEY,
  rule         varchar(50)  NOT NULL,
  subject      varchar(200) NOT NULL,
  severity     varchar(10)  NOT NULL,
  message_zh   text         NOT NULL,
  message_en   text         NOT NULL,
  details      jsonb        NOT NULL,
  opened_at    timestamptz  NOT NULL DEFAULT now(),
  last_seen_at timestamptz  NOT NULL DEFAULT now(),
  closed_at    timestamptz,
  CONSTRAINT chk_anomaly_severity CHECK (severity IN ('warning', 'critical'))
);
CREATE UNIQUE INDEX IF NOT EXISTS uq_anomalies_open ON data_pipeline_anomalies (rule, subject) WHERE closed_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_anomalies_last_seen ON data_pipeline_anomalies (last_seen_at);
CREATE TABLE IF NOT EXISTS data_pipeline_webhook_deliveries (
  id              bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_data_pipeline_webhook_deliveries PRIMARY KEY,
  anomaly_id      bigint      NOT NULL,
  event           varchar(30) NOT NULL,
  attempts        integer     NOT NULL DEFAULT 0,
  next_attempt_at timestamptz DEFAULT now(),
  delivered_at    timestamptz,
  last_error      text,
  CONSTRAINT uq_deliveries_anomaly_event UNIQUE (anomaly_id, event),
  CONSTRAINT chk_delivery_event CHECK (event IN ('anomaly.opened', 'anomaly.closed')),
  CONSTRAINT fk_deliveries_anomaly FOREIGN KEY (anomaly_id) REFERENCES data_pipeline_anomalies (id) ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS idx_deliveries_due ON data_pipeline_webhook_deliveries (next_attempt_at) WHERE next_attempt_at IS NOT NULL;
INSERT INTO data_pipeline_migrations ("timestamp", name) VALUES (1795293684000, 'CreateMonitoringTables1795293684000');
END
$migration$;

DO $migration$
BEGIN
PERFORM pg_advisory_xact_lock(7023642115364209);
IF EXISTS (SELECT FROM data_pipeline_migrations WHERE name = 'CreateSecurityTables1795293685000') THEN
  RETURN;
END IF;
CREATE TABLE IF NOT EXISTS data_pipeline_api_keys (
  id           bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_data_pipeline_api_keys PRIMARY KEY,
  name         varchar(100) NOT NULL,
  key_hash     varchar(64)  NOT NULL,
  key_prefix   varchar(12)  NOT NULL,
  scopes       jsonb        NOT NULL,
  created_at   timestamptz  NOT NULL DEFAULT now(),
  expires_at   timestamptz,
  revoked_at   timestamptz,
  last_used_at timestamptz,
  CONSTRAINT uq_api_keys_hash UNIQUE (key_hash)
);
CREATE TABLE IF NOT EXISTS data_pipeline_audit_log (
  id         bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_data_pipeline_audit_log PRIMARY KEY,
  at         timestamptz  NOT NULL DEFAULT now(),
  actor      varchar(120) NOT NULL,
  key_id     bigint,
  action     text         NOT NULL,
  target     text         NOT NULL,
  status     integer      NOT NULL,
  ip_address varchar(64),
  user_agent text,
  request_id varchar(100)
);
CREATE INDEX IF NOT EXISTS idx_audit_at ON data_pipeline_audit_log (at);
INSERT INTO data_pipeline_migrations ("timestamp", name) VALUES (1795293685000, 'CreateSecurityTables1795293685000');
END
$migration$;

DO $migration$
BEGIN
PERFORM pg_advisory_xact_lock(7023642115364209);
IF EXISTS (SELECT FROM data_pipeline_migrations WHERE name = 'CreateArchivesAndSchedules1795293920000') THEN
  RETURN;
END IF;
CREATE TABLE IF NOT EXISTS data_pipeline_task_archives (
  archive_id     uuid        NOT NULL CONSTRAINT pk_data_pipeline_task_archives PRIMARY KEY,
  task_id        varchar(64) NOT NULL,
  archive_format varchar(10) NOT NULL,
  files          jsonb       NOT NULL,
  status         varchar(20) NOT NULL DEFAULT 'pending',
  file_name      text        NOT NULL,
  file_size      bigint,
  content_hash   varchar(64),
  error_message  text,
  created_at     timestamptz NOT NULL DEFAULT now(),
  completed_at   timestamptz,
  expires_at     timestamptz NOT NULL,
  CONSTRAINT chk_archive_status CHECK (status IN ('pending', 'running', 'completed', 'failed')),
  CONSTRAINT chk_archive_format CHECK (archive_format IN ('zip', 'tar.gz')),
  CONSTRAINT fk_archives_task FOREIGN KEY (task_id) REFERENCES data_pipeline_tasks (task_id) ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS idx_archives_task_id ON data_pipeline_task_archives (task_id);
CREATE INDEX IF NOT EXISTS idx_archives_expires_at ON data_pipeline_task_archives (expires_at);
CREATE TABLE IF NOT EXISTS data_pipeline_task_schedules (
  task_id              varchar(64)  NOT NULL CONSTRAINT pk_data_pipeline_task_schedules PRIMARY KEY,
  cron                 varchar(200) NOT NULL,
  time_zone            varchar(100) NOT NULL,
  clean_existing_files boolean      NOT NULL DEFAULT false,
  created_at           timestamptz  NOT NULL DEFAULT now(),
  last_started_at      timestamptz,
  last_refusal         varchar(100),
  CONSTRAINT fk_schedules_task FOREIGN KEY (task_id) REFERENCES data_pipeline_tasks (task_id) ON DELETE CASCADE
);
ALTER TABLE data_pipeline_tasks ADD COLUMN IF NOT EXISTS files_deleted_at timestamptz;
INSERT INTO data_pipeline_migrations ("timestamp", name) VALUES (1795293920000, 'CreateArchivesAndSchedules1795293920000');
END
$migration$;

DO $migration$
BEGIN
PERFORM pg_advisory_xact_lock(7023642115364209);
IF EXISTS (SELECT FROM data_pipeline_migrations WHERE name = 'CreateEmbeddings1795294500000') THEN
  RETURN;
END IF;
CREATE TABLE IF NOT EXISTS data_pipeline_embeddings (
  model        varchar(300) NOT NULL,
  content_hash bytea        NOT NULL,
  vector       bytea        NOT NULL,
  created_at   timestamptz  NOT NULL DEFAULT now(),
  last_used_at timestamptz  NOT NULL DEFAULT now(),
  CONSTRAINT pk_data_pipeline_embeddings PRIMARY KEY (model, content_hash)
);
ALTER TABLE data_pipeline_embeddings ALTER COLUMN vector SET STORAGE EXTERNAL;
CREATE INDEX IF NOT EXISTS idx_embeddings_last_used_at ON data_pipeline_embeddings (last_used_at);
INSERT INTO data_pipeline_migrations ("timestamp", name) VALUES (1795294500000, 'CreateEmbeddings1795294500000');
END
$migration$;

DO $migration$
BEGIN
PERFORM pg_advisory_xact_lock(7023642115364209);
IF EXISTS (SELECT FROM data_pipeline_migrations WHERE name = 'CreateVectorOperations1795294702000') THEN
  RETURN;
END IF;
CREATE TABLE IF NOT EXISTS data_pipeline_vector_operations (
  operation_id        varchar(64) NOT NULL CONSTRAINT pk_data_pipeline_vector_operations PRIMARY KEY,
  kind                varchar(20) NOT NULL,
  status              varchar(20) NOT NULL DEFAULT 'pending',
  task_id             varchar(64),
  parameters          jsonb       NOT NULL,
  connection_secret   text,
  request_key         varchar(200),
  progress            jsonb,
  milestone           json,
  result              json,
  error               jsonb,
  cancel_requested_at timestamptz,
  created_at          timestamptz NOT NULL DEFAULT now(),
  started_at          timestamptz,
  completed_at        timestamptz,
  attempts            integer     NOT NULL DEFAULT 0,
  worker_id           varchar(100),
  lease_token         uuid,
  lease_expires_at    timestamptz,
  heartbeat_at        timestamptz,
  CONSTRAINT uq_vector_operations_request_key UNIQUE (request_key),
  CONSTRAINT chk_vector_operation_kind CHECK (kind IN ('backup', 'restore', 'verify')),
  CONSTRAINT chk_vector_operation_status CHECK (status IN ('pending', 'running', 'completed', 'failed', 'cancelled'))
);
CREATE INDEX IF NOT EXISTS idx_vector_operations_created_at ON data_pipeline_vector_operations (created_at);
CREATE INDEX IF NOT EXISTS idx_vector_operations_open ON data_pipeline_vector_operations (heartbeat_at) WHERE status IN ('pending', 'running');
INSERT INTO data_pipeline_migrations ("timestamp", name) VALUES (1795294702000, 'CreateVectorOperations1795294702000');
END
$migration$;

DO $migration$
BEGIN
PERFORM pg_advisory_xact_lock(7023642115364209);
IF EXISTS (SELECT FROM data_pipeline_migrations WHERE name = 'CreateModelLedger1795295400000') THEN
  RETURN;
END IF;
CREATE TABLE IF NOT EXISTS data_pipeline_model_answers (
  answer_key        bytea        NOT NULL CONSTRAINT pk_data_pipeline_model_answers PRIMARY KEY,
  model             varchar(300) NOT NULL,
  answer            text         NOT NULL,
  prompt_tokens     integer      NOT NULL,
  completion_tokens integer      NOT NULL,
  created_at        timestamptz  NOT NULL DEFAULT now(),
  last_used_at      timestamptz  NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS idx_model_answers_last_used_at ON data_pipeline_model_answers (last_used_at);
CREATE TABLE IF NOT EXISTS data_pipeline_model_usage (
  task_id            varchar(64)    NOT NULL,
  step_name          varchar(50)    NOT NULL,
  model              varchar(300)   NOT NULL,
  requests           integer        NOT NULL DEFAULT 0,
  cached_answers     integer        NOT NULL DEFAULT 0,
  estimated_requests integer        NOT NULL DEFAULT 0,
  prompt_tokens      bigint         NOT NULL DEFAULT 0,
  completion_tokens  bigint         NOT NULL DEFAULT 0,
  cost               numeric(20, 8),
  updated_at         timestamptz    NOT NULL DEFAULT now(),
  CONSTRAINT pk_data_pipeline_model_usage PRIMARY KEY (task_id, step_name, model),
  CONSTRAINT fk_model_usage_task FOREIGN KEY (task_id) REFERENCES data_pipeline_tasks (task_id) ON DELETE CASCADE
);
CREATE TABLE IF NOT EXISTS data_pipeline_model_calls (
  call_id    uuid         NOT NULL CONSTRAINT pk_data_pipeline_model_calls PRIMARY KEY,
  model      varchar(300) NOT NULL,
  tokens     integer      NOT NULL,
  started_at timestamptz  NOT NULL DEFAULT now(),
  ends_at    timestamptz  NOT NULL
);
CREATE INDEX IF NOT EXISTS idx_model_calls_started_at ON data_pipeline_model_calls (model, started_at);
INSERT INTO data_pipeline_migrations ("timestamp", name) VALUES (1795295400000, 'CreateModelLedger1795295400000');
END
$migration$;

DO $migration$
BEGIN
PERFORM pg_advisory_xact_lock(7023642115364209);
IF EXISTS (SELECT FROM data_pipeline_migrations WHERE name = 'AddTaskCreator1795296799000') THEN
  RETURN;
END IF;
ALTER TABLE data_pipeline_tasks ADD COLUMN IF NOT EXISTS by_user varchar(100);
INSERT INTO data_pipeline_migrations ("timestamp", name) VALUES (1795296799000, 'AddTaskCreator1795296799000');
END
$migration$;

DO $migration$
BEGIN
PERFORM pg_advisory_xact_lock(7023642115364209);
IF EXISTS (SELECT FROM data_pipeline_migrations WHERE name = 'IndexNewestExecutions1795303096000') THEN
  RETURN;
END IF;
CREATE INDEX IF NOT EXISTS idx_executions_task_step_id
ON data_pipeline_task_executions (task_id, execution_step, id);
DROP INDEX IF EXISTS idx_executions_task_step;
INSERT INTO data_pipeline_migrations ("timestamp", name) VALUES (1795303096000, 'IndexNewestExecutions1795303096000');
END
$migration$;

DO $migration$
BEGIN
PERFORM pg_advisory_xact_lock(7023642115364209);
IF EXISTS (SELECT FROM data_pipeline_migrations WHERE name = 'CreateRequestCounts1795325100000') THEN
  RETURN;
END IF;
CREATE UNLOGGED TABLE IF NOT EXISTS data_pipeline_request_counts (
  key_name varchar(150) NOT NULL CONSTRAINT pk_data_pipeline_request_counts PRIMARY KEY,
  since    timestamptz  NOT NULL,
  requests integer      NOT NULL
);
INSERT INTO data_pipeline_migrations ("timestamp", name) VALUES (1795325100000, 'CreateRequestCounts1795325100000');
END
$migration$;

DO $migration$
BEGIN
PERFORM pg_advisory_xact_lock(7023642115364209);
IF EXISTS (SELECT FROM data_pipeline_migrations WHERE name = 'AddAuditDetails1795325200000') THEN
  RETURN;
END IF;
ALTER TABLE data_pipeline_audit_log ADD COLUMN IF NOT EXISTS details jsonb;
INSERT INTO data_pipeline_migrations ("timestamp", name) VALUES (1795325200000, 'AddAuditDetails1795325200000');
END
$migration$;

DO $migration$
BEGIN
PERFORM pg_advisory_xact_lock(7023642115364209);
IF EXISTS (SELECT FROM data_pipeline_migrations WHERE name = 'AddArchiveLeases1795958700000') THEN
  RETURN;
END IF;
ALTER TABLE data_pipeline_task_archives
ADD COLUMN IF NOT EXISTS started_at       timestamptz,
ADD COLUMN IF NOT EXISTS attempts         int NOT NULL DEFAULT 0,
ADD COLUMN IF NOT EXISTS worker_id        varchar(100),
ADD COLUMN IF NOT EXISTS lease_token      uuid,
ADD COLUMN IF NOT EXISTS lease_expires_at timestamptz,
ADD COLUMN IF NOT EXISTS heartbeat_at     timestamptz;
CREATE INDEX IF NOT EXISTS idx_archives_open ON data_pipeline_task_archives (heartbeat_at)
WHERE status IN ('pending', 'running');
INSERT INTO data_pipeline_migrations ("timestamp", name) VALUES (1795958700000, 'AddArchiveLeases1795958700000');
END
$migration$;

DO $migration$
BEGIN
PERFORM pg_advisory_xact_lock(7023642115364209);
IF EXISTS (SELECT FROM data_pipeline_migrations WHERE name = 'AddOperationWaits1795960200000') THEN
  RETURN;
END IF;
ALTER TABLE data_pipeline_task_executions ADD COLUMN IF NOT EXISTS waiting jsonb;
ALTER TABLE data_pipeline_vector_operations ADD COLUMN IF NOT EXISTS waiting jsonb;
ALTER TABLE data_pipeline_task_archives ADD COLUMN IF NOT EXISTS waiting jsonb;
INSERT INTO data_pipeline_migrations ("timestamp", name) VALUES (1795960200000, 'AddOperationWaits1795960200000');
END
$migration$;

DO $migration$
BEGIN
PERFORM pg_advisory_xact_lock(7023642115364209);
IF EXISTS (SELECT FROM data_pipeline_migrations WHERE name = 'AddTakeovers1795997000000') THEN
  RETURN;
END IF;
ALTER TABLE data_pipeline_task_executions ADD COLUMN IF NOT EXISTS takeovers int NOT NULL DEFAULT 0;
ALTER TABLE data_pipeline_vector_operations ADD COLUMN IF NOT EXISTS takeovers int NOT NULL DEFAULT 0;
ALTER TABLE data_pipeline_task_archives ADD COLUMN IF NOT EXISTS takeovers int NOT NULL DEFAULT 0;
ALTER TABLE data_pipeline_vector_operations ADD COLUMN IF NOT EXISTS client_waits boolean NOT NULL DEFAULT false;
INSERT INTO data_pipeline_migrations ("timestamp", name) VALUES (1795997000000, 'AddTakeovers1795997000000');
END
$migration$;

DO $migration$
BEGIN
PERFORM pg_advisory_xact_lock(7023642115364209);
IF EXISTS (SELECT FROM data_pipeline_migrations WHERE name = 'CreateFileChanges1795998000000') THEN
  RETURN;
END IF;
CREATE TABLE IF NOT EXISTS data_pipeline_file_changes (
  change_id    uuid        NOT NULL CONSTRAINT pk_data_pipeline_file_changes PRIMARY KEY,
  task_id      varchar(64) NOT NULL,
  execution_id varchar(160),
  step_name    varchar(50),
  file_names   jsonb       NOT NULL,
  announced_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS idx_file_changes_task_id ON data_pipeline_file_changes (task_id);
ALTER TABLE data_pipeline_tasks ADD COLUMN IF NOT EXISTS table_list_at timestamptz;
INSERT INTO data_pipeline_migrations ("timestamp", name) VALUES (1795998000000, 'CreateFileChanges1795998000000');
END
$migration$;

DO $migration$
BEGIN
PERFORM pg_advisory_xact_lock(7023642115364209);
IF EXISTS (SELECT FROM data_pipeline_migrations WHERE name = 'CreatePairReviews1795999000000') THEN
  RETURN;
END IF;
CREATE TABLE IF NOT EXISTS data_pipeline_pair_reviews (
  task_id     varchar(64)  NOT NULL,
  pair_id     varchar(64)  NOT NULL,
  version     integer      NOT NULL,
  action      varchar(20)  NOT NULL,
  state       varchar(20)  NOT NULL,
  comment     text,
  edit        jsonb,
  pair        jsonb        NOT NULL,
  fingerprint jsonb        NOT NULL,
  by_user     varchar(120) NOT NULL,
  at          timestamptz  NOT NULL DEFAULT now(),
  batch_id    uuid,
  undoes      integer,
  CONSTRAINT pk_data_pipeline_pair_reviews PRIMARY KEY (task_id, pair_id, version),
  CONSTRAINT fk_pair_reviews_task FOREIGN KEY (task_id)
    REFERENCES data_pipeline_tasks (task_id) ON DELETE CASCADE,
  CONSTRAINT chk_pair_review_state CHECK (state IN ('new', 'approved', 'rejected', 'needs_work')),
  CONSTRAINT chk_pair_review_action CHECK (action IN ('decide', 'edit', 'undo'))
);
CREATE INDEX IF NOT EXISTS idx_pair_reviews_by_user ON data_pipeline_pair_reviews (task_id, by_user, at);
CREATE INDEX IF NOT EXISTS idx_pair_reviews_batch ON data_pipeline_pair_reviews (batch_id);
INSERT INTO data_pipeline_migrations ("timestamp", name) VALUES (1795999000000, 'CreatePairReviews1795999000000');
END
$migration$;

DO $migration$
BEGIN
PERFORM pg_advisory_xact_lock(7023642115364209);
IF EXISTS (SELECT FROM data_pipeline_migrations WHERE name = 'AddRunsAndMessages1796011000000') THEN
  RETURN;
END IF;
ALTER TABLE data_pipeline_task_executions
ADD COLUMN IF NOT EXISTS run_mode varchar(20),
ADD COLUMN IF NOT EXISTS requested_by varchar(100),
ADD COLUMN IF NOT EXISTS models jsonb,
ADD COLUMN IF NOT EXISTS stale_at timestamptz,
ADD COLUMN IF NOT EXISTS stale_reason jsonb,
ADD COLUMN IF NOT EXISTS error jsonb;
ALTER TABLE data_pipeline_tasks ADD COLUMN IF NOT EXISTS error jsonb;
ALTER TABLE data_pipeline_task_logs
ADD COLUMN IF NOT EXISTS run_id uuid,
ADD COLUMN IF NOT EXISTS text jsonb;
INSERT INTO data_pipeline_migrations ("timestamp", name) VALUES (1796011000000, 'AddRunsAndMessages1796011000000');
END
$migration$;

DO $migration$
BEGIN
PERFORM pg_advisory_xact_lock(7023642115364209);
IF EXISTS (SELECT FROM data_pipeline_migrations WHERE name = 'CreateEvaluations1796021000000') THEN
  RETURN;
END IF;
CREATE TABLE IF NOT EXISTS data_pipeline_question_sets (
  set_id         varchar(64)  NOT NULL CONSTRAINT pk_data_pipeline_question_sets PRIMARY KEY,
  name           varchar(200) NOT NULL,
  origin         varchar(20)  NOT NULL,
  task_id        varchar(64) CONSTRAINT fk_question_sets_task REFERENCES data_pipeline_tasks (task_id) ON DELETE CASCADE,
  database_name  varchar(63)  NOT NULL,
  question_count integer      NOT NULL,
  content_hash   varchar(64)  NOT NULL,
  created_by     varchar(100),
  created_at     timestamptz  NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS idx_question_sets_created_at ON data_pipeline_question_sets (created_at);
CREATE INDEX IF NOT EXISTS idx_question_sets_task_id ON data_pipeline_question_sets (task_id);
CREATE TABLE IF NOT EXISTS data_pipeline_questions (
  set_id       varchar(64)  NOT NULL CONSTRAINT fk_questions_set REFERENCES data_pipeline_question_sets (set_id) ON DELETE CASCADE,
  position     integer      NOT NULL,
  question_id  varchar(200) NOT NULL,
  question     text         NOT NULL,
  gold_sql     jsonb        NOT NULL,
  language     varchar(10),
  origin       varchar(20)  NOT NULL,
  unanswerable boolean      NOT NULL DEFAULT false,
  hint         text,
  CONSTRAINT pk_data_pipeline_questions PRIMARY KEY (set_id, position)
);
CREATE TABLE IF NOT EXISTS data_pipeline_evaluations (
  evaluation_id       varchar(200) NOT NULL CONSTRAINT pk_data_pipeline_evaluations PRIMARY KEY,
  task_id             varchar(64)  NOT NULL CONSTRAINT fk_evaluations_task REFERENCES data_pipeline_tasks (task_id) ON DELETE CASCADE,
  set_id              varchar(64)  NOT NULL CONSTRAINT fk_evaluations_set REFERENCES data_pipeline_question_sets (set_id) ON DELETE CASCADE,
  execution_id        varchar(160),
  database_name       varchar(63)  NOT NULL,
  phase               varchar(20)  NOT NULL DEFAULT 'loaded',
  level               varchar(20)  NOT NULL DEFAULT 'retrieval',
  arms                jsonb        NOT NULL,
  parameters          jsonb        NOT NULL,
  progress            jsonb,
  summary             jsonb,
  error               jsonb,
  cancel_requested_at timestamptz,
  created_at          timestamptz  NOT NULL DEFAULT now(),
  status              varchar(20)  NOT NULL DEFAULT 'pending',
  started_at          timestamptz,
  completed_at        timestamptz,
  attempts            integer      NOT NULL DEFAULT 0,
  takeovers           integer      NOT NULL DEFAULT 0,
  worker_id           varchar(100),
  lease_token         uuid,
  lease_expires_at    timestamptz,
  heartbeat_at        timestamptz,
  waiting             jsonb,
  CONSTRAINT chk_evaluation_status CHECK (status IN ('pending', 'running', 'completed', 'failed', 'cancelled')),
  CONSTRAINT chk_evaluation_phase CHECK (phase IN ('loaded', 'candidate'))
);
CREATE INDEX IF NOT EXISTS idx_evaluations_task_id ON data_pipeline_evaluations (task_id, created_at);
CREATE INDEX IF NOT EXISTS idx_evaluations_database ON data_pipeline_evaluations (database_name, created_at);
CREATE INDEX IF NOT EXISTS idx_evaluations_open ON data_pipeline_evaluations (heartbeat_at) WHERE status IN ('pending', 'running');
CREATE TABLE IF NOT EXISTS data_pipeline_evaluation_results (
  evaluation_id varchar(200) NOT NULL CONSTRAINT fk_evaluation_results_evaluation REFERENCES data_pipeline_evaluations (evaluation_id) ON DELETE CASCADE,
  position      integer      NOT NULL,
  question_id   varchar(200) NOT NULL,
  question      text         NOT NULL,
  status        varchar(20)  NOT NULL,
  note          text,
  half          varchar(10)  NOT NULL,
  retrieval     jsonb        NOT NULL,
  answers       jsonb,
  causes        jsonb        NOT NULL,
  CONSTRAINT pk_data_pipeline_evaluation_results PRIMARY KEY (evaluation_id, position)
);
ALTER TABLE data_pipeline_task_executions DROP CONSTRAINT IF EXISTS chk_execution_step;
ALTER TABLE data_pipeline_task_executions ADD CONSTRAINT chk_execution_step CHECK (execution_step IN ('ddl_generation', 'qa_generation', 'sql_validation', 'training_load', 'evaluation'));
INSERT INTO data_pipeline_migrations ("timestamp", name) VALUES (1796021000000, 'CreateEvaluations1796021000000');
END
$migration$;

DO $migration$
BEGIN
PERFORM pg_advisory_xact_lock(7023642115364209);
IF EXISTS (SELECT FROM data_pipeline_migrations WHERE name = 'CreateNotifications1796022000000') THEN
  RETURN;
END IF;
CREATE TABLE IF NOT EXISTS data_pipeline_notification_targets (
  target_id   uuid         NOT NULL CONSTRAINT pk_data_pipeline_notification_targets PRIMARY KEY,
  name        varchar(100) NOT NULL,
  kind        varchar(20)  NOT NULL,
  events      jsonb        NOT NULL,
  language    varchar(10)  NOT NULL,
  host        varchar(255) NOT NULL,
  sealed      text         NOT NULL,
  enabled     boolean      NOT NULL DEFAULT true,
  created_at  timestamptz  NOT NULL DEFAULT now(),
  lease       uuid,
  lease_until timestamptz,
  CONSTRAINT uq_notification_targets_name UNIQUE (name)
);
CREATE TABLE IF NOT EXISTS data_pipeline_notification_deliveries (
  id              bigint GENERATED ALWAYS AS IDENTITY
                  CONSTRAINT pk_data_pipeline_notification_deliveries PRIMARY KEY,
  target_id       uuid        NOT NULL,
  event           varchar(50) NOT NULL,
  payload         jsonb       NOT NULL,
  attempts        integer     NOT NULL DEFAULT 0,
  next_attempt_at timestamptz DEFAULT now(),
  delivered_at    timestamptz,
  dead_at         timestamptz,
  last_error      text,
  created_at      timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT fk_notification_deliveries_target FOREIGN KEY (target_id)
    REFERENCES data_pipeline_notification_targets (target_id) ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS idx_notification_deliveries_due
ON data_pipeline_notification_deliveries (target_id, next_attempt_at) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS idx_notification_deliveries_created_at
ON data_pipeline_notification_deliveries (created_at);
INSERT INTO data_pipeline_migrations ("timestamp", name) VALUES (1796022000000, 'CreateNotifications1796022000000');
END
$migration$;

DO $migration$
BEGIN
PERFORM pg_advisory_xact_lock(7023642115364209);
IF EXISTS (SELECT FROM data_pipeline_migrations WHERE name = 'CreateVectorBackups1796023000000') THEN
  RETURN;
END IF;
CREATE TABLE IF NOT EXISTS data_pipeline_vector_backups (
  location        varchar(64)      NOT NULL,
  timestamp       varchar(30)      NOT NULL,
  started_at      timestamptz      NOT NULL,
  series          text             NOT NULL,
  form            varchar(40)      NOT NULL,
  is_own          boolean          NOT NULL,
  rows            double precision,
  bytes           double precision NOT NULL,
  problem         jsonb,
  verified_at     timestamptz,
  restore_seconds double precision,
  verify_seconds  double precision,
  checked_at      timestamptz,
  CONSTRAINT pk_data_pipeline_vector_backups PRIMARY KEY (location, timestamp)
);
INSERT INTO data_pipeline_migrations ("timestamp", name) VALUES (1796023000000, 'CreateVectorBackups1796023000000');
END
$migration$;

DO $migration$
BEGIN
PERFORM pg_advisory_xact_lock(7023642115364209);
IF EXISTS (SELECT FROM data_pipeline_migrations WHERE name = 'AddBackupCopies1796024000000') THEN
  RETURN;
END IF;
ALTER TABLE data_pipeline_vector_operations DROP CONSTRAINT IF EXISTS chk_vector_operation_kind;
ALTER TABLE data_pipeline_vector_operations ADD CONSTRAINT chk_vector_operation_kind CHECK (kind IN ('backup', 'restore', 'verify', 'copy'));
INSERT INTO data_pipeline_migrations ("timestamp", name) VALUES (1796024000000, 'AddBackupCopies1796024000000');
END
$migration$;

DO $migration$
BEGIN
PERFORM pg_advisory_xact_lock(7023642115364209);
IF EXISTS (SELECT FROM data_pipeline_migrations WHERE name = 'CreateProcesses1796025000000') THEN
  RETURN;
END IF;
CREATE TABLE IF NOT EXISTS data_pipeline_processes (
  process_id      varchar(100) NOT NULL CONSTRAINT pk_data_pipeline_processes PRIMARY KEY,
  role            varchar(20)  NOT NULL,
  version         varchar(50)  NOT NULL,
  job_contract    integer      NOT NULL,
  refusal         jsonb,
  clock_offset_ms double precision,
  seen_at         timestamptz  NOT NULL DEFAULT now()
);
CREATE TABLE IF NOT EXISTS data_pipeline_storage_marks (
  mark      uuid        NOT NULL CONSTRAINT pk_data_pipeline_storage_marks PRIMARY KEY,
  is_only   boolean     NOT NULL DEFAULT true,
  location  text        NOT NULL,
  marked_at timestamptz,
  CONSTRAINT uq_storage_marks_only UNIQUE (is_only),
  CONSTRAINT chk_storage_marks_only CHECK (is_only)
);
INSERT INTO data_pipeline_migrations ("timestamp", name) VALUES (1796025000000, 'CreateProcesses1796025000000');
END
$migration$;

DO $migration$
BEGIN
PERFORM pg_advisory_xact_lock(7023642115364209);
IF EXISTS (SELECT FROM data_pipeline_migrations WHERE name = 'CreateModelEdits1796026000000') THEN
  RETURN;
END IF;
CREATE TABLE IF NOT EXISTS data_pipeline_model_edits (
  task_id    varchar(64)  NOT NULL,
  number     integer      NOT NULL,
  action     varchar(20)  NOT NULL,
  part       varchar(20)  NOT NULL,
  table_name text         NOT NULL,
  item_name  text,
  changes    jsonb        NOT NULL,
  base       varchar(64),
  by_user    varchar(120) NOT NULL,
  at         timestamptz  NOT NULL DEFAULT now(),
  undoes     integer,
  CONSTRAINT pk_data_pipeline_model_edits PRIMARY KEY (task_id, number),
  CONSTRAINT fk_model_edits_task FOREIGN KEY (task_id)
    REFERENCES data_pipeline_tasks (task_id) ON DELETE CASCADE,
  CONSTRAINT chk_model_edit_action CHECK (action IN ('edit', 'add', 'undo')),
  CONSTRAINT chk_model_edit_part CHECK (part IN ('table', 'column', 'relationship', 'metric'))
);
CREATE INDEX IF NOT EXISTS idx_model_edits_item ON data_pipeline_model_edits (task_id, table_name);
INSERT INTO data_pipeline_migrations ("timestamp", name) VALUES (1796026000000, 'CreateModelEdits1796026000000');
END
$migration$;

DO $migration$
BEGIN
PERFORM pg_advisory_xact_lock(7023642115364209);
IF EXISTS (SELECT FROM data_pipeline_migrations WHERE name = 'CreateRetrievedPairs1796026100000') THEN
  RETURN;
END IF;
CREATE TABLE IF NOT EXISTS data_pipeline_retrieved_pairs (
  pair_id varchar(64) NOT NULL CONSTRAINT pk_data_pipeline_retrieved_pairs PRIMARY KEY,
  times   integer     NOT NULL,
  last_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO data_pipeline_migrations ("timestamp", name) VALUES (1796026100000, 'CreateRetrievedPairs1796026100000');
END
$migration$;

DO $migration$
BEGIN
PERFORM pg_advisory_xact_lock(7023642115364209);
IF EXISTS (SELECT FROM data_pipeline_migrations WHERE name = 'AddRunOptions1796030000000') THEN
  RETURN;
END IF;
ALTER TABLE data_pipeline_task_executions ADD COLUMN IF NOT EXISTS options jsonb;
INSERT INTO data_pipeline_migrations ("timestamp", name) VALUES (1796030000000, 'AddRunOptions1796030000000');
END
$migration$;

DO $migration$
BEGIN
PERFORM pg_advisory_xact_lock(7023642115364209);
IF EXISTS (SELECT FROM data_pipeline_migrations WHERE name = 'AddCopiesLocation1796031000000') THEN
  RETURN;
END IF;
ALTER TABLE data_pipeline_storage_marks ADD COLUMN IF NOT EXISTS copies_location text;
INSERT INTO data_pipeline_migrations ("timestamp", name) VALUES (1796031000000, 'AddCopiesLocation1796031000000');
END
$migration$;

DO $migration$
BEGIN
PERFORM pg_advisory_xact_lock(7023642115364209);
IF EXISTS (SELECT FROM data_pipeline_migrations WHERE name = 'AddBackupCopyState1796041000000') THEN
  RETURN;
END IF;
ALTER TABLE data_pipeline_vector_backups
ADD COLUMN IF NOT EXISTS copy_state varchar(10),
ADD COLUMN IF NOT EXISTS encryption_key_id varchar(20);
INSERT INTO data_pipeline_migrations ("timestamp", name) VALUES (1796041000000, 'AddBackupCopyState1796041000000');
END
$migration$;
