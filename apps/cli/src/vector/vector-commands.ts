import { setTimeout as sleep } from 'node:timers/promises';
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { VectorOperationKind } from '#libs/database';
import { formatFileSize } from '#libs/files';
import type { JsonObject } from '#libs/pipeline';
import {
  BACKUP_TIMESTAMP,
  backupParametersSchema,
  COMPRESSIONS,
  FORMATS,
  listBackups,
  ON_CONFLICT,
  REBUILD_INDEXES,
  restoreParametersSchema,
  thrownError,
  VECTOR_TABLES,
  verifyParametersSchema,
} from '#libs/vector-backup';
import { auditCommand } from '../audit-command.js';
import { reportFailure } from '../report-failure.js';
import { OperationBar } from './operation-progress.js';
import { addSearchCommands } from './search-commands.js';
import { withVectorServices, type VectorServices } from './vector-services.js';

interface CommonOptions {
  readonly connection?: string;
  readonly json?: true;
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
}

interface RestoreOptions extends SourceOptions {
  readonly tables?: string[];
  readonly truncate?: true;
  readonly onConflict: string;
  readonly schema?: string;
  readonly rebuildIndexes: string;
  readonly verify?: true;
}

/** `vector backup | restore | verify | list | search | words`: for cron, and for operators without HTTP. */
export function addVectorCommand(program: Command, environment: NodeJS.ProcessEnv): void {
  const vector = program.command('vector').description('back up, restore, verify and search the vector tables');
  const add = (name: string, description: string): Command =>
    vector
      .command(name)
      .description(description)
      .option('--connection <url>', 'another database than VECTOR_DATABASE_URL')
      .option('--json', 'end with one line of JSON');
  const addWithSource = (name: string, description: string): Command =>
    add(name, description)
      .option('--path <path>', 'relative_path as `vector list` shows it; without it, the folder of all')
      .addOption(
        new Option('--timestamp <timestamp>', 'of the backup; without it, the newest').argParser(backupTimestamp),
      )
      .addOption(new Option('--operation <id>', 'the operation that made it').conflicts(['path', 'timestamp']));

  add('backup', 'back up the tables on one snapshot')
    .option('--task <id>', 'into the folder of this task')
    .addOption(new Option('--tables <table...>', 'only these').choices(VECTOR_TABLES).conflicts('truncate'))
    .addOption(new Option('--format <format>').choices(FORMATS).default('csv'))
    .addOption(new Option('--compression <compression>').choices(COMPRESSIONS).default('none'))
    .addOption(new Option('--parallel <number>', 'connections that read at a time').argParser(connections))
    .option('--truncate', 'empty the tables of records once they are backed up')
    .addOption(
      new Option('--incremental', 'only what the newest backup of the folder does not have').conflicts('truncate'),
    )
    .option('--verify', 'restore the backup for a test afterwards')
    .action((options: BackupOptions) => reportFailure(() => backup(options, environment)));
  addWithSource('restore', 'restore a backup in one transaction')
    .addOption(new Option('--tables <table...>').choices(VECTOR_TABLES))
    .option('--truncate', 'empty the tables first, in the same transaction')
    .addOption(new Option('--on-conflict <what>', 'rows that are there already').choices(ON_CONFLICT).default('error'))
    .option('--schema <name>', 'restore into this schema')
    .addOption(new Option('--rebuild-indexes <when>').choices(REBUILD_INDEXES).default('auto'))
    .option('--verify', 'read everything back before the commit')
    .action((options: RestoreOptions) => reportFailure(() => restore(options, environment)));
  addWithSource('verify', 'restore a backup into a scratch schema, compare, and drop it').action(
    (options: SourceOptions) => reportFailure(() => verify(options, environment)),
  );
  vector
    .command('list')
    .description('backups that can be restored')
    .option('--json', 'one line of JSON')
    .action((options: CommonOptions) => reportFailure(() => list(options, environment)));
  addSearchCommands(vector, environment);
}

function backup(options: BackupOptions, environment: NodeJS.ProcessEnv): Promise<void> {
  return withVectorServices(environment, async (services) => {
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
    await run(services, 'backup', options.task ?? null, parameters, options);
  });
}

function restore(options: RestoreOptions, environment: NodeJS.ProcessEnv): Promise<void> {
  return withVectorServices(environment, async (services) => {
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
    await run(services, 'restore', source.source_task_id, parameters, options);
  });
}

function verify(options: SourceOptions, environment: NodeJS.ProcessEnv): Promise<void> {
  return withVectorServices(environment, async (services) => {
    const source = await sourceOf(services, options);
    await run(services, 'verify', source.source_task_id, verifyParametersSchema.parse(source), options);
  });
}

function list(options: CommonOptions, environment: NodeJS.ProcessEnv): Promise<void> {
  return withVectorServices(environment, async ({ locations }) => {
    const found = await listBackups(locations, { globalOnly: false, taskId: null });
    if (options.json) {
      console.log(JSON.stringify(found));
      return;
    }
    for (const { relativePath, backups } of found) {
      console.log(relativePath);
      for (const { timestamp, date, embedding, format, compression, incremental, verification, problem } of backups) {
        const packed = compression === 'none' ? format : `${format} ${compression}`;
        const state = `${incremental ? '  incremental' : ''}${verification === null ? '' : '  verified'}${problem === null ? '' : `  ${problem.message}`}`;
        console.log(
          `  ${timestamp.padEnd(18)} ${date}  ${packed.padEnd(11)} ${formatFileSize(embedding.size)}${state}`,
        );
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
  { connection, json }: CommonOptions,
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
    console.log(json ? JSON.stringify({ operation_id: operationId, ...result }) : summaryOf(operationId, result));
  } finally {
    bar.end();
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
}

function summaryOf(operationId: string, result: JsonObject): string {
  const tables = (result['tables_backed_up'] ?? result['restore_results'] ?? result['tables'] ?? {}) as Record<
    string,
    { row_count?: number; rows_restored?: number; rows?: number; backup_file?: string; source_file?: string }
  >;
  const lines = Object.entries(tables).map(([table, facts]) => {
    const rows = facts.row_count ?? facts.rows_restored ?? facts.rows ?? 0;
    return `${table}: ${rows} rows ${facts.backup_file ?? facts.source_file ?? ''}`.trimEnd();
  });
  return [`${operationId}: done in ${Number(result['duration'])} s`, ...lines].join('\n');
}

async function sourceOf(
  { operations, locations }: VectorServices,
  options: SourceOptions,
): Promise<{ source_task_id: string | null; timestamp: string }> {
  if (options.operation !== undefined) {
    const { taskId, timestamp } = await operations.backupOf(options.operation);
    return { source_task_id: taskId, timestamp };
  }
  const taskId = options.path === undefined ? null : locations.parse(options.path);
  const [location] = await listBackups(locations, { globalOnly: taskId === null, taskId });
  const timestamp = options.timestamp ?? location?.backups[0]?.timestamp;
  if (timestamp === undefined) {
    throw new Error(`there is no backup in ${locations.relativePath(taskId)}`);
  }
  return { source_task_id: taskId, timestamp };
}

function backupTimestamp(value: string): string {
  if (!BACKUP_TIMESTAMP.test(value)) {
    throw new InvalidArgumentError('Expected YYYYMMDD_HHMMSS.');
  }
  return value;
}

function connections(value: string): number {
  if (!/^[1-8]$/.test(value)) {
    throw new InvalidArgumentError('Expected a number from 1 to 8.');
  }
  return Number(value);
}
