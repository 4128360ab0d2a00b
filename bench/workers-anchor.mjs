/**
 * The anchor of `bench/workers.mjs`, as a process: the four steps of tasks one after the other, `ANCHOR_CONCURRENCY` tasks
 * at a time, into plain folders; no queue, no task tables, no leases, no log. This is what is called step work.
 */
import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import pLimit from 'p-limit';
import { BusinessDatabases } from '#libs/business-database';
import { createEmbedder } from '#libs/language-model';
import { taskParametersSchema } from '#libs/pipeline';
import { SAMPLE_BUSINESS_CONTEXT, SAMPLE_TABLES } from '#libs/sample-database';
import { DdlGenerationStep } from '#libs/steps/ddl-generation';
import { QaGenerationStep } from '#libs/steps/qa-generation';
import { SqlValidationStep } from '#libs/steps/sql-validation';
import { createTrainingSinks, TrainingLoadStep } from '#libs/steps/training-load';

const { DATA_DIRECTORY, BUSINESS_DATABASE_URL, VECTOR_DATABASE_URL, ANCHOR_CONCURRENCY } = process.env;
const ignore = () => undefined;
/** Nothing stops these steps. */
const { signal } = new globalThis.AbortController();
const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
const steps = [
  new DdlGenerationStep({ chatModel: null }),
  new QaGenerationStep({ chatModel: null }),
  new SqlValidationStep({ chatModel: null, usageOf: async () => [] }),
  new TrainingLoadStep({
    sinks: createTrainingSinks({ embedder: createEmbedder(null), vectorDatabaseUrl: VECTOR_DATABASE_URL }),
  }),
];

const databases = new BusinessDatabases();

async function runTask(taskId) {
  const folder = join(DATA_DIRECTORY, taskId);
  await mkdir(folder);
  const files = {
    write: (name, content) => writeFile(join(folder, name), content),
    writeStream: (name, pieces) => writeFile(join(folder, name), pieces),
    read: (name) => readFile(join(folder, name), 'utf8'),
    readStream: (name) => createReadStream(join(folder, name)),
    list: async () => (await readdir(folder)).sort(),
    keep: async () => undefined,
    remove: (name) => rm(join(folder, name), { force: true }),
  };
  for (const step of steps) {
    const input = {
      taskId,
      executionId: `${taskId}_${step.name}`,
      startedAt: new Date(),
      timeZone: 'Asia/Shanghai',
      parameters: taskParametersSchema.parse({ business_context: SAMPLE_BUSINESS_CONTEXT }),
      tables: SAMPLE_TABLES,
    };
    const database = databases.open(BUSINESS_DATABASE_URL, { applicationName: 'bench', statementTimeoutMs: 120_000 });
    await step.run(input, { signal, database, log, files, progress: ignore });
    await database.close();
  }
}

process.on('message', async (taskIds) => {
  const limit = pLimit(Number(ANCHOR_CONCURRENCY));
  await Promise.all(taskIds.map((taskId) => limit(() => runTask(taskId))));
  process.send({ type: 'done' });
});
process.on('SIGTERM', () => process.exit(0));
process.send({ type: 'ready' });
