/**
 * `node bench/vector-backup.mjs [--rows 50000] [--runs 5] [--memory-rows 500000] [--only backup|restore|encryption|memory]
 *  [--python venv/bin/python]`
 *
 * Backs up and restores rows with vectors of 1,024 dimensions, each way in turn with its anchor of the same run: psql
 * and zstd for files, a cursor for what the original does. Wall times include hash, fsync and manifest.
 * Needs TEST_DATABASE_URL (a server with pgvector; a database of its own is made and dropped), psql, zstd and a build.
 *
 * The method of the original is measured twice: in JavaScript, which makes CSV more than twice as fast as the original, and
 * with `--python`, an interpreter that has psycopg2, by the original's own means (`original-backup.py`).
 * `encryption` compares each way with itself without a key, by turns; the process is idle otherwise.
 * Memory is that of a process with the flags of `npm run start:worker`.
 */
import { Buffer } from 'node:buffer';
import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { generateX25519Identity } from 'age-encryption';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { LocalFolder } from '#libs/files';
import { BackupFolder, BackupKeys, createBackup, restoreBackup, VECTOR_TABLES } from '#libs/vector-backup';
import { ensureVectorTables } from '#libs/vector-store';
import { ENTRIES } from '../scripts/entries.mjs';
import { median, report, withScratchDatabase } from './measure.mjs';

const run = promisify(execFile);
const DIMENSIONS = 1024;
const TABLE = 'langchain_pg_embedding';
const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '50000' },
    runs: { type: 'string', default: '5' },
    'memory-rows': { type: 'string', default: '500000' },
    only: { type: 'string' },
    python: { type: 'string' },
    /** Used by the bench itself: one backup in a process of its own, which prints its peak memory in kB. */
    child: { type: 'string' },
  },
});
const rows = Number(values.rows);
const runs = Number(values.runs);

const context = {
  language: 'zh',
  signal: new globalThis.AbortController().signal,
  progress: () => undefined,
  log: () => undefined,
  onTimestamp: async () => undefined,
  onPublished: async () => undefined,
  onLoaded: async () => undefined,
};

function backupOptions(url, directory, format, compression, keys = BackupKeys.none) {
  return {
    connectionString: url,
    folder: new BackupFolder(new LocalFolder(directory), keys),
    owner: 'bench',
    taskId: null,
    startedAt: new Date(),
    timeZone: 'UTC',
    tables: VECTOR_TABLES,
    format,
    compression,
    parallel: null,
    truncate: false,
    lockTimeoutMs: 30_000,
  };
}

async function timed(work) {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

async function backUp(url, directory, format, compression, keys) {
  let result;
  const seconds = await timed(async () => {
    result = await createBackup(backupOptions(url, directory, format, compression, keys), context);
  });
  return { seconds, result, bytes: result.tables_backed_up[TABLE].file_size_bytes };
}

const psql = (url, command) => run('psql', ['-X', '-q', '-d', url, '-c', command]);

async function fill(url) {
  const client = new pg.Client(url);
  await client.connect();
  await client.query('CREATE EXTENSION vector');
  const { collectionIds } = await ensureVectorTables(client);
  const scale = 1 / Math.sqrt(DIMENSIONS);
  const lines = function* () {
    for (let row = 0; row < rows; row++) {
      // Box and Muller: components of real embeddings are near to normal.
      const vector = Array.from({ length: DIMENSIONS }, () =>
        Math.fround(scale * Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random())),
      );
      const id = `${row}-sql`;
      yield Buffer.from(
        `${id}\t${collectionIds.sql}\t[${vector}]\t{"question": "问题 ${row} 是什么?", "sql": "SELECT ${row};"}\t{"id": "${id}", "createdat": null}\n`,
      );
    }
  };
  await pipeline(Readable.from(lines()), client.query(copyFrom(`COPY ${TABLE} FROM STDIN`)));
  await client.query(`VACUUM ANALYZE ${TABLE}`);
  await client.end();
}

