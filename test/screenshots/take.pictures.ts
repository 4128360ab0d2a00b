import { mkdir, readFile, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { LANGUAGES, type ByLanguage, type Language } from '#libs/language';
import { openBrowser, openConsole } from '../harness/browser.js';
import { eventually } from '../harness/eventually.js';
import { createSampleServices, type SampleServices } from '../harness/sample-services.js';
import { startService, type TestService } from '../harness/service.js';

const FOLDER = fileURLToPath(new URL('../../docs/images/', import.meta.url));
const PAGES_FILE = fileURLToPath(new URL('../../apps/console/src/pages.ts', import.meta.url));

interface Picture {
  readonly path: string;
  readonly dark?: boolean;
  /** What a reader does before it is taken. */
  readonly prepare?: (page: Page, language: Language) => Promise<unknown>;
}

/** What the types of Node do not know of an element. */
interface Scrolled {
  scrollIntoView(options: { block: 'start' }): void;
}

/** Scrolls to a heading, the last of its name: a document may have one, too. */
const to = (heading: ByLanguage<string>) => (page: Page, language: Language) =>
  page
    .getByRole('heading', { name: heading[language], exact: true })
    .last()
    .evaluate((element: unknown) => (element as Scrolled).scrollIntoView({ block: 'start' }));

/** By the name of the picture. */
const PICTURES: Readonly<Record<string, Picture>> = {
  overview: { path: '/' },
  'overview-dark': { path: '/', dark: true },
  tasks: { path: '/tasks' },
  'new-task': { path: '/tasks/new', prepare: fillNewTask },
  task: { path: '/tasks/TASK' },
  'task-dark': { path: '/tasks/TASK', dark: true },
  'task-running': { path: '/tasks/RUNNING', prepare: (page) => page.getByRole('progressbar').first().waitFor() },
  'task-runs': { path: '/tasks/TASK/runs' },
  'task-files': { path: '/tasks/TASK/files' },
  'task-settings': { path: '/tasks/TASK/settings' },
  documents: { path: '/tasks/TASK/documents?table=TABLE' },
  'documents-profile': { path: '/tasks/TASK/documents?table=TABLE', prepare: to({ zh: '数据概况', en: 'Profile' }) },
  'documents-diagram': {
    path: '/tasks/TASK/documents?view=themes',
    prepare: (page) => page.locator('.er-box').first().waitFor(),
  },
  'model-editor': { path: '/tasks/TASK/documents?table=TABLE', prepare: editMeaning },
  pairs: { path: '/tasks/TASK/pairs' },
  'pairs-dark': { path: '/tasks/TASK/pairs', dark: true },
  'pair-evidence': { path: '/tasks/TASK/pairs', prepare: to({ zh: '证据', en: 'Evidence' }) },
  coverage: { path: '/tasks/TASK/coverage' },
  'coverage-dark': { path: '/tasks/TASK/coverage', dark: true },
  evaluations: { path: '/tasks/TASK/evaluations' },
  evaluation: { path: '/tasks/TASK/evaluations/EVALUATION' },
  'evaluation-failures': {
    path: '/tasks/TASK/evaluations/EVALUATION',
    prepare: to({ zh: '逐题结果', en: 'Questions' }),
  },
  search: { path: '/search?q=QUESTION&task=TASK' },
  backups: { path: '/backups' },
  monitoring: { path: '/monitoring' },
  files: { path: '/files' },
  schedules: { path: '/schedules' },
};
/** Of a service that has keys, in this order after all others. */
const WITH_KEYS: Readonly<Record<string, Picture>> = {
  keys: { path: '/keys' },
  audit: { path: '/audit' },
  'log-in': { path: '/' },
};
const TABLE = 'public.bss_business_day_data';
const TASKS: ByLanguage<{ task_name: string; business_context: string }> = {
  zh: { task_name: '服务区营收', business_context: '高速公路服务区的营收与车流' },
  en: { task_name: 'Service areas', business_context: 'Revenue and traffic of motorway service areas' },
};
const QUESTIONS: ByLanguage<string> = {
  zh: '每个服务区的车流量合计是多少？',
  en: 'What is the total customer count of each service area?',
};
async function fillNewTask(page: Page, language: Language): Promise<void> {
  const { task_name: name, business_context: context } = TASKS[language];
  const fields = page.locator('main textarea');
  await fields.nth(0).fill(context);
  await page.locator('main input').first().fill(name);
  await fields.nth(1).fill('public.bss_*');
  await page.locator('.chooser-tables tr').first().waitFor();
}

async function editMeaning(page: Page): Promise<void> {
  await page.locator('.model-item button').first().click();
  await page.getByRole('dialog').waitFor();
}

const LARGEST_BYTES = 300_000;
/** On a busy machine; pictures are not timed. */
const RUN_MS = 600_000;

/** Without a font for them, all Chinese letters are the same box. Of the page: whether two of them are drawn alike. */
const ARE_LETTERS_ALIKE = `new Set(['中', '文'].map((letter) => {
  const canvas = document.createElement('canvas');
  canvas.getContext('2d').fillText(letter, 2, 20);
  return canvas.toDataURL();
})).size === 1`;

describe('pictures of the console', () => {
  let services: SampleServices;
  let service: TestService;
  let browser: Browser;
  const taskIds: Record<string, string> = {};
  const evaluationIds: Record<string, string> = {};
  let rootKey: string | undefined;

  beforeAll(async () => {
    services = await createSampleServices('pictures');
    const variables = { ...services.variables, VECTOR_BACKUP_SCHEDULE: '0 3 * * *', VECTOR_BACKUP_KEEP: '14' };
    [service, browser] = await Promise.all([startService(variables), openBrowser()]);
    const { client } = service;
    await mkdir(FOLDER, { recursive: true });
    for (const language of LANGUAGES) {
      const created = await client.post<{ task_id: string }>('/tasks', {
        ...TASKS[language],
        tables: ['public.*'],
        schedule: '0 2 * * *',
      });
      const taskId = created.body.data.task_id;
      taskIds[language] = taskId;
      await client.post(`/tasks/${taskId}/execute`);
      await eventually(async () => {
        const { body } = await client.get<{ status: string }>(`/tasks/${taskId}`);
        expect(body.data.status).toBe('completed');
      }, RUN_MS);
      evaluationIds[language] = await evaluated(taskId);
    }
    await client.post('/vector/backup', { verify: true });
    await client.post('/vector/backup', { incremental: true });
  }, 5 * RUN_MS);

  /** Two evaluations: the second is compared with the first, and both make a trend. */
  async function evaluated(taskId: string): Promise<string> {
    const { client } = service;
    let id = '';
    for (const limits of [{ max_questions: 60 }, { min_context_sufficiency: 70 }]) {
      const started = await client.post<{ evaluation_id: string }>(`/tasks/${taskId}/evaluations`, {
        ...limits,
        results: 3,
      });
      id = started.body.data.evaluation_id;
      await eventually(async () => {
        const { body } = await client.get<{ status: string }>(`/tasks/${taskId}/evaluations/${id}`);
        expect(body.data.status).toBe('completed');
      }, RUN_MS);
    }
    return id;
  }

  it('finds a font for Chinese', async () => {
    const page = await browser.newPage();
    expect(await page.evaluate<boolean>(ARE_LETTERS_ALIKE)).toBe(false);
    await page.close();
  });

  afterAll(async () => {
    await browser?.close();
    await service?.stop();
    await services?.remove();
  });

  it('are taken of every page', async () => {
    const pages = [...(await readFile(PAGES_FILE, 'utf8')).matchAll(/path: '([^']+)'/g)].map(([, path = '']) => path);
    const taken = Object.values({ ...PICTURES, ...WITH_KEYS }).map(({ path }) => path.split('?')[0]);
    const wanted = pages.map((path) => path.replace('$taskId', 'TASK').replace('$evaluationId', 'EVALUATION'));
    expect(wanted.filter((path) => !taken.includes(path))).toEqual([]);
  });

  const cases = (pictures: Readonly<Record<string, Picture>>) =>
    Object.entries(pictures).flatMap(([name, picture]) => LANGUAGES.map((language) => ({ name, picture, language })));

  it.each(cases(PICTURES))('is $name in $language', ({ name, picture, language }) => take(name, picture, language));

  it.each(cases(WITH_KEYS))('is $name in $language, of a service with keys', async ({ name, picture, language }) => {
    rootKey ??= await createKeys();
    await take(name, picture, language, name === 'log-in' ? undefined : rootKey);
  });

  async function createKeys(): Promise<string> {
    const create = async (name: string, scopes: readonly string[], key?: string) => {
      const response = await service.client.raw('POST', '/keys', {
        headers: { 'content-type': 'application/json', ...(key === undefined ? {} : { 'x-api-key': key }) },
        body: JSON.stringify({ name, scopes }),
      });
      return ((await response.json()) as { data: { api_key: string } }).data.api_key;
    };
    const root = await create('operations', ['read', 'run', 'admin']);
    await create('analysts', ['read', 'run'], root);
    await create('dashboard', ['read'], root);
    return root;
  }

  async function take(name: string, picture: Picture, language: Language, key?: string): Promise<void> {
    const { path, dark = false, prepare } = picture;
    const options = { language, dark, ...(key === undefined ? {} : { key }) };
    const window = await openConsole(browser, service.client.origin, options);
    try {
      await window.open(await addressOf(path, language));
      await prepare?.(window.page, language);
      // A stream of events never rests.
      await window.page.waitForLoadState('networkidle', { timeout: 3_000 }).catch(() => undefined);
      const file = `${FOLDER}${name}.${language}.png`;
      await window.page.screenshot({ path: file });
      expect((await stat(file)).size).toBeLessThan(LARGEST_BYTES);
    } finally {
      await window.context.close();
    }
  }

  async function addressOf(path: string, language: Language): Promise<string> {
    return path
      .replace('RUNNING', path.includes('RUNNING') ? await runningTask(language) : '')
      .replace('TASK', taskIds[language] ?? '')
      .replace('TABLE', TABLE)
      .replace('QUESTION', encodeURIComponent(QUESTIONS[language]))
      .replace('EVALUATION', evaluationIds[language] ?? '');
  }

  async function runningTask(language: Language): Promise<string> {
    const { client } = service;
    const body = { ...TASKS[language], tables: ['public.*'] };
    const { task_id: taskId } = (await client.post<{ task_id: string }>('/tasks', body)).body.data;
    await client.post(`/tasks/${taskId}/execute`);
    return taskId;
  }
});
