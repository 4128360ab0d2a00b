/**
 * `node bench/archive.mjs [--megabytes 1024] [--runs 3]`
 *
 * Streams an archive of a task's files through the built API, as a client downloads it, and watches the memory of the
 * API process: the goal is under 100 MB for 1 GB. The anchor of the time is the same files through the bare library in
 * this process (zip: yazl; tar.gz: tar-stream and zlib), in turns with ours.
 * Needs TEST_DATABASE_URL (a database of its own is made and dropped), Linux (/proc) and a build.
 */
import { Buffer } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { createGzip } from 'node:zlib';
import getPort from 'get-port';
import { pack } from 'tar-stream';
import { ZipFile } from 'yazl';
import { runMigrations } from '#libs/database';
import { median, report, withScratchDatabase } from './measure.mjs';
import { post, start } from './processes.mjs';

const { values } = parseArgs({
  options: { megabytes: { type: 'string', default: '1024' }, runs: { type: 'string', default: '3' } },
});
const FILE_MEGABYTES = 16;
const files = Math.max(1, Math.round(Number(values.megabytes) / FILE_MEGABYTES));
const runs = Number(values.runs);
const MB = 1024 * 1024;

/** Text that compresses about as well as schema documents and question–SQL pairs do. */
function text(seed) {
  const words = Array.from({ length: 4096 }, (_, index) => ((index * 2654435761 + seed) >>> 0).toString(36));
  let state = seed + 1;
  const parts = [];
  for (let size = 0; size < FILE_MEGABYTES * MB;) {
    state = (state * 1664525 + 1013904223) >>> 0;
    const line = `${words[state % 4096]} ${words[(state >>> 12) % 4096]} SELECT count(*) FROM t${state % 97};\n`;
    parts.push(line);
    size += line.length;
  }
  return Buffer.from(parts.join('')).subarray(0, FILE_MEGABYTES * MB);
}

/** Resident memory in MB, without pages of files that the kernel maps and may drop. */
async function memory(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/RssAnon:\s+(\d+) kB/.exec(status)[1]) / 1024;
}

/** Downloads and drops the bytes. @returns seconds, bytes, and the least and most memory of the process meanwhile */
async function download(url, format, pid) {
  const samples = [await memory(pid)];
  const timer = globalThis.setInterval(async () => samples.push(await memory(pid)), 50);
  const startedAt = performance.now();
  const response = await globalThis.fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ archive_format: format, delivery: 'direct' }),
  });
  if (response.status !== 200) {
    throw new Error(`${response.status} ${await response.text()}`);
  }
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += chunk.byteLength;
  }
  globalThis.clearInterval(timer);
  return {
    seconds: (performance.now() - startedAt) / 1000,
    bytes,
    least: Math.min(...samples),
    most: Math.max(...samples),
  };
}

/** The libraries by themselves, on the same files. */
async function bare(paths, format) {
  const startedAt = performance.now();
  for await (const chunk of format === 'zip' ? bareZip(paths) : bareTar(paths)) {
    void chunk;
  }
  return (performance.now() - startedAt) / 1000;
}

function bareZip(paths) {
  const zip = new ZipFile();
  for (const [index, path] of paths.entries()) {
    zip.addReadStreamLazy(`${index}.txt`, (give) => give(null, createReadStream(path)));
  }
  zip.end();
  return zip.outputStream;
}

function bareTar(paths) {
  const tar = pack();
  void (async () => {
    for (const [index, path] of paths.entries()) {
      const { size } = await stat(path);
      const entry = tar.entry({ name: `${index}.txt`, size });
      await new Promise((resolve, reject) => {
        entry.on('finish', resolve).on('error', reject);
        createReadStream(path).pipe(entry);
      });
    }
    tar.finalize();
  })();
  return tar.pipe(createGzip());
}

async function measure(url, directory) {
  await runMigrations(url);
  const port = await getPort();
  const api = start('dist/apps/api/src/main.js', {
    HOME: process.env.HOME,
    LOG_LEVEL: 'warn',
    DATABASE_URL: url,
    QUEUE_URL: url,
    BUSINESS_DATABASE_URL: url,
    VECTOR_DATABASE_URL: url,
    DATA_DIRECTORY: directory,
    PORT: String(port),
  });
  try {
    await api.ready;
    const tasks = `http://127.0.0.1:${port}/api/v0/data_pipeline/tasks`;
    const { task_id: taskId } = (await post(tasks, { business_context: 'bench' })).data;
    const paths = [];
    for (let index = 0; index < files; index += 1) {
      const path = join(directory, 'training_data', taskId, `file_${index}.txt`);
      await writeFile(path, text(index));
      paths.push(path);
    }
    for (const format of ['zip', 'tar.gz']) {
      await measureFormat(format, `${tasks}/${taskId}/files/archive`, paths, api.pid);
    }
  } finally {
    await api.stop();
  }
}

async function measureFormat(format, url, paths, pid) {
  const ours = [];
  const anchor = [];
  for (let run = 0; run < runs; run += 1) {
    anchor.push(await bare(paths, format));
    ours.push(await download(url, format, pid));
  }
  // The process collects what its start left behind at some time of its own: the least that it was seen with is what
  // it needs without an archive.
  const peak = Math.max(...ours.map(({ most }) => most));
  const idle = Math.min(...ours.map(({ least }) => least));
  const size = files * FILE_MEGABYTES;
  console.log(
    `${format}: ${size} MB of files, ${(ours[0].bytes / MB).toFixed(0)} MB archive, ` +
      `api at least ${idle.toFixed(0)} MB, at most ${peak.toFixed(0)} MB`,
  );
  report(`${format} memory of the stream, over the least of the process`, {
    anchor: '100 MB',
    ours: `${(peak - idle).toFixed(1)} MB`,
    ratio: (peak - idle) / 100,
    atMost: 1,
  });
  const [slow, quick] = [median(ours.map(({ seconds }) => seconds)), median(anchor)];
  // No goal: ours crosses a process and a socket, the anchor does not.
  console.log(
    `     ${format} time: anchor ${quick.toFixed(2)} s, ours ${slow.toFixed(2)} s (${(size / slow).toFixed(0)} MB/s), ` +
      `ratio ${(slow / quick).toFixed(3)}`,
  );
}

console.log(
  `load average ${loadavg()
    .map((value) => value.toFixed(2))
    .join(' ')}`,
);
const directory = await mkdtemp(join(tmpdir(), 'bench-archive-'));
try {
  await withScratchDatabase(`bench_archive_${process.pid}`, (url) => measure(url, directory));
} finally {
  await rm(directory, { recursive: true, force: true });
}
