import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { openConsole, settled, type ConsoleWindow } from '../../harness/browser.js';
import type { ConsoleSuite } from '../../harness/console-suite.js';
import { eventually } from '../../harness/eventually.js';
import { runSql } from '../../harness/test-database.js';

const HTML = '<img src=x onerror=window.broken=true>';
const RIGHT_TO_LEFT = 'abc\u202Etxt.exe';

/** Where the database has hostile names and comments; see `actions`. */
export const HOSTILE_SCHEMA = `
  CREATE SCHEMA hostile;
  CREATE TABLE hostile."${HTML}" (id int);
  CREATE TABLE hostile.long (id int);
  COMMENT ON TABLE hostile.long IS '${RIGHT_TO_LEFT}${'长'.repeat(350_000)}';
`;

/** What people do: tasks, files, evaluations, schedules. The first test needs a service without tasks. */
export function actions(suite: ConsoleSuite): void {
  let window: ConsoleWindow;

  const button = (name: string | RegExp) => window.page.getByRole('button', { name });
  const isBroken = () => window.page.evaluate<boolean>('window.broken === true');

  beforeEach(async () => {
    window = await openConsole(suite.browser, suite.client.origin);
  });

  afterEach(async () => {
    expect(await isBroken()).toBe(false);
    await window?.context.close();
  });

  const createTask = async (name: string, tables = ['bss_company']): Promise<string> => {
    const body = { task_name: name, business_context: 'A motorway', tables };
    const created = await suite.client.post<{ task_id: string }>('/tasks', body);
    return created.body.data.task_id;
  };

  it('explains itself at the first visit, and leads to the first task', async () => {
    await window.open('/');
    expect(await window.page.locator('.welcome li').count()).toBe(3);
    await window.page.getByRole('link', { name: 'Create the first task' }).click();
    await window.page.getByRole('heading', { name: 'New task' }).waitFor();
  });

  it('creates a task with patterns that show what they match, and follows it to its end', async () => {
    await window.open('/tasks/new');
    const { page } = window;
    await page.getByLabel('What the database is about').fill('Service areas of motorways');
    await page.getByLabel('Name of the task').fill(`Live ${RIGHT_TO_LEFT} ${HTML}`);
    await page.getByLabel('Tables or patterns').fill('public.bss_comp*\nno_such_table');
    await page.getByText(/^1 of \d+ tables are chosen$/).waitFor();
    await page.getByText('These match no table: no_such_table').waitFor();
    await page.getByLabel('Tables or patterns').fill('public.bss_comp*');
    await page.getByLabel('Find a table').fill('service_area');
    await page.getByText('public.bss_service_area', { exact: true }).click();
    await page.getByText(/^2 of \d+ tables are chosen$/).waitFor();
    await button('Create and run').click();
    await page.getByRole('heading', { name: 'Steps' }).waitFor();
    await page.getByText('⟨U+202E⟩').first().waitFor();
    await eventually(async () => {
      expect(await page.locator('table .badge-good').count()).toBe(4);
    }, 90_000);
    // The log came over the stream while the task ran.
    expect(await page.locator('.log-line').count()).toBeGreaterThan(3);
    await page.getByText('Completed').first().waitFor();
    expect(window.complaints()).toEqual([]);
  }, 150_000);

  it('says why the run of a new task was refused, and chooses the database and the pairs to load', async () => {
    await window.open('/tasks/new');
    const { page } = window;
    await page.getByLabel('What the database is about').fill('Service areas');
    await page
      .getByLabel('Name of the database')
      .fill(new URL(suite.services.variables['BUSINESS_DATABASE_URL'] ?? '').pathname.slice(1));
    await page.getByText('Only the tables of the default database can be listed here.').waitFor();
    await page.getByLabel('Tables or patterns').fill('bss_company');
    await button(/Pairs to load/).click();
    await page.getByRole('option', { name: 'Only approved pairs' }).click();
    const refusal = { success: false, code: 409, message: 'the queue is full', error_type: 'x', details: {} };
    await page.route('**/execute', (route) => route.fulfill({ status: 409, json: refusal }));
    await button('Create and run').click();
    await page.getByText('The task was created, but its run did not start:').waitFor();
    await page.getByRole('alert').getByText('the queue is full').waitFor();
    await page.getByRole('link', { name: 'Open the task' }).click();
    await page.getByRole('heading', { name: 'Steps' }).waitFor();
    await page.getByRole('link', { name: 'Settings' }).click();
    await button(/Only approved pairs/).click();
    await page.getByRole('option', { name: 'All pairs, rejected ones too' }).click();
    await button(/All pairs, rejected ones too/).waitFor();
    await page.reload();
    await button(/All pairs, rejected ones too/).waitFor();
    await page.getByText('"load": "all"').waitFor();
    expect(await window.accessibilityProblems()).toEqual([]);
  });

  it('shows hostile names and a comment of a megabyte as texts', async () => {
    await window.open('/tasks/new');
    await window.page.getByLabel('Find a table').fill('hostile');
    await window.page.getByText('<img src=x onerror').first().waitFor();
    const comment = await window.page.getByText('abc⟨U+202E⟩txt.exe').first().innerText();
    expect(comment.length).toBeLessThan(1_000);
    expect(window.complaints()).toEqual([]);
  });

  it('runs one step again, and shows its history', async () => {
    const taskId = await createTask('One step');
    await window.open(`/tasks/${taskId}`);
    await button('Run this step: Document the tables').click();
    await window.page.getByRole('dialog').getByRole('button', { name: 'Run', exact: true }).click();
    await eventually(async () => expect(await window.page.locator('table .badge-good').count()).toBe(1), 60_000);
    await window.page.getByRole('link', { name: 'Run history' }).click();
    // A run that begins elsewhere shows, and its end.
    const rows = window.page.getByRole('table').getByText('Completed');
    await rows.first().waitFor();
    expect(await rows.count()).toBe(1);
    const body = { execution_mode: 'step', step_name: 'ddl_generation' };
    expect((await suite.client.post(`/tasks/${taskId}/execute`, body)).status).toBe(202);
    await rows.nth(1).waitFor({ timeout: 60_000 });
    await button(/^Details: Document the tables/)
      .first()
      .click();
    await window.page.getByRole('dialog').getByText('Result').waitFor();
    await window.page.keyboard.press('Escape');
    await window.page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(window.complaints()).toEqual([]);
  }, 90_000);

  it('uploads, checks, packs and deletes files', async () => {
    const taskId = await createTask('Files');
    await window.open(`/tasks/${taskId}/files`);
    await button('Upload a file').click();
    const chooser = window.page.waitForEvent('filechooser');
    await window.page.getByRole('dialog').getByRole('button', { name: 'Upload a file…' }).click();
    await (await chooser).setFiles({ name: 'notes.md', mimeType: 'text/markdown', buffer: Buffer.from('# notes') });
    await window.page.getByText('notes.md is uploaded').waitFor();
    await button('Check integrity').click();
    await window.page.getByText(/^All \d+ files are as they were recorded\.$/).waitFor();
    const download = window.page.waitForEvent('download');
    await window.page.getByRole('link', { name: 'Download notes.md' }).click();
    expect((await download).suggestedFilename()).toBe('notes.md');
    const archive = window.page.waitForEvent('download');
    await button('Download all').click();
    expect((await archive).suggestedFilename()).toMatch(/\.zip$/);
    await button('Delete notes.md').click();
    await window.page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
    await window.page.getByRole('link', { name: 'Download notes.md' }).waitFor({ state: 'detached' });
    expect(window.complaints()).toEqual([]);
  }, 60_000);

  it('measures what readers find, applies a remedy, and measures again', async () => {
    const taskId = await suite.completedTask();
    await window.open(`/tasks/${taskId}/evaluations`);
    const { page } = window;
    const dialog = page.getByRole('dialog');
    const upload = async (name: string, content: string) => {
      const chooser = page.waitForEvent('filechooser');
      await dialog.getByRole('button', { name: 'Choose a file…' }).click();
      await (await chooser).setFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(content) });
    };
    await button('Upload a set').click();
    await upload('wrong.csv', 'question,sql\nHow many?,SELECT * FROM no_such_table\n');
    await dialog.getByText('Problems (1)').click();
    await dialog.getByText(/^line 2: the gold SQL cannot be used/).waitFor();
    const question = `How many section routes are there? ${HTML}`;
    const questions = [{ question, gold_sql: 'SELECT count(*) FROM bss_section_route' }];
    await upload('routes.json', JSON.stringify(questions));
    await page.getByText('The set “routes.json” is stored with 1 questions.').waitFor();
    await button('New evaluation').click();
    await dialog.getByRole('button', { name: /Question set/ }).click();
    await page.getByRole('option', { name: 'routes.json (1 questions)' }).click();
    await dialog.getByText('POST /context').click();
    await dialog.getByLabel('Sufficiency at least').fill('100');
    await button('Start the evaluation').click();
    await page.getByText('Gate missed').waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: /a table was not retrieved/ }).click();
    await page.waitForURL(/cause=table_not_retrieved/);
    await button(/^Details: How many section/).click();
    await dialog.getByText('missing · tables').first().waitFor();
    await page.keyboard.press('Escape');
    await button('Choose none').click();
    await page.getByText('SELECT count(*) FROM bss_section_route').click();
    await button('Apply 1').click();
    await page.getByText('1 are written, 0 were there already').waitFor();
    await button('Run the stale steps').click();
    await page.getByText('The steps are up to date.').waitFor({ timeout: 90_000 });
    await page.locator('.plan').getByRole('button', { name: 'Measure again' }).click();
    // Its question is a pair now, so it is leaked and not counted.
    await page.getByText('0 of 1 questions are counted; 1 nearly repeat').waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: /Other evaluation/ }).click();
    await page.getByRole('option').nth(1).click();
    await page.getByRole('heading', { name: 'Kept half' }).waitFor();
    await page.getByRole('link', { name: 'All evaluations' }).click();
    await page.getByRole('img', { name: /^Context sufficiency: DDL only/ }).waitFor();
    // The trend may be there before the list: it has the rows of the two evaluations and the one of their names.
    const rows = page.getByRole('table', { name: 'Evaluations', exact: true }).getByRole('row');
    await rows.nth(2).waitFor();
    expect(await rows.count()).toBe(3);
    // The browser tells of the file that was refused.
    expect(window.complaints().filter((text) => !text.includes('status of 400'))).toEqual([]);
  }, 240_000);

  it('keeps a schedule, and lists it', async () => {
    const taskId = await createTask('Scheduled');
    await window.open(`/tasks/${taskId}/settings`);
    await window.page.getByLabel('Cron expression').fill('61 * * * *');
    await button('Save the schedule').click();
    await window.page.locator('.action-error').waitFor();
    await window.page.getByLabel('Cron expression').fill('0 2 * * *');
    await button('Save the schedule').click();
    await button('Remove the schedule').waitFor();
    await runSql(
      suite.services.variables['DATABASE_URL'] ?? '',
      `UPDATE data_pipeline_task_schedules SET last_refusal = 'task_running' WHERE task_id = '${taskId}'`,
    );
    await window.page.getByRole('link', { name: 'Schedules' }).click();
    await window.page.getByText(taskId).waitFor();
    await window.page.getByText('The task was running').waitFor();
    await window.page.getByText('every day at 02:00').waitFor();
    await window.open(`/tasks/${taskId}/settings`);
    await window.page.getByText('The task was running').waitFor();
  });

  it('says that a task was deleted while it was open', async () => {
    const taskId = await createTask('Deleted');
    await window.open(`/tasks/${taskId}`);
    await suite.client.raw('DELETE', `/tasks/${taskId}?delete_database_records=true`);
    await window.page.getByRole('heading', { name: 'This task was deleted' }).waitFor();
    await window.page.getByRole('link', { name: 'Go to the tasks' }).click();
    await window.page.getByRole('heading', { name: 'Tasks', level: 1 }).waitFor();
  });

  it('keeps what it shows while the service is away, and goes on when it is back', async () => {
    await createTask('Before the outage');
    await window.open('/tasks');
    await window.context.setOffline(true);
    await window.page.getByText('The service cannot be reached at the moment').waitFor();
    expect(await window.page.getByText('Before the outage').count()).toBe(1);
    await createTask('After the outage');
    await window.context.setOffline(false);
    await window.page.getByText('After the outage').waitFor();
    await window.page.getByText('The service cannot be reached at the moment').waitFor({ state: 'detached' });
  }, 90_000);

  it('is used by the keyboard alone, and remembers language and theme', async () => {
    await window.open('/');
    const { page } = window;
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').innerText()).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    expect(await page.locator(':focus').getAttribute('id')).toBe('content');
    await button(/Language/).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '概览' }).waitFor();
    await page.reload();
    await settled(page);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('概览');
    expect(await page.evaluate('document.documentElement.lang')).toBe('zh-CN');
  });

  it('scrolls a table of 10,000 rows with few of them in the page', async () => {
    await window.open('/tasks/new');
    await window.page.route('**/api/v0/database/tables', async (route) => {
      const details = Array.from({ length: 10_000 }, (_, index) => ({
        name: `public.t${String(index).padStart(5, '0')}`,
        kind: 'table',
        comment: null,
      }));
      const data = { tables: [], total: 10_000, schemas: ['public'], table_name_pattern: null, details };
      await route.fulfill({
        json: { success: true, code: 200, message: '', data: { ...data, db_connection_info: { database: 'x' } } },
      });
    });
    await window.page.reload();
    await window.page.getByText('public.t00003').waitFor();
    expect(await window.page.locator('.chooser-tables tr').count()).toBeLessThan(100);
    await window.page.evaluate("document.querySelector('.chooser-tables').scrollTo(0, 1e7)");
    await window.page.getByText('public.t09999').waitFor();
  });
}
