import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { openConsole, type ConsoleWindow } from '../../harness/browser.js';
import type { ConsoleSuite } from '../../harness/console-suite.js';
import { eventually } from '../../harness/eventually.js';

export const COPIES = 'copies';

/** Backups of a suite that encrypts them and copies them to a second storage, the folder of `COPIES`. */
export function backups(suite: ConsoleSuite): void {
  let window: ConsoleWindow;

  const button = (name: string | RegExp) => window.page.getByRole('button', { name });
  const row = () => window.page.getByRole('row').filter({ has: button(/^Restore \d/) });

  beforeEach(async () => {
    await suite.completedTask();
    window = await openConsole(suite.browser, suite.client.origin);
    await window.open('/backups');
  }, 180_000);

  afterEach(() => window.context.close());

  it('are made encrypted, verified and copied, and a restore shows its plan first', async () => {
    const { page } = window;
    await button('Back up now').click();
    await button('Start the backup').click();
    // The backup, and its copy.
    await eventually(async () => expect(await row().getByText('Verified', { exact: true }).count()).toBe(2), 60_000);
    await row()
      .getByText(/Encrypted, key /)
      .waitFor();
    await page.getByText('Without a second copy').waitFor();
    await page.getByText('None', { exact: true }).waitFor();
    await button(/^Verify \d/).click();
    await page.getByRole('table', { name: 'Operations' }).getByText('Verification').waitFor();
    await button(/^Restore \d/).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('It reads one backup').waitFor();
    await dialog.getByRole('button', { name: /Present records/ }).click();
    await page.getByRole('option', { name: 'Remove them first' }).click();
    const start = dialog.getByRole('button', { name: 'Start the restore' });
    expect(await start.isDisabled()).toBe(true);
    await dialog.getByText('I understand that the present records are removed').click();
    await start.click();
    await dialog.waitFor({ state: 'detached' });
    await eventually(async () => {
      const path = '/vector/operations?kind=restore';
      const { body } = await suite.client.get<{ operations: { kind: string; status: string }[] }>(path);
      expect(body.data.operations).toMatchObject([{ status: 'completed' }]);
    }, 60_000);
    expect(window.complaints()).toEqual([]);
  }, 150_000);

  it('tell when a copy is missing, on their page and on the overview', async () => {
    const { page } = window;
    const copies = join(suite.services.directory, COPIES);
    const manifest = (await readdir(copies, { recursive: true })).find((name) => /manifest_.*\.json$/.test(name));
    await rm(join(copies, manifest ?? ''));
    await page.reload();
    await row().getByText('Missing', { exact: true }).waitFor();
    await page.locator('dl').getByText('1', { exact: true }).last().waitFor();
    expect(await window.accessibilityProblems()).toEqual([]);
    // The index behind the overview looks at the second storage now and then.
    await page.route('**/monitor/status', async (route) => {
      const response = await route.fetch();
      const { data, ...rest } = (await response.json()) as { data: { backups: object } };
      const backups = { ...data.backups, copies_missing: 1, newest_copied_age_seconds: 3_600 };
      await route.fulfill({ response, json: { ...rest, data: { ...data, backups } } });
    });
    await window.open('/');
    await page.getByText('One backup has no whole copy').waitFor();
    await page.getByText('Newest backup with a copy').waitFor();
    await page.getByText('1 h 0 min ago').waitFor();
    expect(window.complaints()).toEqual([]);
  }, 90_000);
}
