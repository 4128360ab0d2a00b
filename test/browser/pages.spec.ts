import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { LANGUAGES, type ByLanguage } from '#libs/language';
import { openBrowser, openConsole, type ConsoleWindow } from '../harness/browser.js';
import { eventually } from '../harness/eventually.js';
import { createSampleServices, type SampleServices } from '../harness/sample-services.js';
import { startService, type TestService } from '../harness/service.js';

/** Of every page: its address, and a word that only its content has, not the menu. */
const PAGES: readonly [string, ByLanguage<string>][] = [
  ['/', { zh: '实测恢复用时', en: 'Measured restore time' }],
  ['/tasks', { zh: '服务区测试', en: '服务区测试' }],
  ['/tasks/new', { zh: 'public.bss_company', en: 'public.bss_company' }],
  ['/tasks/TASK', { zh: '模型用量', en: 'Use of the language model' }],
  ['/tasks/TASK/documents', { zh: '语义模型', en: 'Semantic model' }],
  ['/tasks/TASK/documents?view=themes', { zh: '实线为外键', en: 'Solid lines are foreign keys' }],
  ['/tasks/TASK/pairs', { zh: '可对照的问答对', en: 'Compare with' }],
  ['/tasks/TASK/coverage', { zh: '表与问题类型', en: 'Tables by kinds of questions' }],
  ['/tasks/TASK/evaluations', { zh: '自动留出的问题', en: 'Held-out questions' }],
  ['/tasks/TASK/evaluations/EVALUATION', { zh: '保留半区', en: 'The difference is this one minus the other' }],
  ['/tasks/TASK/evaluations/gone', { zh: '没有这次评测', en: 'There is no such evaluation' }],
  ['/search?q=有多少个服务区', { zh: '提示词上下文', en: 'Context for a prompt' }],
  ['/tasks/TASK/runs', { zh: '每个步骤的每一次执行', en: 'Every execution of every step' }],
  ['/tasks/TASK/files', { zh: 'bss_company.ddl', en: 'bss_company.ddl' }],
  ['/tasks/TASK/settings', { zh: '表清单', en: 'Cron expression' }],
  ['/backups', { zh: '完整备份', en: 'A complete backup' }],
  ['/monitoring', { zh: '事件循环延迟', en: 'Event loop lag' }],
  ['/files', { zh: '按类型', en: 'By type' }],
  ['/schedules', { zh: '下次运行', en: 'Next run' }],
  ['/keys', { zh: '还没有密钥', en: 'There is no key yet' }],
  ['/audit', { zh: '涉及', en: 'Mentions' }],
  ['/no/such/page', { zh: '没有这个页面', en: 'There is no such page' }],
];

/** Letters that the other language would have, outside of names and units. */
const FOREIGN: ByLanguage<RegExp> = { zh: /\b(?:the|and|of|is|are|not|this|it)\b/i, en: /\p{Script=Han}/u };

/** Chinese is looked at in the light, English in the dark. What is no colour does not depend on theme and language. */
const RULES: ByLanguage<readonly string[] | undefined> = { zh: undefined, en: ['color-contrast'] };

