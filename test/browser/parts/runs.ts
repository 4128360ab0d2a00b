import { afterEach, beforeEach, expect, it } from '@jest/globals';
import pg from 'pg';
import { openConsole, type ConsoleWindow } from '../../harness/browser.js';
import type { ConsoleSuite } from '../../harness/console-suite.js';
import { eventually } from '../../harness/eventually.js';

/** Runs that are stopped and resumed, that repair a pair, that add what coverage lacks; and old files. */
export function runs(suite: ConsoleSuite): void {
  let window: ConsoleWindow;

  beforeEach(async () => {
    window = await openConsole(suite.browser, suite.client.origin);
  });

  afterEach(async () => {
    const complaints = window.complaints();
    await window.context.close();
    expect(complaints).toEqual([]);
  });

  const createTask = async (name: string): Promise<string> => {
    const body = { task_name: name, business_context: 'A motorway', tables: ['bss_company'] };
    const created = await suite.client.post<{ task_id: string }>('/tasks', body);
    return created.body.data.task_id;
  };

  /** A run cannot end while it is held: every statement of a pair waits. */
  async function lock(table: string): Promise<pg.Client> {
    const client = new pg.Client(suite.services.variables['BUSINESS_DATABASE_URL']);
    await client.connect();
    await client.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
    return client;
  }

  it('stop when they are told to, and go on from there', async () => {
    const taskId = await createTask('Stopped');
    const { page } = window;
    const dialog = page.getByRole('dialog');
    await window.open(`/tasks/${taskId}`);
    const holder = await lock('bss_company');
    try {
      await page.getByRole('button', { name: 'Run all steps' }).click();
      await dialog.getByRole('button', { name: 'Run', exact: true }).click();
      await page.getByRole('progressbar').first().waitFor();
      await page.getByRole('button', { name: 'Stop', exact: true }).click();
      await dialog.getByText('The results of completed steps stay').waitFor();
      await dialog.getByRole('button', { name: 'Stop it' }).click();
      await page.getByRole('button', { name: 'Resume', exact: true }).waitFor({ timeout: 60_000 });
    } finally {
      await holder.end();
    }
    expect(await page.locator('table .badge-good').count()).toBeLessThan(4);
    await page.getByRole('button', { name: 'Resume', exact: true }).click();
    await dialog.getByText('It goes on from the first step').waitFor();
    await dialog.getByRole('button', { name: 'Resume', exact: true }).click();
    await eventually(async () => expect(await page.locator('table .badge-good').count()).toBe(4), 90_000);
    await page.getByRole('link', { name: 'Run history' }).click();
    await page.getByText('Cancelled').first().waitFor();
  }, 180_000);

  it('show what the validation changed in a pair', async () => {
    const taskId = await createTask('Repaired');
    const form = new FormData();
    const pairs = [{ question: 'How many companies?', sql: 'SELECT count(compny_name) FROM bss_company' }];
    form.set('file', new Blob([JSON.stringify(pairs)]), 'qs_typo_pair.json');
    expect((await suite.client.raw('POST', `/tasks/${taskId}/files`, { body: form })).ok).toBe(true);
    const body = { execution_mode: 'step', step_name: 'sql_validation', force_execution: true };
    expect((await suite.client.post(`/tasks/${taskId}/execute`, body)).status).toBe(202);
    await eventually(async () => {
      const { body: answer } = await suite.client.get<{ step_status: Record<string, string> }>(`/tasks/${taskId}`);
      expect(answer.data.step_status['sql_validation']).toBe('completed');
    }, 60_000);
    await window.open(`/tasks/${taskId}/pairs`);
    await window.page.getByRole('heading', { name: 'Before the validation' }).waitFor();
    expect(await window.page.locator('.diff del').allInnerTexts()).toEqual([expect.stringContaining('compny_name')]);
    expect(await window.page.locator('.diff ins').allInnerTexts()).toEqual([expect.stringContaining('company_name')]);
    expect(await window.page.locator('.diff mark').allInnerTexts()).toEqual(['compny_name', 'company_name']);
  }, 120_000);

  it('add the pairs that coverage lacks, by one press, and the steps after them follow', async () => {
    const taskId = await suite.completedTask();
    const total = async () => (await suite.client.get<{ total: number }>(`/tasks/${taskId}/pairs`)).body.data.total;
    const before = await total();
    await window.open(`/tasks/${taskId}/coverage`);
    const { page } = window;
    expect(await page.getByRole('button', { name: /^Add pairs about/ }).count()).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Add the missing pairs' }).click();
    await page.getByText('The task is running…').waitFor();
    await page.getByText(/^These steps have not seen the present pairs/).waitFor({ timeout: 90_000 });
    expect(await total()).toBeGreaterThan(before);
    await page.getByText(`Pairs added: ${(await total()) - before}.`).waitFor();
    await page.getByRole('button', { name: 'Run these steps' }).click();
    await page.getByText('The task is running…').waitFor();
    await suite.completed(taskId);
    await page.getByText(/^These steps have not seen/).waitFor({ state: 'detached' });
  }, 240_000);

  it('have a row in the coverage for a table, a kind and a column that no pair is about', async () => {
    const taskId = await suite.completedTask();
    const { page } = window;
    await page.route('**/files/download/qa_quality.json*', async (route) => {
      const report = (await (await route.fetch()).json()) as { coverage: Record<string, { missing: string[] }> };
      report.coverage['tables']?.missing.push('public.bss_branch');
      report.coverage['columns']?.missing.push('public.bss_company.company_no');
      await route.fulfill({ json: report });
    });
    await window.open(`/tasks/${taskId}/coverage`);
    const row = page.locator('.coverage-matrix tr').filter({ hasText: 'public.bss_branch' });
    await row.getByRole('button', { name: 'Add pairs about public.bss_branch: Count' }).waitFor();
    const asked: unknown[] = [];
    const body = { success: true, code: 202, message: '', data: {} };
    await page.route('**/execute', (route) => {
      asked.push(route.request().postDataJSON());
      return route.fulfill({ status: 202, json: body });
    });
    await row.getByRole('button', { name: 'Add pairs about public.bss_branch', exact: true }).click();
    await row.getByText('None found').waitFor();
    await page.getByText(/^Kinds of questions without a pair/).click();
    await page
      .getByRole('listitem')
      .filter({ hasText: /^Keys of JSON/ })
      .getByRole('button')
      .click();
    await page
      .getByText(/^Missing/)
      .nth(1)
      .click();
    await page
      .getByRole('listitem')
      .filter({ hasText: 'public.bss_company.company_no' })
      .getByRole('button', { name: 'Add pairs about public.bss_company', exact: true })
      .click();
    await eventually(async () => expect(asked).toHaveLength(3));
    expect(asked).toEqual([
      expect.objectContaining({ add_for_tables: ['public.bss_branch'] }),
      expect.objectContaining({ add_of_kinds: ['json_keys'] }),
      expect.objectContaining({ add_for_tables: ['public.bss_company'] }),
    ]);
  }, 240_000);

  it('say in a cell of the coverage that there was nothing to add', async () => {
    await window.open(`/tasks/${await suite.completedTask()}/coverage`);
    const { page } = window;
    // A run that adds nothing, as the page sees it.
    const body = { success: true, code: 202, message: '', data: {} };
    await page.route('**/execute', (route) => route.fulfill({ status: 202, json: body }));
    await page
      .getByRole('button', { name: /^Add pairs about/ })
      .first()
      .click();
    await page.getByText('None found', { exact: true }).waitFor();
    expect(await window.accessibilityProblems()).toEqual([]);
  }, 240_000);

  it('leave files behind, which are removed after a preview', async () => {
    await window.open('/files');
    const { page } = window;
    await page.getByLabel('Days to keep').fill('365');
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByText('There is nothing to remove.').waitFor();
    await page.getByLabel('Days to keep').fill('0');
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByText(/^It would remove \d+ files/).waitFor();
    await page.getByRole('button', { name: /^Remove these \d+ files$/ }).click();
    await page.getByText(/^Removed \d+ files/).waitFor();
  });
}
