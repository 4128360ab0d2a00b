/** The steps of a task over a business database, with the files of the task in memory: offline, as the product runs. */
import { Buffer } from 'node:buffer';
import { BusinessDatabases } from '#libs/business-database';
import { render } from '#libs/language';
import { taskParametersSchema } from '#libs/pipeline';
import { DdlGenerationStep } from '#libs/steps/ddl-generation';
import { QaGenerationStep } from '#libs/steps/qa-generation';
import { SqlValidationStep } from '#libs/steps/sql-validation';
import { createTrainingSinks, TrainingLoadStep } from '#libs/steps/training-load';

const TIMEOUT_MS = 1_800_000;
const STATEMENT_TIMEOUT_MS = 120_000;
const quiet = () => undefined;

/**
 * @param {string} url of the business database, which is only read
 * @param {object} options
 * @param {string} options.language
 * @param {Record<string, unknown>} [options.parameters] of the task
 * @param {{ embedder: object, url: string }} [options.store] where training_load loads; without it the step is left out
 * @param {string} [options.scratch] a database where pairs are proven on perturbed copies; nothing is written there
 * @param {(message: string) => void} [options.warn]
 * @returns {Promise<{ files: Map<string, string>, results: Record<string, object> }>}
 */
export async function runSteps(url, { language, parameters = {}, store, scratch, warn = quiet }) {
  const steps = [
    new DdlGenerationStep({ chatModel: null }),
    new QaGenerationStep({ chatModel: null }),
    new SqlValidationStep({ chatModel: null, ...(scratch && { openScratch: scratchAt(scratch) }) }),
  ];
  if (store) {
    const sinks = createTrainingSinks({ embedder: store.embedder, vectorDatabaseUrl: store.url });
    steps.push(new TrainingLoadStep({ sinks }));
  }
  return runAll(steps, url, new Map(), { language, parameters, warn });
}

/**
 * What sql_validation says of each pair, in the report and in its evidence. Pairs that repeat others are left out.
 * @param {string} url of the business database, which is only read
 * @param {readonly object[]} pairs
 */
export async function validatePairs(url, pairs, { language, parameters = {} }) {
  const name = 'qs_bench_20260101_000000_pair.json';
  const files = new Map([[name, JSON.stringify(pairs)]]);
  const settings = { language, parameters: { enable_llm_repair: false, ...parameters }, warn: quiet };
  try {
    await runAll([new SqlValidationStep({ chatModel: null })], url, files, settings);
  } catch (error) {
    if (error.code !== 'validation_nothing_valid') {
      throw error;
    }
  }
  const [, text] = [...files].find(([file]) => file.endsWith('_report.json'));
  const evidence = new Map(JSON.parse(files.get(name)).map((pair) => [pair.question, pair.evidence]));
  return JSON.parse(text).detailed_results.map((result) => ({ ...result, evidence: evidence.get(result.question) }));
}

function scratchAt(url) {
  return (signal) =>
    new BusinessDatabases().open(url, { applicationName: 'bench', statementTimeoutMs: STATEMENT_TIMEOUT_MS, signal });
}

/** Steps one after the other, over files in memory. */
export async function runAll(steps, url, files, { language, parameters, warn }) {
  const input = {
    taskId: 'task_20260102_030405',
    executionId: 'bench',
    startedAt: new Date(),
    timeZone: 'UTC',
    parameters: taskParametersSchema.parse({ language, ...parameters }),
    tables: ['*.*'],
  };
  const databases = new BusinessDatabases();
  const database = databases.open(url, { applicationName: 'bench', statementTimeoutMs: STATEMENT_TIMEOUT_MS });
  const context = {
    signal: globalThis.AbortSignal.timeout(TIMEOUT_MS),
    log: { debug: quiet, info: quiet, warn: (_component, message) => warn(render(message, language)), error: quiet },
    progress: quiet,
    database,
    files: filesIn(files),
  };
  const results = {};
  try {
    for (const step of steps) {
      results[step.name] = await step.run(input, context);
    }
  } finally {
    await database.close?.();
  }
  return { files, results };
}

/** The pairs that validation has left, of all pair files. */
export function pairsOf({ files, results }) {
  return JSON.parse(files.get(results.qa_generation.output_file));
}

/** The files of a task in memory. */
export function filesIn(files) {
  const existing = (name) => {
    if (!files.has(name)) {
      throw new Error(`the task has no file ${name}`);
    }
    return files.get(name);
  };
  return {
    list: async () => [...files.keys()].sort(),
    read: async (name) => existing(name),
    async *readStream(name) {
      yield Buffer.from(existing(name));
    },
    write: async (name, content) => void files.set(name, Buffer.from(content).toString()),
    writeStream: async (name, pieces) => void files.set(name, (await Array.fromAsync(pieces)).join('')),
    keep: async () => undefined,
    remove: async (name) => void files.delete(name),
  };
}
