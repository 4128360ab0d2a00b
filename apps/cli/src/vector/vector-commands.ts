import { setTimeout as sleep } from 'node:timers/promises';
import { Option, type Command } from 'commander';
import type { VectorOperationKind } from '#libs/database';
import { DomainError } from '#libs/domain-errors';
import { formatFileSize } from '#libs/files';
import type { JsonObject } from '#libs/pipeline';
import {
  BACKUP_STORAGES,
  BACKUP_TIMESTAMP,
  backupParametersSchema,
  COMPRESSIONS,
  explainRetention,
  FORMATS,
  type VerifyParameters,
  ON_CONFLICT,
  previewRetention,
  REBUILD_INDEXES,
  restoreParametersSchema,
  thrownError,
  VECTOR_TABLES,
  vectorBackupErrors,
  verifyParametersSchema,
} from '#libs/vector-backup';
import type { Text } from '#libs/language';
import { snakeCase } from '../output/snake-case.js';
import type { Session } from '../session.js';
import { auditCommand } from '../audit-command.js';
import { reportFailure } from '../report-failure.js';
import { WrongValue } from '../speak-of-usage.js';
import { newestOn, stateOf } from './backup-words.js';
import { OperationBar } from './operation-progress.js';
import { addSearchCommands } from './search-commands.js';
import { withVectorServices, type VectorServices } from './vector-services.js';

interface CommonOptions {
  readonly connection?: string;
}

interface BackupOptions extends CommonOptions {
  readonly task?: string;
  readonly tables?: string[];
  readonly format: string;
  readonly compression: string;
  readonly parallel?: number;
  readonly truncate?: true;
  readonly incremental?: true;
  readonly verify?: true;
}

interface SourceOptions extends CommonOptions {
  readonly path?: string;
  readonly timestamp?: string;
  readonly operation?: string;
  readonly storage: VerifyParameters['storage'];
}

const NO_BACKUPS: Text = { zh: '没有备份', en: 'there are no backups' };

interface ForgetOptions {
  readonly timestamp: string;
  readonly path?: string;
}

interface RestoreOptions extends SourceOptions {
  readonly tables?: string[];
  readonly truncate?: true;
  readonly onConflict: string;
  readonly schema?: string;
  readonly rebuildIndexes: string;
  readonly verify?: true;
}

