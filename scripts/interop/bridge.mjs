/**
 * The product, for Python: a JSON request a line on stdin, a JSON answer a line on stdout. It runs what is
 * built: the embedder, the step `training_load`, reading the store, and the vector backup. With
 * `--configured` the environment (EMBEDDING_…) chooses the embedder, as it does for the product.
 */
import { Buffer } from 'node:buffer';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { loadConfig } from '#libs/config';
import { createEmbedder } from '#libs/language-model';
import { taskParametersSchema } from '#libs/pipeline';
import { createTrainingSinks, TrainingLoadStep } from '#libs/steps/training-load';
import { LocalFolder } from '#libs/files';
import { BackupFolder, createBackup } from '#libs/vector-backup';
import { ensureVectorTables, listRecords, removeTaskRecords, withVectorDatabase } from '#libs/vector-store';

const { signal } = new globalThis.AbortController();
const configured = process.argv.includes('--configured') ? loadConfig(process.env).embedding : null;
const embedder = createEmbedder(configured);
const quiet = () => undefined;

const COMMANDS = {
  /** `purpose`: `document` or `query`. */
  async embed({ texts, purpose }) {
    return (await embedder.embed(texts, { purpose, signal })).map((vector) => [...vector]);
  },

  load({ url, files, task_id: taskId = 'task_20260102_030405', parameters = {} }) {
    const input = {
      taskId,
      executionId: `${taskId}_step_training_load_exec_20260102_030405`,
      startedAt: new Date(),
      timeZone: 'UTC',
      parameters: taskParametersSchema.parse(parameters),
      tables: [],
    };
    const sinks = createTrainingSinks({ embedder, vectorDatabaseUrl: url });
    return new TrainingLoadStep({ sinks }).run(input, contextOf(files));
  },

  list({ url }) {
    return withVectorDatabase(url, signal, async (client) =>
      listRecords(client, await ensureVectorTables(client), { limit: 10_000 }),
    );
  },

  remove({ url, task_id: taskId }) {
    return withVectorDatabase(url, signal, async (client) =>
      removeTaskRecords(client, await ensureVectorTables(client), taskId),
    );
  },

  async backup({ url }) {
    const folder = new BackupFolder(new LocalFolder(await mkdtemp(join(tmpdir(), 'data-pipeline-interop-'))));
    const none = async () => undefined;
    const options = {
      connectionString: url,
      folder,
      owner: 'interop',
      taskId: null,
      startedAt: new Date(),
      timeZone: 'UTC',
      tables: ['langchain_pg_collection', 'langchain_pg_embedding'],
      format: 'csv',
      compression: 'none',
      parallel: null,
      truncate: false,
      lockTimeoutMs: 10_000,
    };
    await createBackup(options, {
      signal,
      language: 'zh',
      progress: quiet,
      log: quiet,
      onTimestamp: none,
      onPublished: none,
    });
    return { folder: folder.location, files: (await folder.list()).map(({ name }) => name) };
  },
};

/** The files of a task in memory. */
function contextOf(files) {
  return {
    signal,
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    progress: quiet,
    // The step needs its name only.
    database: { name: 'shop' },
    files: {
      list: async () => Object.keys(files).sort(),
      read: async (name) => files[name],
      async *readStream(name) {
        yield Buffer.from(files[name]);
      },
      write: async () => undefined,
      writeStream: (_name, pieces) => Array.fromAsync(pieces),
      remove: async () => undefined,
    },
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  const { command, ...request } = JSON.parse(line);
  const answer = await Promise.resolve()
    .then(() => COMMANDS[command](request))
    .then(
      (value) => ({ value }),
      (error) => ({ error: error.stack }),
    );
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
