import { Buffer } from 'node:buffer';
import { BusinessDatabases } from '#libs/business-database';
import { taskParametersSchema } from '#libs/pipeline';
import { DdlGenerationStep } from '#libs/steps/ddl-generation';

const quiet = () => undefined;

/** The files that ddl_generation writes about a whole database, by name. The database is only read. */
export async function ddlFiles(url) {
  const files = new Map();
  const databases = new BusinessDatabases();
  const database = databases.open(url, { applicationName: 'bench', statementTimeoutMs: 120_000 });
  const context = {
    signal: globalThis.AbortSignal.timeout(600_000),
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    progress: quiet,
    database,
    files: filesIn(files),
  };
  const input = {
    taskId: 'task_20260102_030405',
    executionId: 'bench',
    startedAt: new Date(),
    timeZone: 'UTC',
    parameters: taskParametersSchema.parse({ language: 'en' }),
    tables: ['*.*'],
  };
  try {
    await new DdlGenerationStep({ chatModel: null }).run(input, context);
  } finally {
    await database.close?.();
  }
  return files;
}

function filesIn(files) {
  return {
    list: async () => [...files.keys()].sort(),
    read: async (name) => files.get(name),
    async *readStream(name) {
      yield Buffer.from(files.get(name));
    },
    write: async (name, content) => void files.set(name, Buffer.from(content).toString()),
    writeStream: async (name, pieces) => void files.set(name, (await Array.fromAsync(pieces)).join('')),
    keep: async () => undefined,
    remove: async (name) => void files.delete(name),
  };
}
