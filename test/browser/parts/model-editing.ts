import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { openConsole, settled, type ConsoleWindow } from '../../harness/browser.js';
import type { ConsoleSuite } from '../../harness/console-suite.js';
import { eventually } from '../../harness/eventually.js';

const TABLE = 'public.bss_company';

interface Found {
  columns: { name: string; version: string; statements: { key: string; value: unknown; set_by: string | null }[] }[];
  relationships: { standing: string }[];
}

/** The semantic model of a task: read, edited, undone, by one person and by two. */
export function modelEditing(suite: ConsoleSuite): void {
  let window: ConsoleWindow;
  let page: Page;
  let taskId: string;

  beforeAll(async () => {
    taskId = await suite.completedTask();
    window = await openConsole(suite.browser, suite.client.origin);
    page = window.page;
  }, 180_000);

  afterAll(() => window?.context.close());

  async function run(): Promise<void> {
    const body = { execution_mode: 'step', step_name: 'ddl_generation', force_execution: true };
    expect((await suite.client.post(`/tasks/${taskId}/execute`, body)).status).toBe(202);
    await eventually(async () => {
      const { body: answer } = await suite.client.get<{ step_status: Record<string, string> }>(`/tasks/${taskId}`);
      expect(answer.data.step_status['ddl_generation']).toBe('completed');
    }, 120_000);
  }

  const model = async (): Promise<Found> =>
    (await suite.client.get<Found>(`/tasks/${taskId}/semantic-model/table?table=${TABLE}`)).body.data;
  const statement = async (column: string, key: string): Promise<unknown> =>
    (await model()).columns.find(({ name }) => name === column)?.statements.find((one) => one.key === key)?.value;
  const edit = async (column: string, on = page): Promise<void> => {
    await on.getByRole('button', { name: `Edit ${column}`, exact: true }).click();
    await on.getByRole('dialog').waitFor();
  };

  it('says what a table means, with evidence, charts and joins, without barriers', async () => {
    for (const [language, dark] of [
      ['zh', true],
      ['en', false],
    ] as const) {
      const other = await openConsole(suite.browser, suite.client.origin, { language, dark });
      await other.open(`/tasks/${taskId}/documents?table=public.bss_service_area`);
      await other.page.locator('.model-item').first().waitFor();
      expect(await other.page.locator('.evidence').count()).toBeGreaterThan(3);
      expect(await other.page.locator('.profile').count()).toBeGreaterThan(5);
      expect(await other.accessibilityProblems()).toEqual([]);
      await other.page.locator('.model-item button').nth(2).click();
      await other.page.getByRole('dialog').waitFor();
      expect(await other.accessibilityProblems()).toEqual([]);
      expect(other.complaints()).toEqual([]);
      await other.context.close();
    }
  }, 120_000);

  it('is edited in place and kept by a run, and an edit is undone', async () => {
    await window.open(`/tasks/${taskId}/documents?table=${TABLE}`);
    await edit('company_name');
    await page.getByLabel('English name').fill('operator');
    await page.getByRole('button', { name: 'Add a code' }).click();
    await page.getByLabel('Code', { exact: true }).last().fill('X');
    await page.getByLabel('Meaning in English: X').fill('<img src=x onerror="window.hacked = true">');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByText('set by').first().waitFor();
    await page.getByText(/^Outdated: Document the tables/).waitFor();
    expect(await statement('company_name', 'label')).toMatchObject({ en: 'operator' });
    await run();
    await page.reload();
    await settled(page);
    await page.getByText('operator').first().waitFor();
    expect(await statement('company_name', 'label')).toMatchObject({ en: 'operator' });
    expect(await page.getByText('<img src=x').first().isVisible()).toBe(true);
    expect(await page.evaluate(`'hacked' in window`)).toBe(false);
    await page.getByRole('button', { name: 'Undo edit 1' }).click();
    await eventually(async () => {
      const value = await statement('company_name', 'label');
      expect(JSON.stringify(value)).not.toContain('operator');
    });
    expect(window.complaints()).toEqual([]);
  }, 180_000);

  it('shows the second of two people what the first did, who then decides', async () => {
    await window.open(`/tasks/${taskId}/documents?table=${TABLE}`);
    await edit('company_no');
    const { version } = (await model()).columns.find(({ name }) => name === 'company_no') ?? { version: '' };
    const body = { part: 'column', table: TABLE, name: 'company_no', set: { description: 'theirs' } };
    const headers = { 'content-type': 'application/json', 'if-match': `"${version}"` };
    const path = `/tasks/${taskId}/semantic-model`;
    expect((await suite.client.raw('PATCH', path, { headers, body: JSON.stringify(body) })).status).toBe(200);
    await page.getByLabel('Description').fill('mine');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Another person or a run changed this meanwhile').waitFor();
    await page.getByRole('alert').getByText('theirs').waitFor();
    expect(await window.accessibilityProblems()).toEqual([]);
    expect(await statement('company_no', 'description')).toBe('theirs');
    await page.getByRole('button', { name: 'Save mine all the same' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await statement('company_no', 'description')).toBe('mine');
    // The browser tells of the refused request.
    expect(window.complaints().filter((text) => !text.includes('409'))).toEqual([]);
  });

  it('takes joins, accepted, rejected and added', async () => {
    await window.open(`/tasks/${taskId}/documents?table=${TABLE}`);
    const before = (await model()).relationships.length;
    await page.getByRole('button', { name: 'Add a join' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Add a join' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect((await model()).relationships).toHaveLength(before + 1);
    await page.getByRole('button', { name: 'Reject' }).last().click();
    await eventually(async () =>
      expect((await model()).relationships.filter(({ standing }) => standing === 'rejected')).toHaveLength(1),
    );
    await page.getByRole('button', { name: 'Accept' }).last().click();
    await eventually(async () =>
      expect((await model()).relationships.filter(({ standing }) => standing === 'rejected')).toHaveLength(0),
    );
    expect(window.complaints()).toEqual([]);
  });
}
