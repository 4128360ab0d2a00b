import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { LANGUAGES, type ByLanguage, type Language } from '#libs/language';
import { openConsole, settled, type ConsoleWindow } from '../../harness/browser.js';
import { ROOT_KEY, type ConsoleSuite } from '../../harness/console-suite.js';
import { CuttableProxy } from '../../harness/cuttable-proxy.js';
import { eventually } from '../../harness/eventually.js';
import type { TestClient } from '../../harness/service.js';
import { runSql } from '../../harness/test-database.js';

/** Of every page: its address, and a word that only its content has, not the menu. */
const PAGES: readonly [string, ByLanguage<string>][] = [
  ['/', { zh: '实测恢复用时', en: 'Measured restore time' }],
  ['/tasks', { zh: '服务区测试', en: '服务区测试' }],
  ['/tasks/new', { zh: 'public.bss_company', en: 'public.bss_company' }],
  ['/tasks/TASK', { zh: '模型用量', en: 'Use of the language model' }],
  ['/tasks/TASK/documents', { zh: '语义模型', en: 'Semantic model' }],
  ['/tasks/TASK/documents?view=themes', { zh: '实线为外键', en: 'Solid lines are foreign keys' }],
  ['/tasks/TASK/pairs', { zh: '证据', en: 'Evidence' }],
  ['/tasks/TASK/coverage', { zh: '表与问题类型', en: 'Tables by kinds of questions' }],
  ['/tasks/TASK/evaluations', { zh: '题集', en: 'Question sets' }],
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
  ['/keys', { zh: '最近使用', en: 'Last use' }],
  ['/audit', { zh: '包含', en: 'Contains' }],
  ['/no/such/page', { zh: '没有这个页面', en: 'There is no such page' }],
];

const WIDTHS = [1_024, 390];
/** The innermost element that reaches beyond the window, and is not in a part that scrolls by itself. */
const WIDEST = `[...document.querySelectorAll('#content *')].findLast((one) =>
  one.getBoundingClientRect().right > innerWidth && one.closest('.table-frame, .tabs, pre') === null)?.outerHTML.slice(0, 300)`;
/** More of a text of a megabyte than any page shows at first. */
const MOST_SHOWN = 300_000;
const HTML = '<img src=x onerror=window.broken=true>';
const RIGHT_TO_LEFT = '服务区\u202Etxt.exe';
const LONG = '长'.repeat(350_000);
const HOSTILE_TABLES = `
  CREATE TABLE "${HTML}" (id int PRIMARY KEY, "<b>${RIGHT_TO_LEFT}</b>" text);
  COMMENT ON TABLE "${HTML}" IS '${HTML}';
  INSERT INTO "${HTML}" VALUES (1, '<script>window.broken = true</script>');
  CREATE TABLE bss_long (id int PRIMARY KEY, note text);
  COMMENT ON TABLE bss_long IS '${RIGHT_TO_LEFT}${LONG}';
  COMMENT ON COLUMN bss_long.note IS '${HTML}${LONG}';
`;
/** The longest question that a pair file may have, and a statement of a megabyte. */
const HOSTILE_PAIRS = [HTML, RIGHT_TO_LEFT, `${'长'.repeat(3_999)}？`].map((question, index) => ({
  question,
  sql: `SELECT count(*) AS "${HTML}" FROM bss_company WHERE company_name <> '${index}${RIGHT_TO_LEFT}${index === 2 ? LONG : ''}'`,
}));

/** Letters that the other language would have, outside of names and units. */
const FOREIGN: ByLanguage<RegExp> = { zh: /\b(?:the|and|of|is|are|not|this|it)\b/i, en: /\p{Script=Han}/u };

/** Chinese is looked at in the light, English in the dark. What is no colour does not depend on theme and language. */
const RULES: ByLanguage<readonly string[] | undefined> = { zh: undefined, en: ['color-contrast'] };

