import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { installBrowser } from './debian.mjs';
import { canInstallPackages } from './debian-packages.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/**
 * The browser of the tests: what TEST_BROWSER names, else the Chromium or Chrome of this machine; on Debian and Ubuntu, as
 * root, it is installed first.
 * @param {(line: string) => void} say
 * @returns {Promise<string>} path of the program
 * @throws Error when there is none: tests never go on without it
 */
export async function ensureBrowser(say) {
  const found = findBrowser();
  if (found) {
    return found;
  }
  if (await canInstallPackages()) {
    await installBrowser(say);
  }
  const installed = findBrowser();
  if (!installed) {
    throw new Error(
      'The tests need Chromium, and there is none here. Run them as root on Debian or Ubuntu, which installs it; ' +
        'or install Chromium or Chrome so that it is found in the PATH; or set TEST_BROWSER to its program.',
    );
  }
  return installed;
}

/** @returns {string | null} */
export function findBrowser() {
  if (process.env.TEST_BROWSER) {
    return process.env.TEST_BROWSER;
  }
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = [...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), MAC];
  return candidates.find((path) => existsSync(path)) ?? null;
}
