import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';

/** The version in the package.json of the product, wherever it was built to. */
export function productVersion(): string {
  const file = findPackageJSON(import.meta.url);
  if (file === undefined) {
    throw new Error('there is no package.json above the program');
  }
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