/** Every page: complete, accessible, silent, unharmed by hostile texts, and what it does when the service goes away. */
export function pages(suite: ConsoleSuite): void {
  let taskId: string;
  let evaluationId: string;
  let windows: ByLanguage<ConsoleWindow>;
  let client: TestClient;

  beforeAll(async () => {
    ({ client } = suite);
    await runSql(suite.services.variables['BUSINESS_DATABASE_URL'] ?? '', HOSTILE_TABLES);
    const created = await client.post<{ task_id: string }>('/tasks', {
      task_name: `服务区测试 ${RIGHT_TO_LEFT} ${HTML}`,
      business_context: `高速公路服务区 ${RIGHT_TO_LEFT} ${HTML}`,
      tables: ['bss_company', 'bss_service_area', `"${HTML}"`],
      schedule: '0 2 * * *',
    });
    expect([created.status, created.body.message]).toEqual([201, expect.stringContaining('成功')]);
    taskId = created.body.data.task_id;
    await client.post(`/tasks/${taskId}/execute`);
    await suite.completed(taskId);
    const backedUp = client.post('/vector/backup', { verify: true });
    await upload(`/tasks/${taskId}/files`, 'qs_hostile_pair.json', JSON.stringify(HOSTILE_PAIRS));
    await writeHostileTexts();
    evaluationId = await evaluated();
    expect((await backedUp).status).toBe(200);
    const open = (language: Language, dark: boolean) =>
      openConsole(suite.browser, client.origin, { language, dark, key: ROOT_KEY });
    const [zh, en] = await Promise.all([open('zh', false), open('en', true)]);
    windows = { zh, en };
  }, 240_000);

  async function upload(path: string, name: string, content: string, parts: Record<string, string> = {}) {
    const form = new FormData();
    Object.entries(parts).forEach(([part, value]) => form.set(part, value));
    form.set('file', new Blob([content]), name);
    const answer = await client.raw('POST', path, { body: form });
    expect([path, answer.ok]).toEqual([path, true]);
    return ((await answer.json()) as { data: Record<string, unknown> }).data;
  }

  /** Where people write: keys, comments, and what a table means. */
  async function writeHostileTexts(): Promise<void> {
    const key = await client.post('/keys', { name: `${HTML} ${RIGHT_TO_LEFT}`, scopes: ['read'] });
    expect(key.status).toBe(201);
    const { body } = await client.get<{ pairs: { pair_id: string; version: string }[] }>(`/tasks/${taskId}/pairs`);
    const [pair] = body.data.pairs;
    const headers = { 'content-type': 'application/json', 'if-match': `"${pair?.version ?? ''}"` };
    const comment = JSON.stringify({ comment: `${HTML} ${RIGHT_TO_LEFT}` });
    const path = `/tasks/${taskId}/pairs/${pair?.pair_id ?? ''}`;
    expect((await client.raw('PATCH', path, { headers, body: comment })).status).toBe(200);
  }

  /** Of questions that are hostile, too. */
  async function evaluated(): Promise<string> {
    const questions = [HTML, RIGHT_TO_LEFT, `${'长'.repeat(3_000)}？`].map((question) => ({
      question,
      gold_sql: 'SELECT count(*) FROM bss_section_route',
    }));
    const set = await upload('/question-sets/upload', `${RIGHT_TO_LEFT}.json`, JSON.stringify(questions), {
      task_id: taskId,
    });
    const started = await client.post<{ evaluation_id: string }>(`/tasks/${taskId}/evaluations`, {
      set_id: set['set_id'],
    });
    const id = started.body.data.evaluation_id;
    await eventually(async () => {
      const { body } = await client.get<{ status: string }>(`/tasks/${taskId}/evaluations/${id}`);
      expect(body.data.status).toBe('completed');
    }, 60_000);
    return id;
  }

  const addressOf = (path: string, id = taskId) => path.replace('TASK', id).replace('EVALUATION', evaluationId);

  /** What a hostile text could do to a page, and what a page could do to a narrow window. */
  async function problemsOf({ page }: ConsoleWindow): Promise<string[]> {
    const problems: string[] = [];
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      const scroll = await page.evaluate<number>('document.documentElement.scrollWidth');
      if (scroll > width) {
        problems.push(`at ${width} px it scrolls to ${scroll}: ${await page.evaluate<string>(WIDEST)}`);
      }
    }
    await page.setViewportSize({ width: 1_280, height: 900 });
    const shown = await page.locator('body').innerText();
    return [
      ...problems,
      ...(shown.includes('\u202E') ? ['a mark that turns the text around is not visible'] : []),
      ...(shown.length > MOST_SHOWN ? [`it shows ${shown.length} characters at once`] : []),
      ...((await page.evaluate<boolean>('window.broken === true')) ? ['a text was run'] : []),
    ];
  }

  afterAll(() => Promise.all(Object.values(windows ?? {}).map(({ context }) => context.close())));

  it.each(PAGES)('%s is complete, accessible, silent and unharmed in every language', async (path, words) => {
    const address = addressOf(path);
    await Promise.all(
      LANGUAGES.map(async (language) => {
        const window = windows[language];
        const { page } = window;
        await window.open(address);
        await page.getByText(words[language]).first().waitFor();
        expect(await page.title()).toMatch(/^.+ · Data Pipeline$/);
        expect(await window.accessibilityProblems(RULES[language])).toEqual([]);
        expect(await problemsOf(window)).toEqual([]);
        // Texts of the database are marked by `bdi`, or stand in a document.
        const own = page.locator(':is(h1, h2, h3, button, label, th, dt):not(:has(bdi), .markdown *)');
        const names = await own.allInnerTexts();
        expect(names.filter((text) => FOREIGN[language].test(text) && !/服务区|中文/.test(text))).toEqual([]);
        expect(window.complaints().filter((text) => !text.endsWith('/evaluations/gone'))).toEqual([]);
      }),
    );
  });

  it('shows on the overview that the backup was verified when it was made', async () => {
    const window = await openConsole(suite.browser, client.origin, { key: ROOT_KEY });
    try {
      await window.open('/');
      await window.page.getByText('Last backup').waitFor();
      expect(await window.page.getByText('Never', { exact: true }).count()).toBe(0);
    } finally {
      await window.context.close();
    }
  });

  it('works at the width of a phone, with a menu to open', async () => {
    const window = await openConsole(suite.browser, client.origin, { key: ROOT_KEY });
    try {
      await window.page.setViewportSize({ width: 390, height: 800 });
      await window.open('/tasks');
      await window.page.getByRole('button', { name: 'Open the menu' }).click();
      await window.page.getByRole('link', { name: 'Backups' }).click();
      await window.page.getByRole('heading', { name: 'Backups', level: 1 }).waitFor();
      expect(await window.accessibilityProblems()).toEqual([]);
    } finally {
      await window.context.close();
    }
  });

  it('serves the pages below the prefix of a proxy', async () => {
    const { startPrefixProxy } = await import('../../harness/prefix-proxy.js');
    const proxy = await startPrefixProxy(client.origin, '/tools/dp');
    // Cookies are those of a host, whatever its port.
    const window = await openConsole(suite.browser, client.origin, { key: ROOT_KEY });
    try {
      await window.open(`${proxy.origin}/tools/dp/tasks/${taskId}/files`);
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

  /** A window with a tab for each address, all of them open at once. */
  async function openTabs(origin: string, key: string, paths: readonly string[], id = taskId) {
    const { context, page } = await openConsole(suite.browser, origin, { key });
    await page.close();
    const tabs: { readonly path: string; readonly page: Page }[] = [];
    for (const path of paths) {
      const tab = await context.newPage();
      await tab.goto(addressOf(path, id));
      tabs.push({ path, page: tab });
    }
    await Promise.all(tabs.map(({ page: tab }) => settled(tab)));
    return { context, tabs };
  }
  type Tabs = Awaited<ReturnType<typeof openTabs>>['tabs'];

  /** Of those tabs where it does not come. */
  async function without(text: string, tabs: Tabs): Promise<string[]> {
    const missing = tabs.map(async ({ path, page }) => {
      const found = page.getByText(text).first().waitFor({ timeout: 30_000 });
      return found.then(
        () => [],
        () => [path],
      );
    });
    return (await Promise.all(missing)).flat();
  }

  /** Its reader comes back to the tab. */
  const lookAt = (tabs: Tabs) =>
    Promise.all(tabs.map(({ page }) => page.evaluate("window.dispatchEvent(new Event('visibilitychange'))")));

  it('stays as it is while the service is away or the key revoked, and goes on by itself', async () => {
    const keys = await Promise.all(
      [0, 1].map(async () => {
        const body = { name: 'reader', scopes: ['read', 'run', 'admin'] };
        return (await client.post<{ api_key: string; key_id: string }>('/keys', body)).body.data;
      }),
    );
    const [first, second] = keys.map(({ api_key: key }) => key);
    const proxy = await CuttableProxy.before(client.origin);
    const { context, tabs } = await openTabs(
      proxy.url,
      first ?? '',
      PAGES.map(([path]) => path),
    );
    try {
      const words = new Map(PAGES.map(([path, { en }]) => [path, en]));
      const incomplete = async () => {
        const found = tabs.map(async ({ path, page }) => {
          await page
            .getByText(words.get(path) ?? '')
            .first()
            .waitFor({ timeout: 30_000 });
          return (await page.locator('.away, .failure, .overlay-full').count()) === 0 ? [] : [path];
        });
        return (await Promise.all(found)).flat();
      };
      expect(await incomplete()).toEqual([]);
      proxy.cut();
      await lookAt(tabs);
      expect(await without('The service cannot be reached at the moment', tabs)).toEqual([]);
      proxy.join();
      await eventually(async () => expect(await incomplete()).toEqual([]), 30_000);
      const revoked = await client.raw('DELETE', `/keys/${keys[0]?.key_id ?? ''}`);
      expect(revoked.status).toBe(200);
      await lookAt(tabs);
      expect(await without('Your login has ended', tabs)).toEqual([]);
      const [tab] = tabs;
      await tab?.page.getByLabel('API key').fill(second ?? '');
      await tab?.page.keyboard.press('Enter');
      // The others see the login of the first.
      await eventually(async () => expect(await incomplete()).toEqual([]), 30_000);
    } finally {
      await context.close();
      await proxy.close();
    }
  }, 180_000);

  it('says in every part of a task that the task was deleted, and leads back', async () => {
    const body = { business_context: 'x', tables: ['bss_company'] };
    const id = (await client.post<{ task_id: string }>('/tasks', body)).body.data.task_id;
    const paths = PAGES.map(([path]) => path).filter((path) => path.startsWith('/tasks/TASK'));
    const { context, tabs } = await openTabs(client.origin, ROOT_KEY, paths, id);
    try {
      expect((await client.raw('DELETE', `/tasks/${id}?delete_database_records=true`)).status).toBe(200);
      expect(await without('This task was deleted', tabs)).toEqual([]);
      const page = tabs.at(-1)?.page;
      await page?.getByRole('link', { name: 'Go to the tasks' }).click();
      await page?.getByRole('heading', { name: 'Tasks', level: 1 }).waitFor();
    } finally {
      await context.close();
    }
  }, 90_000);
}
