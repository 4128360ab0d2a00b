/** Shared by the benches: a database of their own, medians, and one line per measurement with its anchor and goal. */
import { execFile } from 'node:child_process';
import process from 'node:process';
import { promisify } from 'node:util';
import pg from 'pg';

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * @param {string} name
 * @param {{ anchor: string, ours: string, ratio: number, atLeast?: number, atMost?: number }} measured
 */
export function report(name, { anchor, ours, ratio, atLeast, atMost }) {
  const met = ratio >= (atLeast ?? -Infinity) && ratio <= (atMost ?? Infinity);
  const goal = atLeast === undefined ? `at most ${atMost}` : `at least ${atLeast}`;
  console.log(
    `${met ? 'met ' : 'MISS'} ${name}: anchor ${anchor}, ours ${ours}, ratio ${ratio.toFixed(3)} (goal ${goal})`,
  );
  process.exitCode = met ? process.exitCode : 1;
}

/**
 * Runs the work on a connection of its own.
 * @template T
 * @param {string} url
 * @param {(client: pg.Client) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withClient(url, work) {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/**
 * Runs the work on a new database of the server that TEST_DATABASE_URL names, and drops it.
 * @param {string} name
 * @param {(url: string) => Promise<void>} work
 */
export async function withScratchDatabase(name, work) {
  const server = process.env.TEST_DATABASE_URL;
  if (!server) {
    throw new Error(
      'TEST_DATABASE_URL is not set: the URL of a PostgreSQL server with pgvector, as a role that may create databases',
    );
  }
  await onServer(server, `CREATE DATABASE ${pg.escapeIdentifier(name)} TEMPLATE template0`);
  try {
    const url = new URL(server);
    url.pathname = `/${name}`;
    await work(url.toString());
  } finally {
    await onServer(server, `DROP DATABASE ${pg.escapeIdentifier(name)} WITH (FORCE)`);
  }
}

const onServer = (url, statement) => withClient(url, (client) => client.query(statement));

const SMALL_HEAP_MIB = 32;
const PARSER_AS_IT_IS = '--liftoff-only';

/**
 * Runs the script in a process of its own and returns the number that it prints. The small heap makes the peak memory of
 * the process the memory that it needs, without garbage that V8 has not collected yet. The SQL parser is not optimised:
 * V8 takes half a GiB for a second to do that, whatever the work, which would hide everything else.
 * @param {string} script
 * @param {readonly string[]} args
 * @param {string} url for BENCH_DATABASE_URL
 * @param {number} [heap] MiB
 */
export async function numberPrintedBy(script, args, url, heap = SMALL_HEAP_MIB) {
  const flags = [`--max-old-space-size=${heap}`, '--max-semi-space-size=2', PARSER_AS_IT_IS];
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, script, ...args], {
    env: { ...process.env, BENCH_DATABASE_URL: url },
  });
  return Number(stdout);
}