/** `vector backup | restore | verify | list | retention | search | words`: for cron, and for operators without HTTP. */
export function addVectorCommand(program: Command, session: Session): void {
  const t = session.text.bind(session);
  const vector = program
    .command('vector')
    .description(
      t({ zh: '备份、恢复、验证与检索向量表', en: 'back up, restore, verify and search the vector tables' }),
    );
  const add = (name: string, description: string): Command =>
    vector
      .command(name)
      .description(description)
      .option(
        '--connection <url>',
        t({ zh: 'VECTOR_DATABASE_URL 以外的数据库', en: 'another database than VECTOR_DATABASE_URL' }),
      );

  const addWithSource = (name: string, description: string): Command =>
    add(name, description)
      .option(
        '--path <path>',
        t({
          zh: '`vector list` 显示的路径；默认为公共文件夹',
          en: 'relative_path as `vector list` shows it; without it, the folder of all',
        }),
      )
      .addOption(
        new Option(
          '--timestamp <timestamp>',
          t({ zh: '备份的时间戳；默认为最新的', en: 'of the backup; without it, the newest' }),
        ).argParser(backupTimestamp),
      )
      .addOption(
        new Option('--operation <id>', t({ zh: '生成该备份的操作编号', en: 'the operation that made it' })).conflicts([
          'path',
          'timestamp',
        ]),
      )
      .addOption(
        new Option('--storage <storage>', t({ zh: '从哪个存储读取', en: 'the storage to read' }))
          .choices(BACKUP_STORAGES)
          .default('auto'),
      );

  add('backup', t({ zh: '在同一快照上备份各表', en: 'back up the tables on one snapshot' }))
    .option('--task <id>', t({ zh: '备份到此任务的文件夹', en: 'into the folder of this task' }))
    .addOption(
      new Option('--tables <table...>', t({ zh: '只处理这些', en: 'only these' }))
        .choices(VECTOR_TABLES)
        .conflicts('truncate'),
    )
    .addOption(new Option('--format <format>').choices(FORMATS).default('csv'))
    .addOption(new Option('--compression <compression>').choices(COMPRESSIONS).default('none'))
    .addOption(
      new Option('--parallel <number>', t({ zh: '同时读取的连接数', en: 'connections that read at a time' })).argParser(
        connections,
      ),
    )
    .option('--truncate', t({ zh: '备份完成后清空记录表', en: 'empty the tables of records once they are backed up' }))
    .addOption(
      new Option(
        '--incremental',
        t({ zh: '只备份最新备份中没有的内容', en: 'only what the newest backup of the folder does not have' }),
      ).conflicts('truncate'),
    )
    .option('--verify', t({ zh: '备份后试恢复一次', en: 'restore the backup for a test afterwards' }))
    .action((options: BackupOptions) => reportFailure(() => backup(options, session), session));
  addWithSource('restore', t({ zh: '在一个事务中恢复备份', en: 'restore a backup in one transaction' }))
    .addOption(new Option('--tables <table...>').choices(VECTOR_TABLES))
    .option('--truncate', t({ zh: '先在同一事务中清空各表', en: 'empty the tables first, in the same transaction' }))
    .addOption(
      new Option('--on-conflict <what>', t({ zh: '遇到已有的行时', en: 'rows that are there already' }))
        .choices(ON_CONFLICT)
        .default('error'),
    )
    .option('--schema <name>', t({ zh: '恢复到此 schema', en: 'restore into this schema' }))
    .addOption(new Option('--rebuild-indexes <when>').choices(REBUILD_INDEXES).default('auto'))
    .option('--verify', t({ zh: '提交前全部读回核对', en: 'read everything back before the commit' }))
    .action((options: RestoreOptions) => reportFailure(() => restore(options, session), session));
  addWithSource(
    'verify',
    t({ zh: '恢复到临时 schema，比较后删除', en: 'restore a backup into a scratch schema, compare, and drop it' }),
  ).action((options: SourceOptions) => reportFailure(() => verify(options, session), session));
  vector
    .command('list')
    .description(t({ zh: '可恢复的备份', en: 'backups that can be restored' }))
    .action(() => reportFailure(() => list(session), session));
  vector
    .command('retention')
    .description(
      t({
        zh: '按 VECTOR_BACKUP_KEEP… 会删除哪些备份，为什么；什么也不删除',
        en: 'what the rules of VECTOR_BACKUP_KEEP… would remove, and why; removes nothing',
      }),
    )
    .action(() => reportFailure(() => retention(session), session));
  vector
    .command('forget-encryption')
    .description(
      t({
        zh: '忘记某个备份生成时是加密的，用于您自己换掉其文件之后',
        en: 'forget that a backup was encrypted when it was made, after you put other files in its place',
      }),
    )
    .addOption(
      new Option('--timestamp <timestamp>', t({ zh: '备份的时间戳', en: 'of the backup' }))
        .argParser(backupTimestamp)
        .makeOptionMandatory(),
    )
    .option(
      '--path <path>',
      t({
        zh: '`vector list` 显示的路径；默认为公共文件夹',
        en: 'relative_path as `vector list` shows it; without it, the folder of all',
      }),
    )
    .action((options: ForgetOptions) => reportFailure(() => forgetEncryption(options, session), session));
  addSearchCommands(vector, session);
}

function backup(options: BackupOptions, session: Session): Promise<void> {
  return withVectorServices(session, async (services) => {
    const {
      tables,
      format,
      compression,
      parallel = null,
      truncate = false,
      incremental = false,
      verify = false,
    } = options;
    const asked = { tables, format, compression, parallel, truncate, incremental, verify };
    const parameters = backupParametersSchema.parse(asked);
    await run(services, 'backup', options.task ?? null, parameters, { ...options, session });
  });
}

