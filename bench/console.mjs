/* global document, location, requestAnimationFrame, Event, HTMLInputElement -- of the page */
/**
 * `node bench/console.mjs`: the size of the script that the first page of the console needs, and the time until it can be
 * used on loopback: from the beginning of the navigation to the frame in which its list is there and a letter that was
 * typed into its filter has reached the address. The page itself takes the time: a driver looks every half second only.
 * The anchor is the load of the same page with an empty script, from the same server in the same run.
 * Needs `npm run build` and Chromium.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import process from 'node:process';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { ROOT } from '../scripts/installation.mjs';
import { ensureBrowser } from '../scripts/test-services/browser.mjs';

const CONSOLE = join(ROOT, 'dist/apps/console');
const MOST_SCRIPT_BYTES = 300 * 1024;
const MOST_MS = 1_000;
const ROUNDS = 9;
const SESSION = {
  signed_in: true,
  key_required: false,
  name: null,
  scopes: ['read', 'run', 'admin'],
  expires_at: null,
  time_zone: 'Asia/Shanghai',
  version: '0.0.0',
};
const STEPS = ['ddl_generation', 'qa_generation', 'sql_validation', 'training_load'];
const TASK = {
  status: 'completed',
  step_status: Object.fromEntries(STEPS.map((step) => [step, 'completed'])),
  stale_steps: [],
  db_name: 'shop',
  business_context: 'Orders, customers and products of a shop',
  created_by: 'console',
  directory_exists: true,
  created_at: '2026-01-01T08:00:00+08:00',
};
const TASKS = {
  tasks: Array.from({ length: 20 }, (_, index) => ({ ...TASK, task_id: `task_${index}`, task_name: `Task ${index}` })),
  pagination: { page: 1, page_size: 50, total: 20, total_pages: 1 },
};
const ANSWERS = { session: SESSION, query: TASKS };
const TYPES = { js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml' };

/** The built files, and answers of the API that cost nothing: what is measured is the console. */
function serve(scriptless) {
  const server = createServer(async (request, response) => {
    const path = (request.url ?? '/').split('?')[0];
    if (path.startsWith('/assets/')) {
      const type = TYPES[path.split('.').at(-1)];
      const content = scriptless && type === TYPES.js ? '' : await readFile(join(CONSOLE, path));
      response.writeHead(200, { 'content-type': type }).end(content);
    } else if (path.startsWith('/api/')) {
      const body = { success: true, code: 200, message: '', data: ANSWERS[path.split('/').at(-1)] };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    } else {
      const page = await readFile(join(CONSOLE, 'index.html'), 'utf8');
      response.writeHead(200, { 'content-type': 'text/html' }).end(page);
    }
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

const median = (values) => values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)];

/** Runs in the page. Types into the filter when it is there, and looks in every frame. */
function watchTheFilter() {
  const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
  let isTyped = false;
  const look = () => {
    const filter = document.querySelector('main input[type=search]');
    if (filter !== null && !isTyped) {
      isTyped = true;
      setValue.call(filter, 'x');
      filter.dispatchEvent(new Event('input', { bubbles: true }));
    }
    if (location.search === '?q=x' && document.querySelector('main tbody tr') !== null) {
      globalThis.usedAfter = performance.now();
    } else {
      requestAnimationFrame(look);
    }
  };
  look();
}

const untilLoaded = (page) => page.evaluate(() => performance.getEntriesByType('navigation')[0].loadEventStart);

async function untilUsed(page) {
  await page.waitForFunction(() => globalThis.usedAfter !== undefined);
  return page.evaluate(() => globalThis.usedAfter);
}

/** @param timeOf milliseconds since the navigation began, on the clock of the page */
async function measure(browser, server, timeOf) {
  const times = [];
  const scripts = new Set();
  for (let round = 0; round < ROUNDS; round += 1) {
    const context = await browser.newContext({ locale: 'en-GB' });
    const page = await context.newPage();
    page.on('response', (response) => {
      const { pathname } = new URL(response.url());
      if (pathname.endsWith('.js')) {
        scripts.add(pathname);
      }
    });
    await page.addInitScript(watchTheFilter);
    await page.goto(`http://127.0.0.1:${server.address().port}/tasks`);
    times.push(await timeOf(page));
    await context.close();
  }
  return { ms: median(times), scripts: [...scripts] };
}

const browser = await chromium.launch({
  executablePath: await ensureBrowser((line) => console.error(line)),
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
const [full, empty] = [await serve(false), await serve(true)];
const anchor = await measure(browser, empty, untilLoaded);
const used = await measure(browser, full, untilUsed);
await browser.close();
full.close();
empty.close();
const sizes = await Promise.all(
  used.scripts.map(async (path) => gzipSync(await readFile(join(CONSOLE, path)), { level: 9 }).length),
);
const bytes = sizes.reduce((sum, size) => sum + size, 0);
const sizeHolds = bytes <= MOST_SCRIPT_BYTES;
const timeHolds = used.ms <= MOST_MS;
console.log(
  `script of the first page: ${(bytes / 1024).toFixed(0)} KB gzip in ${sizes.length} files (at most ${MOST_SCRIPT_BYTES / 1024}): ${sizeHolds ? 'holds' : 'FAILS'}`,
);
console.log(
  `can be used after ${used.ms.toFixed(0)} ms, median of ${ROUNDS} (at most ${MOST_MS}): ${timeHolds ? 'holds' : 'FAILS'}`,
);
console.log(`the same page without script: ${anchor.ms.toFixed(0)} ms; ratio ${(used.ms / anchor.ms).toFixed(1)}`);
process.exitCode = sizeHolds && timeHolds ? 0 : 1;
