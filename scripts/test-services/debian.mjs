import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../run-command.mjs';
import { candidateOf, fetchFromLaterRelease, installQuietly, updatePackageLists } from './debian-packages.mjs';
import { findPostgres, findRedis } from './local-servers.mjs';

/**
 * Installs what is missing of Redis, PostgreSQL and pgvector. Starts no service, and changes no apt source of the machine.
 * @param {(line: string) => void} say
 */
export async function installPackages(say) {
  const missing = [...((await findRedis()) ? [] : ['redis-server']), ...((await findPostgres()) ? [] : ['postgresql'])];
  say('updating the package lists');
  await updatePackageLists();
  if (missing.length > 0) {
    say(`installing ${missing.join(', ')}`);
    await installQuietly(missing);
  }
  const postgres = await findPostgres();
  if (postgres && !postgres.hasVector) {
    await installVectorExtension(postgres, say);
  }
}

/**
 * Installs Chromium, with a font that has Chinese characters.
 * @param {(line: string) => void} say
 */
export async function installBrowser(say) {
  say('updating the package lists');
  await updatePackageLists();
  say('installing chromium');
  await installQuietly(['chromium', 'fonts-noto-cjk'], []);
}

async function installVectorExtension(postgres, say) {
  const binaryPackage = `postgresql-${postgres.major}-pgvector`;
  if (await candidateOf(binaryPackage)) {
    say(`installing ${binaryPackage}`);
    await installQuietly([binaryPackage]);
    return;
  }
  say(`building pgvector for PostgreSQL ${postgres.major} from its source package`);
  await installQuietly(await buildPackages(postgres.major));
  const folder = await mkdtemp(join(tmpdir(), 'pgvector-build-'));
  try {
    await buildVectorExtension(folder, join(postgres.binaries, 'pg_config'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The headers come in the version of the installed server, so that a server that runs is not replaced under way. */
async function buildPackages(major) {
  const headers = `postgresql-server-dev-${major}`;
  const installed = await runCommand('dpkg-query', ['-W', '-f=${Version}', `postgresql-${major}`], { tolerate: true });
  const offered = await runCommand('apt-cache', ['madison', headers], { tolerate: true });
  const sameVersion = installed.code === 0 && offered.output.includes(` ${installed.output.trim()} `);
  return ['gcc', 'make', 'libc6-dev', 'dpkg-dev', sameVersion ? `${headers}=${installed.output.trim()}` : headers];
}

async function buildVectorExtension(folder, pgConfig) {
  await fetchFromLaterRelease(folder, 'deb-src', ['source', 'pgvector']);
  const name = (await readdir(folder, { withFileTypes: true })).find(
    (entry) => entry.isDirectory() && entry.name.startsWith('pgvector-'),
  );
  if (!name) {
    throw new Error('the source package of pgvector unpacked to nothing that can be built');
  }
  // OPTFLAGS empty: the library may be cached and used on another processor. No bitcode: nothing here needs the JIT.
  const options = [`PG_CONFIG=${pgConfig}`, 'OPTFLAGS=', 'with_llvm=no'];
  await runCommand('make', ['-j2', ...options], { cwd: join(folder, name.name) });
  await runCommand('make', ['install', ...options], { cwd: join(folder, name.name) });
}