function restore(options: RestoreOptions, session: Session): Promise<void> {
  return withVectorServices(session, async (services) => {
    const source = await sourceOf(services, options);
    const parameters = restoreParametersSchema.parse({
      ...source,
      ...(options.tables === undefined ? {} : { tables: options.tables }),
      truncate_before_restore: options.truncate ?? false,
      on_conflict: options.onConflict,
      schema: options.schema ?? null,
      rebuild_indexes: options.rebuildIndexes,
      verify: options.verify ?? false,
    });
    await run(services, 'restore', source.source_task_id, parameters, { ...options, session });
  });
}

function verify(options: SourceOptions, session: Session): Promise<void> {
  return withVectorServices(session, async (services) => {
    const source = await sourceOf(services, options);
    await run(services, 'verify', source.source_task_id, verifyParametersSchema.parse(source), { ...options, session });
  });
}

function list(session: Session): Promise<void> {
  return withVectorServices(session, async ({ copies }) => {
    const found = await copies.list({ globalOnly: false, taskId: null });
    if (session.json) {
      console.log(JSON.stringify(snakeCase({ backup_locations: found })));
      return;
    }
    session.noteNone(
      found.flatMap(({ backups }) => backups),
      NO_BACKUPS,
    );
    for (const { relativePath, backups } of found) {
      console.log(relativePath);
      for (const backup of backups) {
        const { timestamp, date, embedding, format, compression } = backup;
        const packed = compression === 'none' ? format : `${format} ${compression}`;
        const facts = [timestamp.padEnd(18), date, packed.padEnd(11), formatFileSize(embedding.size)];
        console.log(`  ${[...facts, ...stateOf(backup, session.language)].join('  ')}`);
      }
    }
  });
}

function forgetEncryption({ timestamp, path }: ForgetOptions, session: Session): Promise<void> {
  return withVectorServices(session, async ({ catalog, locations, dataSource }) => {
    const taskId = path === undefined ? null : locations.parse(path);
    const keyId = await catalog.forgetEncryption(taskId, timestamp);
    const target = `${locations.relativePath(taskId)}/${timestamp}`;
    await auditCommand(dataSource, { action: 'vector forget-encryption', target, status: 200 });
    session.result({ timestamp, task_id: taskId, forgotten_key_id: keyId }, () =>
      console.log(
        session.text({
          zh: `已忘记 ${target} 的密钥 ${keyId}；请再验证一次这个备份`,
          en: `forgot the key ${keyId} of ${target}; verify the backup again`,
        }),
      ),
    );
  });
}

function retention(session: Session): Promise<void> {
  return withVectorServices(session, async ({ locations, config }) => {
    const { retention: rules } = config.vectorBackup;
    const found = await previewRetention(locations, rules, { now: new Date(), timeZone: config.timeZone });
    if (session.json) {
      const explained = found.map(({ decisions, ...location }) => ({
        ...location,
        backups: decisions.map(({ backup, ...decision }) => ({ ...backup, ...decision })),
      }));
      console.log(JSON.stringify(snakeCase({ rules, time_zone: config.timeZone, locations: explained })));
      return;
    }
    session.noteNone(
      found.flatMap(({ decisions }) => decisions),
      NO_BACKUPS,
    );
    for (const { relativePath, decisions } of found) {
      console.log(relativePath);
      for (const decision of decisions) {
        const { timestamp, bytes } = decision.backup;
        const verb = session.text(decision.keeps ? { zh: '保留', en: 'keep' } : { zh: '删除', en: 'remove' });
        const reason = explainRetention(decision, rules, session.language);
        console.log(`  ${verb.padEnd(6)} ${timestamp.padEnd(18)} ${formatFileSize(bytes).padStart(9)}  ${reason}`);
      }
    }
  });
}

