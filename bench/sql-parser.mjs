/**
 * What hostile texts cost the process that checks them: the longest time that its event loop is blocked, and the time until
 * the answer. The anchor is the parser without check and thread, for the same kinds of text at 8 KB. Build first.
 *   node bench/sql-parser.mjs
 */
import { clearInterval, setInterval, setTimeout } from 'node:timers';
import { parse } from 'libpg-query';
import { parseSql } from '#libs/sql-parser';

const KINDS = {
  'nested comments': (size) => `SELECT 1 ${'/*'.repeat(size / 2)}`,
  'closed comments': (size) => `SELECT 1 ${'/**/'.repeat(size / 4)}`,
  operators: (size) => `SELECT 1 ${'+'.repeat(size)} 1`,
  'operators within the limit': (size) => `SELECT 1 ${`${'+'.repeat(60)} 1 `.repeat(size / 63)}`,
  'comments within the limit': (size) => `SELECT 1 ${`${'/**/'.repeat(8)} `.repeat(size / 33)}`,
  brackets: (size) => `SELECT ${'('.repeat(size / 2)}1${')'.repeat(size / 2)}`,
  sums: (size) => `SELECT 1${'+1'.repeat(size / 2)}`,
  'nested CASE': (size) => `SELECT ${'CASE WHEN 1 THEN '.repeat(size / 17)}1${' END'.repeat(size / 17)}`,
  'common tables': (size) =>
    `WITH a AS (SELECT 1)${Array.from({ length: size / 20 }, (_, at) => `,a${at} AS (SELECT 1)`).join('')} SELECT 1`,
  'a list': (size) => `SELECT * FROM t WHERE x IN (${'1,'.repeat(size / 2)}1)`,
  'a literal': (size) => `SELECT '${'x'.repeat(size)}'`,
  'dollar quotes': (size) => `SELECT ${'$a$ $b$ '.repeat(size / 8)}`,
  names: (size) => `SELECT ${'U&"a" '.repeat(size / 6)}`,
};
const SIZES = [3_900, 64_000, 900_000];

for (const [kind, make] of Object.entries(KINDS)) {
  const line = [];
  for (const size of SIZES) {
    const { blocked, total, outcome } = await measure(() => parseSql(make(Math.floor(size))));
    line.push(`${size} B: blocked ${blocked} ms, answer ${total} ms (${outcome})`);
  }
  const anchor = await measure(() => parse(make(8_000)));
  console.log(`${kind}: ${line.join('; ')}; anchor at 8000 B: blocked ${anchor.blocked} ms`);
}

async function measure(work) {
  await parseSql(`SELECT ${'a, '.repeat(2_000)}1`);
  let last = performance.now();
  let blocked = 0;
  const look = () => {
    blocked = Math.max(blocked, performance.now() - last - 1);
    last = performance.now();
  };
  const watch = setInterval(look, 1);
  const startedAt = performance.now();
  const outcome = await work().then(
    () => 'parsed',
    (error) => error.reason ?? error.message.slice(0, 30),
  );
  const total = performance.now() - startedAt;
  await new Promise((resolve) => setTimeout(resolve, 5));
  look();
  clearInterval(watch);
  return { blocked: Math.round(blocked), total: Math.round(total), outcome };
}