describe('every page of the console', () => {
  let services: SampleServices;
  let service: TestService;
  let browser: Browser;
  let taskId: string;
  let evaluationId: string;
  let windows: ByLanguage<ConsoleWindow>;

  beforeAll(async () => {
    services = await createSampleServices('pages');
    [service, browser] = await Promise.all([startService(services.variables), openBrowser()]);
    const { client } = service;
    const created = await client.post<{ task_id: string }>('/tasks', {
      task_name: '服务区测试',
      business_context: '高速公路服务区',
      tables: ['bss_company', 'bss_service_area'],
      schedule: '0 2 * * *',
    });
    taskId = created.body.data.task_id;
    await client.post(`/tasks/${taskId}/execute`);
    await eventually(async () => {
      const { body } = await client.get<{ status: string; error_message: string | null }>(`/tasks/${taskId}`);
      expect([body.data.status, body.data.error_message]).toEqual(['completed', null]);
    }, 120_000);
    const backup = await client.post('/vector/backup', { verify: true });
    expect(backup.status).toBe(200);
    const evaluation = await client.post<{ evaluation_id: string }>(`/tasks/${taskId}/evaluations`, {
      max_questions: 5,
    });
    evaluationId = evaluation.body.data.evaluation_id;
    await eventually(async () => {
      const { body } = await client.get<{ status: string }>(`/tasks/${taskId}/evaluations/${evaluationId}`);
      expect(body.data.status).toBe('completed');
    }, 60_000);
    const [zh, en] = await Promise.all([
      openConsole(browser, client.origin, { language: 'zh', dark: false }),
      openConsole(browser, client.origin, { language: 'en', dark: true }),
    ]);
    windows = { zh, en };
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await service?.stop();
    await services?.remove();
  });

  it.each(PAGES)('%s is complete, accessible and silent in every language', async (path, words) => {
    const address = path.replace('TASK', taskId).replace('EVALUATION', evaluationId);
    await Promise.all(
      LANGUAGES.map(async (language) => {
        const window = windows[language];
        const { page } = window;
        await window.open(address);
        await page.getByText(words[language]).first().waitFor();
        expect(await page.title()).toMatch(/^.+ · Data Pipeline$/);
        expect(await window.accessibilityProblems(RULES[language])).toEqual([]);
        // Texts of the database are marked by `bdi`, or stand in a document.
        const own = page.locator(':is(h1, h2, h3, button, label, th, dt):not(:has(bdi), .markdown *)');
        const names = await own.allInnerTexts();
        expect(names.filter((text) => FOREIGN[language].test(text) && !/服务区|中文/.test(text))).toEqual([]);
        expect(window.complaints().filter((text) => !text.endsWith('/evaluations/gone'))).toEqual([]);
      }),
    );
  });

  it('shows on the overview that the backup was verified when it was made', async () => {
    const window = await openConsole(browser, service.client.origin);
    try {
      await window.open('/');
      await window.page.getByText('Last backup').waitFor();
      expect(await window.page.getByText('Never', { exact: true }).count()).toBe(0);
    } finally {
      await window.context.close();
    }
  });

  it('works at the width of a phone, with a menu to open', async () => {
    const window = await openConsole(browser, service.client.origin);
    try {
      await window.page.setViewportSize({ width: 390, height: 800 });
      await window.open('/tasks');
      await window.page.getByRole('button', { name: 'Open the menu' }).click();
      await window.page.getByRole('link', { name: 'Backups' }).click();
      await window.page.getByRole('heading', { name: 'Backups', level: 1 }).waitFor();
      const { scroll, width } = await window.page.evaluate<{ scroll: number; width: number }>(
        'document.documentElement && ({ scroll: document.documentElement.scrollWidth, width: window.innerWidth })',
      );
      expect(scroll).toBeLessThanOrEqual(width);
      expect(await window.accessibilityProblems()).toEqual([]);
    } finally {
      await window.context.close();
    }
  });

  it('serves the pages below the prefix of a proxy', async () => {
    const { startPrefixProxy } = await import('../harness/prefix-proxy.js');
    const proxy = await startPrefixProxy(service.client.origin, '/tools/dp');
    const window = await openConsole(browser, proxy.origin);
    try {
      await window.open(`/tools/dp/tasks/${taskId}/files`);
      await window.page.getByText('bss_company.ddl').first().waitFor();
      await window.page.getByRole('link', { name: 'Backups' }).click();
      await window.page.getByText('A complete backup').first().waitFor();
      expect(new URL(window.page.url()).pathname).toBe('/tools/dp/backups');
      expect(window.complaints()).toEqual([]);
    } finally {
      await window.context.close();
      await proxy.stop();
    }
  });
});
