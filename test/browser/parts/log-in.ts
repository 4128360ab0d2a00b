import { networkInterfaces } from 'node:os';
import { expect, it } from '@jest/globals';
import { openConsole, settled, type ConsoleWindow } from '../../harness/browser.js';
import { ROOT_KEY, type ConsoleSuite } from '../../harness/console-suite.js';
import { eventually } from '../../harness/eventually.js';

/** Another address of this machine: plain HTTP to it is no secure origin, so browsers send no Sec-Fetch-Site. */
const ADDRESS = Object.values(networkInterfaces())
  .flat()
  .find((entry) => entry?.family === 'IPv4' && !entry.internal)?.address;

/** Keys and the login with them. */
export function logIn(suite: ConsoleSuite): void {
  const createKey = async (scope: string) => {
    const scopes = [scope];
    const { body } = await suite.client.post<{ api_key: string; key_id: string }>('/keys', {
      name: `the ${scope} key`,
      scopes,
    });
    return body.data;
  };
  const logInWith = async ({ page }: ConsoleWindow, key: string) => {
    await page.getByRole('textbox', { name: 'API key' }).fill(key);
    await page.keyboard.press('Enter');
  };
  /** As the API refuses while something that it needs is away. */
  const refusal = (message: string) => ({
    success: false,
    code: 503,
    message,
    error_type: 'service_unavailable',
    details: {},
    data: { response: message, error_type: 'SERVICE_UNAVAILABLE', can_retry: true },
  });
  /** Its reader comes back to the tab. */
  const lookAt = (page: ConsoleWindow['page']) => page.evaluate("window.dispatchEvent(new Event('visibilitychange'))");
  const inConsole = async (origin: string, work: (window: ConsoleWindow) => Promise<void>) => {
    const window = await openConsole(suite.browser, origin);
    try {
      await work(window);
    } finally {
      await window.context.close();
    }
  };

  it('refuses a wrong key in words, and opens the page that was asked for', async () => {
    await inConsole(suite.client.origin, async (window) => {
      await window.open('/audit?mentions=x');
      expect(await window.accessibilityProblems()).toEqual([]);
      await logInWith(window, 'wrong');
      await window.page.getByText('this API key is not known').waitFor();
      await logInWith(window, ROOT_KEY);
      await window.page.getByRole('heading', { name: 'Audit log' }).waitFor();
      expect(new URL(window.page.url()).search).toBe('?mentions=x');
      const [cookie] = await window.context.cookies();
      expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
      await window.page.getByRole('button', { name: 'Log out' }).click();
      await window.page.getByLabel('API key').waitFor();
      expect(await window.context.cookies()).toEqual([]);
    });
  });

  it('offers what the key may do, and nothing else', async () => {
    const { api_key: key } = await createKey('read');
    await inConsole(suite.client.origin, async (window) => {
      await window.open('/tasks');
      await logInWith(window, key);
      await window.page.getByRole('heading', { name: 'Tasks', level: 1 }).waitFor();
      await settled(window.page);
      for (const name of ['New task', 'API keys', 'Audit log', 'Queue board']) {
        expect([name, await window.page.getByRole('link', { name }).count()]).toEqual([name, 0]);
      }
      await window.open('/keys');
      await window.page.getByText('Your key may not open this page').waitFor();
      await window.open('/backups');
      expect(await window.page.getByRole('button', { name: 'Back up now' }).count()).toBe(0);
    });
  });

  it('asks again when the key is revoked, and comes back to the same page', async () => {
    const { api_key: key, key_id: id } = await createKey('admin');
    await inConsole(suite.client.origin, async (window) => {
      await window.open('/monitoring');
      await logInWith(window, key);
      await window.page.getByRole('heading', { name: 'Monitoring', level: 1 }).waitFor();
      await suite.client.raw('DELETE', `/keys/${id}`);
      await window.page.getByText('Your login has ended').waitFor();
      await logInWith(window, ROOT_KEY);
      await window.page.getByRole('heading', { name: 'Monitoring', level: 1 }).waitFor();
    });
  });

  it('creates a key that is shown once, and revokes it', async () => {
    await inConsole(suite.client.origin, async (window) => {
      const { page } = window;
      await window.open('/keys');
      await logInWith(window, ROOT_KEY);
      await page.getByRole('button', { name: 'New key' }).click();
      await page.getByRole('dialog').getByLabel('Name').fill('nightly <b>job</b>');
      await page.getByRole('button', { name: 'Create', exact: true }).click();
      const key = await page.getByRole('dialog').locator('pre').innerText();
      expect(key).toMatch(/^dpk_[\w-]{43}$/);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'I have saved it' }).click();
      await page.getByText('nightly <b>job</b>').waitFor();
      expect(await page.content()).not.toContain(key);
      await page.getByRole('button', { name: 'Revoke nightly <b>job</b>' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Revoke', exact: true }).click();
      await page
        .getByRole('row', { name: /nightly/ })
        .getByText('Revoked')
        .waitFor();
      expect(await window.accessibilityProblems()).toEqual([]);
    });
  });

  it('issues a key with which its reader logs in and does what it is for, and shows its use', async () => {
    await inConsole(suite.client.origin, async (window) => {
      const { page } = window;
      await window.open('/keys');
      await logInWith(window, ROOT_KEY);
      await page.getByRole('button', { name: 'New key' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Name').fill('for the reviewers');
      await dialog.getByLabel(/days/i).fill('30');
      await dialog.getByRole('button', { name: 'Create', exact: true }).click();
      const key = await dialog.locator('pre').innerText();
      await page.getByRole('button', { name: 'I have saved it' }).click();
      const row = page.getByRole('row', { name: /for the reviewers/ });
      await row.getByText('—', { exact: true }).waitFor();
      await page.getByRole('button', { name: 'Log out' }).click();
      await logInWith(window, key);
      await page.getByText('Your key may not open this page').waitFor();
      await window.open('/tasks/new');
      await page.getByLabel('What the database is about').fill('Motorways');
      await page.getByLabel('Tables or patterns').fill('public.bss_company');
      await page.getByRole('button', { name: 'Create only' }).click();
      await page.getByText('for the reviewers').first().waitFor();
      await page.getByRole('button', { name: 'Log out' }).click();
      await logInWith(window, ROOT_KEY);
      await window.open('/keys');
      await row.getByText('—', { exact: true }).waitFor({ state: 'detached' });
      await window.open('/audit?actor=for+the+reviewers');
      await page
        .getByRole('button', { name: /^Details/ })
        .first()
        .click();
      await dialog.getByText('for the reviewers').waitFor();
    });
  });

  it('shows the first key, whatever the login with it answers, and lets its reader log in afterwards', async () => {
    await inConsole(suite.client.origin, async (window) => {
      const { page, context } = window;
      await window.open('/keys');
      await logInWith(window, ROOT_KEY);
      await page.getByRole('heading', { name: 'API keys', level: 1 }).waitFor();
      // As before there is a key: nobody has to log in.
      await page.route('**/session', async (route) => {
        if (route.request().method() === 'POST') {
          await context.clearCookies();
          return route.fulfill({ status: 503, json: refusal('the login is closed') });
        }
        const answer = await route.fetch();
        const body = (await answer.json()) as { data: object };
        return route.fulfill({ response: answer, json: { ...body, data: { ...body.data, key_required: false } } });
      });
      await page.reload();
      await page.getByRole('button', { name: 'New key' }).click();
      await page.getByRole('dialog').getByLabel('Name').fill('the first');
      await page.getByRole('button', { name: 'Create', exact: true }).click();
      await page.getByText('This page could not log in with it').waitFor();
      await page.unroute('**/session');
      await lookAt(page);
      await page.waitForResponse((response) => response.url().endsWith('/session'));
      const key = await page.getByRole('dialog').locator('pre').innerText();
      expect(key).toMatch(/^dpk_[\w-]{43}$/);
      await page.getByRole('button', { name: 'I have saved it' }).click();
      await page.getByText('Your login has ended').waitFor();
      await logInWith(window, key);
      await page.getByText('the first', { exact: true }).waitFor();
    });
  });

  it('shows why one part of a page is not up to date, while the rest of the service answers', async () => {
    await inConsole(suite.client.origin, async (window) => {
      const { page } = window;
      await createKey('read');
      await window.open('/keys');
      await logInWith(window, ROOT_KEY);
      await page.getByText('the read key').first().waitFor();
      const remedy = 'the bucket refuses: give its key the right to list';
      await page.route('**/api/v0/data_pipeline/keys', (route) =>
        route.fulfill({ status: 503, json: refusal(remedy) }),
      );
      await eventually(async () => {
        await lookAt(page);
        expect(await page.getByRole('alert').allInnerTexts()).toEqual([expect.stringContaining(remedy)]);
      });
      expect(await page.getByText('the read key').first().isVisible()).toBe(true);
    });
  });

  it('works over plain HTTP to another address of the machine', async () => {
    expect(ADDRESS).toBeDefined();
    const origin = suite.client.origin.replace('127.0.0.1', ADDRESS ?? '');
    await inConsole(origin, async (window) => {
      await window.open('/');
      await logInWith(window, ROOT_KEY);
      await window.page.getByRole('heading', { name: 'Overview' }).waitFor();
      await window.page.getByRole('button', { name: 'Log out' }).click();
      await window.page.getByLabel('API key').waitFor();
    });
  });
}
