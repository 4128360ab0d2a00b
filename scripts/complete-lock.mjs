/** `node scripts/complete-lock.mjs [--check]`: run it after `npm install` changed the lock; the check is for CI. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { ROOT } from './installation.mjs';
import { missingPlatformPackages, unlockablePackages } from './lock-completion.mjs';

const file = join(ROOT, 'package-lock.json');
const lock = JSON.parse(await readFile(file, 'utf8'));
const missing = missingPlatformPackages(lock.packages);
const names = Object.keys(missing).map((path) => path.replace('node_modules/', ''));

const unlockable = unlockablePackages(lock.packages);
if (unlockable.length > 0) {
  console.error(
    `npm ci will refuse package-lock.json without ${unlockable.join(', ')}: use another version of the parent`,
  );
  process.exitCode = 1;
}
if (names.length > 0 && process.argv.includes('--check')) {
  console.error(`package-lock.json lacks ${names.join(', ')}: run node scripts/complete-lock.mjs`);
  process.exitCode = 1;
} else if (names.length > 0) {
  const packages = Object.entries({ ...lock.packages, ...missing }).sort(([a], [b]) => a.localeCompare(b, 'en'));
  await writeFile(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(packages) }, null, 2)}\n`);
  console.log(`added ${names.length} packages of other platforms to package-lock.json`);
}
