import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import type { ByLanguage, Language } from '#libs/language';
import { findBrowser } from '../../scripts/test-services/browser.mjs';

/** A suite without a browser fails; it does not skip. */
export function openBrowser(): Promise<Browser> {
  const executablePath = findBrowser();
  if (executablePath === null) {
    throw new Error('there is no Chromium: run the tests with `npm test`, which installs it');
  }
  // The sandbox of Chromium refuses root.
  return chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
}

const LEVEL = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const LOCALES: ByLanguage<string> = { zh: 'zh-CN', en: 'en-GB' };

export interface ConsoleWindow {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the browser has complained about since the last call: errors, refused resources, exceptions. */
  complaints(): string[];
  /** Opens a page of the console, and waits until it shows its data. */
  open(path: string): Promise<void>;
  /** Sentences about what is no WCAG 2.2 AA in the page as it is. @param rules of axe; by default all of that level */
  accessibilityProblems(rules?: readonly string[]): Promise<string[]>;
}

interface WindowOptions {
  readonly language?: Language;
  readonly dark?: boolean;
  /** With which the reader is logged in. */
  readonly key?: string;
}

/** A window of a reader who has never been here. */
export async function openConsole(
  browser: Browser,
  origin: string,
  { language = 'en', dark = false, key }: WindowOptions = {},
): Promise<ConsoleWindow> {
  const context = await browser.newContext({
    baseURL: origin,
    locale: LOCALES[language],
    colorScheme: dark ? 'dark' : 'light',
    viewport: { width: 1_280, height: 900 },
    reducedMotion: 'reduce',
  });
  if (key !== undefined) {
    const answer = await context.request.post('/api/v0/data_pipeline/session', { data: { key } });
    if (!answer.ok()) {
      throw new Error(`the login was refused: ${await answer.text()}`);
    }
  }
  const page = await context.newPage();
  let complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) {
      complaints.push(`${message.text()} ${message.location().url}`);
    }
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return {
    page,
    context,
    complaints: () => {
      const made = complaints;
      complaints = [];
      return made;
    },
    open: async (path) => {
      await page.goto(path);
      await settled(page);
    },
    accessibilityProblems: async (rules) => {
      // React Aria puts what it announces there for some seconds.
      // There are no frames, for which it would open a page of its own.
      const axe = new AxeBuilder({ page }).setLegacyMode().exclude('[data-live-announcer]');
      const chosen = rules === undefined ? axe.withTags(LEVEL) : axe.withRules([...rules]);
      const { violations } = await chosen.analyze();
      return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' | ')}`);
    },
  };
}

/** Nothing is loading any more, and there is a heading. */
export async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor();
  await page.locator('.loading').first().waitFor({ state: 'detached' });
}
