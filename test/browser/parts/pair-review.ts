import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { openConsole, type ConsoleWindow } from '../../harness/browser.js';
import type { ConsoleSuite } from '../../harness/console-suite.js';
import { eventually } from '../../harness/eventually.js';

const HOSTILE = [
  '<img src=x onerror="window.hacked = true"> 多少公司？',
  '\u202Eeman eht sti si sihT',
  '"><script>window.hacked = true</script>',
  `${'长'.repeat(3_999)}？`,
];
const PAIRS = [
  ...HOSTILE.map((question) => ({ question, sql: "SELECT count(*) FROM bss_company WHERE company_name <> '<b>'" })),
  ...Array.from({ length: 116 }, (_, index) => ({
    question: `问题 ${index}：有多少家公司？`,
    sql: `SELECT count(*) AS n FROM bss_company WHERE ${index} = ${index}`,
  })),
];
const PRESS_MS = 60;

interface Listed {
  total: number;
  pairs: { pair_id: string; version: string; question: string; review: { state: string } }[];
}

/** Pairs are reviewed by keys, edited, decided in bulk, by one person and by two. */
export function pairReview(suite: ConsoleSuite): void {
  let window: ConsoleWindow;
  let page: Page;

  beforeAll(async () => {
    window = await openConsole(suite.browser, suite.client.origin);
    page = window.page;
  });

  afterAll(() => window?.context.close());

  async function newTask(pairs: readonly object[]): Promise<string> {
    const created = await suite.client.post<{ task_id: string }>('/tasks', {
      business_context: '<b>service areas</b>',
      tables: ['bss_company'],
    });
    const { task_id: taskId } = created.body.data;
    const form = new FormData();
    form.set('file', new Blob([JSON.stringify(pairs)]), 'qs_shop_pair.json');
    expect((await suite.client.raw('POST', `/tasks/${taskId}/files`, { body: form })).status).toBe(200);
    return taskId;
  }

  const listed = async (taskId: string, query = ''): Promise<Listed> =>
    (await suite.client.get<Listed>(`/tasks/${taskId}/pairs${query}`)).body.data;
  const open = async (taskId: string, on = page) => {
    await on.goto(`${suite.client.origin}/tasks/${taskId}/pairs`);
    await on.getByRole('article').waitFor();
  };

  it('are reviewed by keys alone: a hundred of them, with at most 1.3 presses each', async () => {
    const taskId = await newTask(PAIRS);
    await open(taskId);
    let presses = 0;
    const press = async (key: string) => {
      presses += 1;
      await page.keyboard.press(key, { delay: 0 });
      await page.waitForTimeout(PRESS_MS);
    };
    const startedAt = performance.now();
    let decided = 0;
    for (let index = 0; decided < 100; index += 1) {
      if (index % 20 === 7) {
        // A mistake: taken back, and decided otherwise.
        await press('r');
        await press('u');
        await page.getByText(/saving \d+/).waitFor({ state: 'detached' });
      }
      if (index % 25 === 9) {
        await press('s');
      }
      await press(index % 10 === 3 ? 'r' : 'a');
      decided += 1;
    }
    const seconds = (performance.now() - startedAt) / 1000;
    await eventually(async () => {
      const { total } = await listed(taskId, '?state=new');
      expect(total).toBe(PAIRS.length - 100);
    });
    const rejected = (await listed(taskId, '?state=rejected')).total;
    console.info(`100 pairs: ${presses} presses, ${seconds.toFixed(1)} s at ${PRESS_MS} ms a press`);
    expect(rejected).toBe(10);
    expect(presses / 100).toBeLessThanOrEqual(1.3);
  }, 180_000);

  it('leaves hostile texts inert, and shows characters that disguise a text', async () => {
    const taskId = await newTask(PAIRS.slice(0, 4));
    await open(taskId);
    expect(await page.getByText('<img src=x').first().isVisible()).toBe(true);
    await page.keyboard.press('n');
    expect(await page.getByRole('article').getByText('⟨U+202E⟩').isVisible()).toBe(true);
    expect(await page.evaluate(`'hacked' in window`)).toBe(false);
    expect(await page.locator('article img, article script').count()).toBe(0);
  });

  it('shows the second of two people what the first did, who then decides', async () => {
    const taskId = await newTask(PAIRS.slice(4, 8));
    const { page: other } = await openConsole(suite.browser, suite.client.origin);
    await open(taskId);
    await open(taskId, other);
    await page.keyboard.press('a');
    await eventually(async () => expect((await listed(taskId, '?state=approved')).total).toBe(1));
    await other.keyboard.press('r');
    await other
      .getByRole('alert')
      .getByText(/changed it meanwhile \(now: Approved\)/)
      .waitFor();
    expect((await listed(taskId, '?state=rejected')).total).toBe(0);
    await other.getByRole('button', { name: /Use mine all the same/ }).click();
    await eventually(async () => expect((await listed(taskId, '?state=rejected')).total).toBe(1));
  });

  it('edits a statement, which is validated and proven on the spot, and previews its result', async () => {
    const taskId = await newTask(PAIRS.slice(4, 8));
    await open(taskId);
    await page.keyboard.press('v');
    await page.getByRole('group', { name: 'Result' }).waitFor();
    await page.keyboard.press('e');
    const editor = page.locator('.sql-editor .cm-content');
    await editor.waitFor();
    await editor.press('Control+a');
    await page.keyboard.type('SELECT count(*) FROM bss_compny');
    await page.getByRole('button', { name: /Save and approve/ }).click();
    await page
      .getByRole('alert')
      .getByText(/not valid/)
      .waitFor();
    // Where the mistake is, until the text changes.
    expect(await page.locator('.sql-editor .cm-mistake').allInnerTexts()).toEqual(['bss_compny']);
    await editor.press('End');
    await page.keyboard.type(' ');
    expect(await page.locator('.sql-editor .cm-mistake').count()).toBe(0);
    await page.getByRole('button', { name: 'Try and prove' }).click();
    await page.locator('.sql-editor .cm-mistake').getByText('bss_compny').waitFor();
    await editor.press('Control+a');
    await page.keyboard.type('SELECT count(*) AS companies FROM bss_company');
    await page.getByRole('button', { name: 'Try and prove' }).click();
    await page.getByText('The statement is valid').waitFor();
    await page
      .getByRole('article')
      .getByText(/^It was run/)
      .waitFor();
    expect(await window.accessibilityProblems()).toEqual([]);
    await editor.press('Control+Enter');
    await eventually(async () => {
      const { pairs } = await listed(taskId, '?state=approved');
      expect(pairs.map((pair) => (pair as unknown as { sql: string }).sql)).toEqual([
        'SELECT count(*) AS companies FROM bss_company',
      ]);
    });
    await page.goto(`${suite.client.origin}/tasks/${taskId}/pairs?state=approved`);
    await page.getByText(/^It was run/).waitFor();
    // Who edited it, and what that person replaced.
    await page.locator('.pair-history ins', { hasText: 'SELECT count(*) AS companies' }).waitFor();
  });

  it('has a key for each decision and direction, and a filter in the address', async () => {
    const taskId = await newTask(PAIRS.slice(4, 8));
    await open(taskId);
    const question = () => page.locator('.pair-question').innerText();
    const first = await question();
    await page.keyboard.press('j');
    const second = await question();
    expect(second).not.toBe(first);
    await page.keyboard.press('k');
    expect(await question()).toBe(first);
    // The arrows scroll.
    await page.keyboard.press('ArrowDown');
    expect(await question()).toBe(first);
    await page.keyboard.press('n');
    expect(await question()).toBe(second);
    await page.keyboard.press('p');
    expect(await question()).toBe(first);
    await page.keyboard.press('w');
    await eventually(async () => expect((await listed(taskId, '?state=needs_work')).total).toBe(1));
    await page.goto(`${suite.client.origin}/tasks/${taskId}/pairs?state=needs_work`);
    await page.getByText(first, { exact: true }).first().waitFor();
    expect(await page.locator('.pair-row').count()).toBe(1);
  });

  it('keeps decisions that the service did not take, names their pairs, and sends them again', async () => {
    const taskId = await newTask(PAIRS.slice(4, 8));
    const { page: cut, context } = await openConsole(suite.browser, suite.client.origin);
    try {
      await open(taskId, cut);
      const [first, second] = await cut.locator('.pair-row').allInnerTexts();
      await context.setOffline(true);
      await cut.keyboard.press('a');
      await cut.keyboard.press('r');
      const failed = cut.locator('.pair-conflict');
      await failed
        .filter({ hasText: first ?? '' })
        .getByText(/“Approved” was not saved/)
        .waitFor();
      await failed
        .filter({ hasText: second ?? '' })
        .getByText(/“Rejected” was not saved/)
        .waitFor();
      await cut.getByText('0 decided in this session').waitFor();
      // What comes after it does not hide it.
      await cut.keyboard.press('s');
      expect(await failed.count()).toBe(2);
      await context.setOffline(false);
      await failed
        .filter({ hasText: second ?? '' })
        .getByRole('button', { name: 'Try again' })
        .click();
      await failed.filter({ hasText: second ?? '' }).waitFor({ state: 'detached' });
      await failed.getByRole('button', { name: 'Try again' }).click();
      await eventually(async () => {
        expect((await listed(taskId, '?state=approved')).pairs.map((pair) => pair.question)).toEqual([first]);
        expect((await listed(taskId, '?state=rejected')).pairs.map((pair) => pair.question)).toEqual([second]);
      });
      await cut.getByText('2 decided in this session').waitFor();
    } finally {
      await context.close();
    }
  });

  it('takes back the last decision of a queue, and one for all that left it empty', async () => {
    const taskId = await newTask(PAIRS.slice(4, 6));
    const decided = async (count: number) =>
      eventually(async () => expect((await listed(taskId, '?state=approved')).total).toBe(count));
    await open(taskId);
    await page.keyboard.press('a');
    await page.keyboard.press('a');
    await page.getByText('This queue is done').waitFor();
    await decided(2);
    await page.keyboard.press('u');
    await decided(1);
    await page.getByRole('article').waitFor();
    await page.getByRole('button', { name: 'Decide for all' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Look' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Change 1' }).click();
    await page.getByText('No pair matches').waitFor();
    await decided(2);
    await page.getByRole('button', { name: /^Undo/ }).click();
    await decided(1);
    await page.getByRole('article').waitFor();
  });

  it('decides once for a key that is held, and not at all while keys are turned off', async () => {
    const taskId = await newTask(PAIRS.slice(4, 10));
    await open(taskId);
    for (let repeat = 0; repeat < 4; repeat += 1) {
      await page.keyboard.down('a');
    }
    await page.keyboard.up('a');
    await page.getByText('1 decided in this session').waitFor();
    await page.getByText('Single-key shortcuts').click();
    expect(await page.locator('.pair-actions kbd').count()).toBe(0);
    await page.reload();
    await page.getByRole('article').waitFor();
    const before = await page.locator('.pair-question').innerText();
    await page.locator('h1').click();
    await page.keyboard.press('r');
    await page.keyboard.press('n');
    expect(await page.locator('.pair-question').innerText()).toBe(before);
    await page.getByText('Single-key shortcuts').click();
    await page.locator('h1').click();
    await page.keyboard.press('r');
    await eventually(async () => expect((await listed(taskId, '?state=rejected')).total).toBe(1));
    expect((await listed(taskId, '?state=approved')).total).toBe(1);
  });

  it('shows whoever edits a pair what another person wrote there meanwhile, with all its characters', async () => {
    const taskId = await newTask(PAIRS.slice(4, 6));
    await open(taskId);
    await page.keyboard.press('e');
    await page.locator('.sql-editor .cm-content').waitFor();
    const pair = (await listed(taskId, '?state=new')).pairs[0];
    const edited = await suite.client.raw('PATCH', `/tasks/${taskId}/pairs/${pair?.pair_id ?? ''}`, {
      headers: { 'content-type': 'application/json', 'if-match': `"${pair?.version ?? ''}"` },
      body: JSON.stringify({
        question: `their ${HOSTILE[1]}`,
        sql: "SELECT count(*) AS n FROM bss_company WHERE company_name <> '\u202E'",
        comment: 'seen \u202E twice',
      }),
    });
    expect(edited.status).toBe(200);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const conflict = page.locator('.pair-conflict');
    await conflict.getByText(/^a local user changed it meanwhile/).waitFor();
    expect(await conflict.getByText('their ⟨U+202E⟩').isVisible()).toBe(true);
    expect(await conflict.getByText("<> '⟨U+202E⟩'").isVisible()).toBe(true);
    expect(await conflict.getByText('seen ⟨U+202E⟩ twice').isVisible()).toBe(true);
    expect(await conflict.innerText()).not.toContain('\u202E');
    await conflict.getByRole('button', { name: 'Use mine all the same' }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.locator('.pair-question').waitFor();
    const { pairs } = await listed(taskId);
    expect(pairs.map((one) => one.question).some((question) => question.startsWith('their'))).toBe(false);
  });

  it('decides for all pairs of a filter after a preview, and draws a spot check', async () => {
    const taskId = await newTask(PAIRS.slice(4, 14));
    await open(taskId);
    await page.getByRole('button', { name: 'Decide for all' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Look' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Change 10' }).click();
    await eventually(async () => expect((await listed(taskId, '?state=approved')).total).toBe(10));
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Spot check' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Draw' }).click();
    await page.getByRole('article').waitFor();
    for (const key of ['a', 'r', 'a', 'a']) {
      await page.keyboard.press(key);
    }
    await page.getByText(/4 of 10 judged/).waitFor();
    await page.getByText(/error rate 25%/).waitFor();
    await page.getByRole('button', { name: 'End the spot check' }).click();
    // Of the filter of the page: of a source that no pair has, none is drawn.
    await page.goto(`${suite.client.origin}/tasks/${taskId}/pairs?state=any&source=model`);
    await page.getByRole('button', { name: 'Spot check' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Draw' }).click();
    await page.getByText(/0 of 0 judged/).waitFor();
  });

  it('is accessible while a pair is edited, and silent but for answers that refuse', async () => {
    const taskId = await newTask(PAIRS.slice(0, 4));
    await open(taskId);
    expect(await window.accessibilityProblems()).toEqual([]);
    await page.keyboard.press('e');
    await page.locator('.sql-editor .cm-content').waitFor();
    expect(await window.accessibilityProblems()).toEqual([]);
    expect(window.complaints().filter((text) => !/status of (400|409)/.test(text))).toEqual([]);
  });
}
