import { afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { openConsole, settled, type ConsoleWindow } from '../../harness/browser.js';
import type { ConsoleSuite } from '../../harness/console-suite.js';
import { eventually } from '../../harness/eventually.js';

/** What people find and read: filters, documents, searches; and what they see while it loads or fails. */
export function reading(suite: ConsoleSuite): void {
  let window: ConsoleWindow;
  let taskId: string;

  beforeAll(async () => {
    taskId = await suite.completedTask();
  }, 180_000);

  beforeEach(async () => {
    window = await openConsole(suite.browser, suite.client.origin);
  });

  afterEach(() => window.context.close());

  it('filters tasks by name and state, in an address that can be sent', async () => {
    await suite.client.post('/tasks', { task_name: 'Found by name', business_context: 'x', tables: ['bss_company'] });
    const { page } = window;
    await window.open('/tasks');
    const rows = page.getByRole('table', { name: 'Tasks' }).locator('tbody').getByRole('row');
    await page.getByLabel('Name').fill('by name');
    await page.waitForURL(/q=by/);
    await page.getByText('Complete', { exact: true }).waitFor({ state: 'detached' });
    expect(await rows.count()).toBe(1);
    await page.getByRole('button', { name: /Status/ }).click();
    await page.getByRole('option', { name: 'Failed' }).click();
    await page.getByText('No task matches').waitFor();
    await page.reload();
    await settled(page);
    expect(await page.getByLabel('Name').inputValue()).toBe('by name');
    await page.getByText('No task matches').waitFor();
    expect(window.complaints()).toEqual([]);
  });

  it('searches documents, copies and prints them, and follows joins and diagrams', async () => {
    const { page, context } = window;
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await window.open(`/tasks/${taskId}/documents?table=public.bss_service_area`);
    await page
      .getByRole('textbox', { name: 'Search tables' })
      .or(page.getByPlaceholder('Search tables'))
      .fill('business');
    const found = await page.getByRole('navigation', { name: 'Tables' }).getByRole('button').allInnerTexts();
    expect(found.map((text) => text.split('\n')[0])).toEqual(['public.bss_business_day_data']);
    // By its name in the language of the business, too.
    await page.getByPlaceholder('Search tables').fill('服务区');
    await eventually(async () =>
      expect(
        await page
          .getByRole('navigation', { name: 'Tables' })
          .getByRole('button', { name: 'bss_service_area' })
          .count(),
      ).toBe(1),
    );
    expect(await page.getByRole('navigation', { name: 'Tables' }).getByText('bss_company').count()).toBe(0);
    const ddl = page.getByLabel('DDL', { exact: true });
    expect(await ddl.innerText()).toContain('create table public.bss_service_area');
    await page.getByRole('button', { name: 'Copy' }).first().click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    const copied = await page.evaluate<string>('navigator.clipboard.readText()');
    expect(copied).toContain('bss_service_area');
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.side-bar').isVisible()).toBe(false);
    expect(await page.locator('.markdown').isVisible()).toBe(true);
    expect(await page.getByRole('button', { name: 'Print' }).isVisible()).toBe(false);
    await page.emulateMedia({ media: 'screen' });
    await page.locator('.model-join .link-like').first().click();
    await page.waitForURL((url) => (url.searchParams.get('table') ?? '') !== 'public.bss_service_area');
    await page.getByRole('button', { name: 'Themes' }).click();
    await page.locator('.er-box').first().waitFor();
    const name = await page.locator('.er-name').first().innerHTML();
    await page.locator('a:has(.er-name)').first().click();
    await page.waitForURL((url) => url.searchParams.get('table')?.endsWith(name) === true);
    expect(window.complaints()).toEqual([]);
  });

  it('shows for a question what a reader gets, hybrid and by vectors side by side', async () => {
    const { page } = window;
    await window.open('/search');
    await page.getByRole('searchbox', { name: 'Question' }).fill('有多少个服务区？');
    await page.getByRole('button', { name: /Task/ }).click();
    await page.getByRole('option', { name: new RegExp(taskId) }).click();
    await page.getByRole('button', { name: 'Search', exact: true }).click();
    await page.waitForURL((url) => url.searchParams.get('task') === taskId && url.searchParams.has('q'));
    await page.getByRole('heading', { name: 'Hybrid (vectors and words)' }).waitFor();
    await page.getByRole('heading', { name: 'Vectors alone' }).waitFor();
    for (const side of await page.locator('.search-sides > *').all()) {
      await side.locator('.search-hit').first().waitFor();
    }
    await page.getByLabel('Context for a prompt').getByText('bss_service_area').first().waitFor();
    expect(window.complaints()).toEqual([]);
  });

  it('shows times in the zone of the installation, whatever that of the reader', async () => {
    const zone = (await suite.client.get<{ time_zone: string }>('/session')).body.data.time_zone;
    const reader = await suite.browser.newContext({
      baseURL: suite.client.origin,
      locale: 'en-GB',
      timezoneId: 'America/Lima',
    });
    try {
      const page = await reader.newPage();
      await page.goto(`/tasks/${taskId}`);
      const time = page.locator('dl time').first();
      const instant = new Date((await time.getAttribute('datetime')) ?? '');
      const expected = instant.toLocaleTimeString('en-GB', { timeZone: zone });
      expect(zone).not.toBe('America/Lima');
      expect(await time.innerText()).toContain(expected);
    } finally {
      await reader.close();
    }
  });

  it('shows that it loads, why it could not, and tries again', async () => {
    const { page } = window;
    let answers = 0;
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const refusal = {
      success: false,
      code: 500,
      message: 'the disk of the audit log is full',
      error_type: 'x',
      details: {},
    };
    await page.route('**/api/v0/data_pipeline/schedules?*', async (route) => {
      answers += 1;
      await held;
      return answers === 1 ? route.fulfill({ status: 500, json: refusal }) : route.continue();
    });
    await page.goto('/schedules');
    await page.locator('.loading').first().waitFor();
    release();
    await page.getByRole('alert').getByText(refusal.message).waitFor();
    expect(await window.accessibilityProblems()).toEqual([]);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('alert').waitFor({ state: 'detached' });
    expect(window.complaints().filter((text) => !text.includes('status of 500'))).toEqual([]);
  });
}