/** The original's method in JavaScript: a cursor, 10,000 rows per fetch, CSV made in the client; values stay text. */
async function rowByRow(url, path) {
  const client = new pg.Client({ connectionString: url, types: { getTypeParser: () => (value) => value } });
  await client.connect();
  const file = createWriteStream(path);
  await client.query(`BEGIN; DECLARE c CURSOR FOR SELECT * FROM ${TABLE}`);
  for (;;) {
    const page = await client.query('FETCH 10000 FROM c');
    if (page.rows.length === 0) {
      break;
    }
    for (const row of page.rows) {
      const cells = Object.values(row).map((value) =>
        /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value,
      );
      if (!file.write(`${cells.join(',')}\n`)) {
        await new Promise((resolve) => file.once('drain', resolve));
      }
    }
  }
  await new Promise((resolve) => file.end(resolve));
  await client.end();
}

/**
 * What two cores allow: two psql on one snapshot, each with half of the table into a file of its own, without hash and
 * without an order between the halves.
 */
async function twoPsql(url, path) {
  const client = new pg.Client(url);
  await client.connect();
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  const { rows } = await client.query(
    `SELECT pg_export_snapshot() AS snapshot, pg_relation_size('${TABLE}') / current_setting('block_size')::int / 2 AS middle`,
  );
  const [{ snapshot, middle }] = rows;
  const halves = [`ctid < '(${middle},0)'`, `ctid >= '(${middle},0)'`];
  await Promise.all(
    halves.map((half, index) =>
      run('psql', [
        ...['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', url],
        ...['-c', 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY'],
        ...['-c', `SET TRANSACTION SNAPSHOT '${snapshot}'`],
        ...['-c', `\\copy (SELECT * FROM ${TABLE} WHERE ${half}) to '${path}.${index}' csv`],
      ]),
    ),
  );
  await client.end();
  await run(
    'sync',
    halves.map((_, index) => `${path}.${index}`),
  );
}

async function measureBackups(url, directory) {
  const times = {
    twoPsql: [],
    psql: [],
    csv: [],
    binary: [],
    binaryZstd: [],
    psqlZstd: [],
    csvZstd: [],
    cursor: [],
    original: [],
  };
  const sizes = {};
  for (let round = 0; round < runs; round++) {
    const anchor = join(directory, 'anchor.csv');
    times.psql.push(
      await timed(async () => {
        await psql(url, `\\copy ${TABLE} to '${anchor}' csv header`);
        await run('sync', [anchor]);
      }),
    );
    sizes.psql = (await stat(anchor)).size;
    times.twoPsql.push(await timed(() => twoPsql(url, anchor)));
    for (const [name, format, compression] of [
      ['csv', 'csv', 'none'],
      ['binary', 'binary', 'none'],
      ['binaryZstd', 'binary', 'zstd'],
      ['csvZstd', 'csv', 'zstd'],
    ]) {
      const folder = join(directory, `${name}${round}`);
      const { seconds, bytes } = await backUp(url, folder, format, compression);
      times[name].push(seconds);
      sizes[name] = bytes;
      await rm(folder, { recursive: true });
    }
    const command = `psql -X -q -d '${url}' -c "\\copy ${TABLE} to stdout csv header" | zstd -q -1 -T2 -f -o '${anchor}.zst' && sync '${anchor}.zst'`;
    times.psqlZstd.push(await timed(() => run('sh', ['-c', command])));
    if (round < Math.min(runs, 3)) {
      times.cursor.push(await timed(() => rowByRow(url, `${anchor}.rows`)));
      if (values.python !== undefined) {
        const script = fileURLToPath(new URL('original-backup.py', import.meta.url));
        times.original.push(await timed(() => run(values.python, [script, url, TABLE, `${anchor}.rows`])));
      }
    }
  }
  const at = Object.fromEntries(Object.entries(times).map(([name, seconds]) => [name, median(seconds)]));
  const line = (name, ours, anchor, goal) =>
    report(name, {
      anchor: `${at[anchor].toFixed(2)} s`,
      ours: `${at[ours].toFixed(2)} s`,
      ratio: at[ours] / at[anchor],
      ...goal,
    });
  const size = (name, ours, atMost) =>
    report(name, {
      anchor: `${(sizes.psql / 1e6).toFixed(0)} MB`,
      ours: `${(sizes[ours] / 1e6).toFixed(0)} MB`,
      ratio: sizes[ours] / sizes.psql,
      atMost,
    });
  line('CSV backup against psql \\copy and sync', 'csv', 'psql', { atMost: 0.55 });
  const least = `${at.twoPsql.toFixed(2)} s, ratio ${(at.twoPsql / at.psql).toFixed(3)}`;
  console.log(`     for comparison, two psql on one snapshot into two files: ${least}`);
  line('binary backup against the same', 'binary', 'psql', { atMost: 0.3 });
  size('binary backup, size', 'binary', 0.37);
  line('binary + zstd against the same', 'binaryZstd', 'psql', { atMost: 0.4 });
  size('binary + zstd, size', 'binaryZstd', 0.34);
  line('CSV + zstd against psql \\copy | zstd -1 -T2', 'csvZstd', 'psqlZstd', { atMost: 1.2 });
  const faster = (name, anchor) =>
    report(`CSV backup, times faster than ${name}`, {
      anchor: `${at[anchor].toFixed(2)} s`,
      ours: `${at.csv.toFixed(2)} s`,
      ratio: at[anchor] / at.csv,
      atLeast: 3,
    });
  faster('row by row in JavaScript', 'cursor');
  if (values.python !== undefined) {
    faster('row by row by the means of the original', 'original');
  }
}

async function measureRestores(url, directory) {
  const client = new pg.Client(url);
  // Dropping the database ends the connection where something else has failed before.
  client.on('error', () => undefined);
  await client.connect();
  const anchor = join(directory, 'anchor.csv');
  await psql(url, `\\copy ${TABLE} to '${anchor}' csv header`);
  const least = join(directory, 'least.binary');
  await psql(url, `\\copy ${TABLE} to '${least}' binary`);
  const times = { psql: [], psqlBinary: [], csv: [], binary: [] };
  const backups = {};
  for (const format of ['csv', 'binary']) {
    backups[format] = await backUp(url, join(directory, format), format, 'none');
  }
  for (let round = 0; round < runs; round++) {
    await client.query(`TRUNCATE ${TABLE}`);
    times.psql.push(await timed(() => psql(url, `\\copy ${TABLE} from '${anchor}' csv header`)));
    await client.query(`TRUNCATE ${TABLE}`);
    times.psqlBinary.push(await timed(() => psql(url, `\\copy ${TABLE} from '${least}' binary`)));
    for (const format of ['csv', 'binary']) {
      await client.query(`TRUNCATE ${TABLE}`);
      const options = {
        ...backupOptions(url, join(directory, format), format, 'none'),
        backupPath: 'vector_bak',
        timestamp: backups[format].result.backup_timestamp,
        truncateBefore: false,
        onConflict: 'error',
        schema: null,
        rebuildIndexes: 'auto',
        verify: false,
      };
      times[format].push(await timed(() => restoreBackup(options, context)));
    }
  }
  await client.end();
  const anchorTime = median(times.psql);
  // Rows and indexes without any text of vectors: every restore takes that long at least.
  const leastTime = median(times.psqlBinary);
  const leastRatio = (leastTime / anchorTime).toFixed(3);
  console.log(`     for comparison, psql \\copy from binary: ${leastTime.toFixed(2)} s, ratio ${leastRatio}`);
  for (const [format, atMost] of [
    ['csv', 0.45],
    ['binary', 0.27],
  ]) {
    report(`restore from ${format} against psql \\copy from (CSV), indexes present`, {
      anchor: `${anchorTime.toFixed(2)} s`,
      ours: `${median(times[format]).toFixed(2)} s`,
      ratio: median(times[format]) / anchorTime,
      atMost,
    });
  }
}

function restoreOptions(url, directory, timestamp, keys) {
  return {
    ...backupOptions(url, directory, 'csv', 'none', keys),
    backupPath: 'vector_bak',
    timestamp,
    truncateBefore: true,
    onConflict: 'error',
    schema: null,
    rebuildIndexes: 'auto',
    verify: false,
  };
}

async function measureEncryption(url, directory) {
  const ways = { plain: BackupKeys.none, encrypted: await BackupKeys.open(await generateX25519Identity(), []) };
  for (const [format, compression] of [
    ['csv', 'none'],
    ['binary', 'none'],
    ['csv', 'zstd'],
  ]) {
    const times = { plain: [], encrypted: [], restorePlain: [], restoreEncrypted: [] };
    let size = 0;
    for (let round = 0; round < runs; round++) {
      for (const [name, keys] of Object.entries(ways)) {
        const folder = join(directory, `${name}${round}`);
        const { seconds, bytes, result } = await backUp(url, folder, format, compression, keys);
        times[name].push(seconds);
        size = bytes;
        const restored = name === 'plain' ? 'restorePlain' : 'restoreEncrypted';
        const options = restoreOptions(url, folder, result.backup_timestamp, keys);
        times[restored].push(await timed(() => restoreBackup(options, context)));
        await rm(folder, { recursive: true });
      }
    }
    const at = Object.fromEntries(Object.entries(times).map(([name, seconds]) => [name, median(seconds)]));
    const figures = (plain, encrypted) => ({
      anchor: `${at[plain].toFixed(2)} s`,
      ours: `${at[encrypted].toFixed(2)} s (${(size / 1e6 / at[encrypted]).toFixed(0)} MB/s of ${(size / 1e6).toFixed(0)} MB)`,
      ratio: at[encrypted] / at[plain],
    });
    const kind = compression === 'none' ? format : `${format} + ${compression}`;
    report(`encrypted backup against plain, ${kind}`, { ...figures('plain', 'encrypted'), atMost: 1.6 });
    report(`restore of it against plain, ${kind}`, { ...figures('restorePlain', 'restoreEncrypted'), atMost: 1.4 });
  }
}

/** Peak memory of a process that makes one backup, and of one that loads the same modules and makes none. */
async function peakMegabytes(url, directory, format, identity = null) {
  const script = fileURLToPath(import.meta.url);
  const flags = ENTRIES['start:worker'].slice(0, -1);
  const task = JSON.stringify({ url, directory, format, identity });
  const { stdout } = await run(process.execPath, [...flags, script, '--child', task]);
  return Number(stdout) / 1024;
}

async function measureMemory(url, directory) {
  const idle = await peakMegabytes(url, directory, null);
  const small = await peakMegabytes(url, join(directory, 'small'), 'csv');
  const client = new pg.Client(url);
  await client.connect();
  const copies = Math.round(Number(values['memory-rows']) / rows) - 1;
  for (let copy = 1; copy <= copies; copy++) {
    await client.query(
      `INSERT INTO ${TABLE} SELECT id || '-${copy}', collection_id, embedding, document, NULL FROM ${TABLE} WHERE id NOT LIKE '%-%-%'`,
    );
  }
  await client.end();
  const large = await peakMegabytes(url, join(directory, 'large'), 'csv');
  report(`peak memory, ${rows * (copies + 1)} rows against ${rows}`, {
    anchor: `${small.toFixed(0)} MB`,
    ours: `${large.toFixed(0)} MB`,
    ratio: large / small,
    atMost: 1.1,
  });
  const encrypted = await peakMegabytes(url, join(directory, 'encrypted'), 'csv', await generateX25519Identity());
  report(`the same, encrypted, against plain`, {
    anchor: `${large.toFixed(0)} MB`,
    ours: `${encrypted.toFixed(0)} MB`,
    ratio: encrypted / large,
    atMost: 1.2,
  });
  report('peak memory above a process that makes no backup, of 60 MB', {
    anchor: `${idle.toFixed(0)} MB`,
    ours: `${Math.max(small, large).toFixed(0)} MB`,
    ratio: (Math.max(small, large) - idle) / 60,
    atMost: 1,
  });
}

if (values.child !== undefined) {
  const { url, directory, format, identity } = JSON.parse(values.child);
  if (format !== null) {
    await backUp(url, directory, format, 'none', await BackupKeys.open(identity, []));
    await rm(directory, { recursive: true });
  }
  process.stdout.write(String(process.resourceUsage().maxRSS));
} else {
  const directory = await mkdtemp(join(tmpdir(), 'data-pipeline-bench-'));
  try {
    await withScratchDatabase(`h6_bench_${process.pid}`, async (url) => {
      await fill(url);
      const all = {
        backup: measureBackups,
        restore: measureRestores,
        encryption: measureEncryption,
        memory: measureMemory,
      };
      for (const [name, measure] of Object.entries(all)) {
        if (values.only === undefined || values.only === name) {
          console.log(`${name}: ${rows} rows, load average ${loadavg()[0].toFixed(1)}`);
          await measure(url, directory);
        }
      }
    });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
