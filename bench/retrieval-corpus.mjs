/** DDL and documents of many databases as one store has them, and the questions about them with the tables they need. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { BusinessDatabases } from '#libs/business-database';
import { taskParametersSchema } from '#libs/pipeline';
import { checkAndDescribe } from '#libs/sql-safety';
import { DdlGenerationStep } from '#libs/steps/ddl-generation';
import { withScratchDatabase } from './measure.mjs';

const SUFFIX = '.sql.gz';
const DETAIL = '_detail.md';
const CREATED_TABLE = /create table ((?:"[^"]+"|[^\s("]+)+)/;
const quiet = () => undefined;

/**
 * Loads each dump into a database of its own (by psql, which goes on after an error: lines for extensions that are not
 * there fail) and runs ddl_generation on it; in Chinese where the dump has Chinese comments.
 * @param {readonly string[]} dumps paths of `name.sql.gz`
 * @returns {Promise<Record<'ddl' | 'documentation', { id: string, text: string }[]>>} tables only; `id` is `database|table`
 */
export async function documentDatabases(dumps) {
  const store = { ddl: [], documentation: [] };
  for (const dump of dumps) {
    const database = path.basename(dump, SUFFIX);
    await withScratchDatabase(`bench_retrieval_${randomBytes(4).toString('hex')}`, async (url) => {
      const hasChinese = await load(dump, url);
      const files = await documented(url, hasChinese ? 'zh' : 'en');
      for (const [name, text] of files) {
        const table = name.endsWith('.ddl') ? CREATED_TABLE.exec(text)?.[1] : undefined;
        const detail = files.get(name.replace(/\.ddl$/, DETAIL));
        if (table !== undefined && detail !== undefined) {
          const id = tableId(database, table.replaceAll('"', ''));
          store.ddl.push({ id, text });
          store.documentation.push({ id, text: detail });
        }
      }
    });
  }
  return store;
}

/** @returns {Promise<{ question: string, question_zh?: string, needed: string[][] }[]>} alternatives of needed table ids */
export async function readQuestions(file) {
  const questions = JSON.parse(await readFile(file, 'utf8'));
  return Promise.all(
    questions.map(async ({ db, question, question_zh, gold_sql, tables }) => ({
      question,
      question_zh,
      needed: gold_sql
        ? await Promise.all(gold_sql.map((sql) => tablesOf(db, sql)))
        : [tables.map((table) => tableId(db, table))],
    })),
  );
}

/** @returns {Promise<string[]>} paths of the dumps in a folder */
export async function dumpsIn(folder) {
  return (await readdir(folder)).filter((name) => name.endsWith(SUFFIX)).map((name) => path.join(folder, name));
}

async function tablesOf(database, sql) {
  const { check } = await checkAndDescribe(sql);
  if (!check.ok) {
    throw new Error(`a gold statement is not a query: ${sql}`);
  }
  return check.tables.map(({ schema, name }) => tableId(database, schema ? `${schema}.${name}` : name));
}

/** Gold statements name tables without their schema, and in any case. */
function tableId(database, table) {
  return `${database}|${table.toLowerCase().split('.').at(-1)}`;
}

async function load(dump, url) {
  const psql = spawn('psql', ['-q', url], { stdio: ['pipe', 'ignore', 'ignore'] });
  const ended = new Promise((resolve, reject) => psql.once('close', resolve).once('error', reject));
  let hasChinese = false;
  await pipeline(
    createReadStream(dump),
    createGunzip(),
    async function* noticed(chunks) {
      for await (const chunk of chunks) {
        hasChinese ||= /comment on .*\p{Script=Han}/iu.test(chunk.toString());
        yield chunk;
      }
    },
    psql.stdin,
  );
  await ended;
  return hasChinese;
}

async function documented(url, language) {
  const files = new Map();
  const input = {
    taskId: 'task_20260102_030405',
    executionId: 'bench',
    startedAt: new Date(),
    timeZone: 'UTC',
    parameters: taskParametersSchema.parse({ language, business_context: 'a business' }),
    tables: ['*.*'],
  };
  const databases = new BusinessDatabases();
  const database = databases.open(url, { applicationName: 'bench', statementTimeoutMs: 120_000 });
  const step = new DdlGenerationStep({ chatModel: null });
  await step.run(input, {
    signal: new globalThis.AbortController().signal,
    database,
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    progress: quiet,
    files: {
      list: async () => [...files.keys()],
      read: async (name) => files.get(name),
      write: async (name, content) => void files.set(name, content),
      keep: async () => undefined,
      remove: async (name) => void files.delete(name),
    },
  });
  await databases.close();
  return files;
}
