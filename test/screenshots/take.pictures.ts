import { mkdir, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { LANGUAGES, type ByLanguage } from '#libs/language';
import { openBrowser, openConsole } from '../harness/browser.js';
import { eventually } from '../harness/eventually.js';
import { createSampleServices, type SampleServices } from '../harness/sample-services.js';
import { startService, type TestService } from '../harness/service.js';

const FOLDER = fileURLToPath(new URL('../../docs/images/', import.meta.url));
/** Address by the name of the picture. A page that is new is added here. */
const PAGES: Readonly<Record<string, string>> = {
  overview: '/',
  tasks: '/tasks',
  'new-task': '/tasks/new',
  task: '/tasks/TASK',
  'task-runs': '/tasks/TASK/runs',
  'task-files': '/tasks/TASK/files',
  'task-settings': '/tasks/TASK/settings',
  documents: '/tasks/TASK/documents',
  pairs: '/tasks/TASK/pairs',
  coverage: '/tasks/TASK/coverage',
  evaluations: '/tasks/TASK/evaluations',
  evaluation: '/tasks/TASK/evaluations/EVALUATION',
  search: '/search?q=QUESTION',
  backups: '/backups',
  monitoring: '/monitoring',
  files: '/files',
  schedules: '/schedules',
  keys: '/keys',
  audit: '/audit',
};
const TASKS: ByLanguage<{ task_name: string; business_context: string }> = {
  zh: { task_name: '服务区营收', business_context: '高速公路服务区的营收与车流' },
  en: { task_name: 'Service areas', business_context: 'Revenue and traffic of motorway service areas' },
};
const QUESTIONS: ByLanguage<string> = {
  zh: '每个服务区的车流量合计是多少？',
  en: 'What is the total customer count of each service area?',
};
const LARGEST_BYTES = 250_000;
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

  it.each(LANGUAGES.flatMap((language) => Object.keys(PAGES).map((name) => [language, name] as const)))(
    'takes one in %s of %s',
    async (language, name) => {
      const window = await openConsole(browser, service.client.origin, { language });
      try {
        const path = (PAGES[name] ?? '/')
          .replace('TASK', taskIds[language] ?? '')
          .replace('QUESTION', encodeURIComponent(QUESTIONS[language]));
        await window.open(path.replace('EVALUATION', evaluationIds[language] ?? ''));
        await window.page.waitForLoadState('networkidle').catch(() => undefined);
        const file = `${FOLDER}${name}.${language}.png`;
        await window.page.screenshot({ path: file });
        expect((await stat(file)).size).toBeLessThan(LARGEST_BYTES);
      } finally {
        await window.context.close();
      }
    },
  );
});