/** Runs the operation here. A first Ctrl-C ends it with nothing changed. */
async function run(
  { operations, runner, dataSource }: VectorServices,
  kind: VectorOperationKind,
  taskId: string | null,
  parameters: JsonObject,
  { connection, session }: CommonOptions & { readonly session: Session },
): Promise<void> {
  const request = { kind, taskId, parameters, connectionString: connection ?? null, trusted: true };
  const { operationId } = await operations.create(request);
  await auditCommand(dataSource, {
    action: `vector ${kind}`,
    target: operationId,
    status: 202,
    details: { task_id: taskId, parameters },
  });
  const bar = new OperationBar(process.stderr);
  const onSignal = (): void => void operations.cancel(operationId).catch(() => undefined);
  process.once('SIGINT', onSignal);
  process.once('SIGTERM', onSignal);
  try {
    const delivery = { attemptsLeft: 0, shutdown: new AbortController().signal };
    let outcome = await runner.run(operationId, delivery, (progress) => bar.show(progress));
    while (outcome.outcome === 'waiting' || outcome.outcome === 'leased') {
      await sleep(Math.max(0, outcome.until.getTime() - Date.now()));
      outcome = await runner.run(operationId, delivery, (progress) => bar.show(progress));
    }
    bar.end();
    const { error } = await operations.get(operationId);
    if (error !== null) {
      // It was cancelled while it waited.
      throw thrownError(error);
    }
    const result = outcome.outcome === 'completed' ? outcome.result : {};
    session.result({ operation_id: operationId, ...result }, () =>
      console.log(summaryOf(operationId, result, session)),
    );
  } finally {
    bar.end();
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
}

function summaryOf(operationId: string, result: JsonObject, session: Session): string {
  const tables = (result['tables_backed_up'] ?? result['restore_results'] ?? result['tables'] ?? {}) as Record<
    string,
    { row_count?: number; rows_restored?: number; rows?: number; backup_file?: string; source_file?: string }
  >;
  const lines = Object.entries(tables).map(([table, facts]) => {
    const rows = facts.row_count ?? facts.rows_restored ?? facts.rows ?? 0;
    const counted = session.text({ zh: `${rows} 行`, en: `${rows} rows` });
    return `${table}: ${counted} ${facts.backup_file ?? facts.source_file ?? ''}`.trimEnd();
  });
  const seconds = Number(result['duration']);
  const done = session.text({ zh: `完成，用时 ${seconds} 秒`, en: `done in ${seconds} s` });
  return [`${operationId}: ${done}`, ...lines].join('\n');
}

async function sourceOf(
  { operations, locations, copies }: VectorServices,
  options: SourceOptions,
): Promise<VerifyParameters> {
  const { storage } = options;
  if (options.operation !== undefined) {
    const { taskId, timestamp } = await operations.backupOf(options.operation);
    return { source_task_id: taskId, timestamp, storage };
  }
  const taskId = options.path === undefined ? null : locations.parse(options.path);
  const [location] = await copies.list({ globalOnly: taskId === null, taskId });
  const timestamp = options.timestamp ?? newestOn(location?.backups ?? [], storage)?.timestamp;
  if (timestamp === undefined) {
    throw new DomainError(vectorBackupErrors.vector_backup_not_found, { missing: locations.relativePath(taskId) });
  }
  return { source_task_id: taskId, timestamp, storage };
}

function backupTimestamp(value: string): string {
  if (!BACKUP_TIMESTAMP.test(value)) {
    throw new WrongValue({ zh: '应为 YYYYMMDD_HHMMSS', en: 'Expected YYYYMMDD_HHMMSS.' });
  }
  return value;
}

function connections(value: string): number {
  if (!/^[1-8]$/.test(value)) {
    throw new WrongValue({ zh: '应为 1 到 8 的整数', en: 'Expected a number from 1 to 8.' });
  }
  return Number(value);
}
