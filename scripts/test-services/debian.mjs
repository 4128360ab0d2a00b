import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { runCommand } from '../run-command.mjs';
import { parseDeb822Sources, parseOneLineSources, sourceEntryFor } from './apt-sources.mjs';
import { findPostgres, findRedis } from './local-servers.mjs';

/** Releases whose source package of pgvector is asked for where the machine's own release has none. */
const LATER_RELEASES = { debian: ['trixie', 'sid'], ubuntu: ['noble', 'devel'] };

const POLICY_FILE = '/usr/sbin/policy-rc.d';
const APT = ['-qq', '-o', 'DPkg::Lock::Timeout=300'];
const APT_ENVIRONMENT = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };

/** @returns {Promise<boolean>} whether packages can be installed here: Debian or Ubuntu, as root */
export async function canInstallPackages() {
  const release = await osRelease();
  return process.getuid?.() === 0 && release.family !== undefined && existsSync('/usr/bin/apt-get');
}

/**
 * Installs what is missing of Redis, PostgreSQL and pgvector. Starts no service, and changes no apt source of the machine.
 * @param {(line: string) => void} say
 */
export async function installPackages(say) {
  const missing = [...((await findRedis()) ? [] : ['redis-server']), ...((await findPostgres()) ? [] : ['postgresql'])];
  say('updating the package lists');
  await runCommand('apt-get', [...APT, 'update'], { env: APT_ENVIRONMENT });
  if (missing.length > 0) {
    say(`installing ${missing.join(', ')}`);
    await install(missing);
    await keepFromStartingAtBoot(missing);
  }
  const postgres = await findPostgres();
  if (postgres && !postgres.hasVector) {
    await installVectorExtension(postgres, say);
  }
}

async function installVectorExtension(postgres, say) {
  const binaryPackage = `postgresql-${postgres.major}-pgvector`;
  if (await candidateOf(binaryPackage)) {
    say(`installing ${binaryPackage}`);
    await install([binaryPackage]);
    return;
  }
  say(`building pgvector for PostgreSQL ${postgres.major} from its source package`);
  await install(await buildPackages(postgres.major));
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
  await fetchVectorSource(folder);
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

/** Downloads through a private apt configuration: the lists and sources of the machine stay as they are. */
async function fetchVectorSource(folder) {
  const release = await osRelease();
  const sources = await machineSources();
  const problems = [];
  for (const codename of LATER_RELEASES[release.family]) {
    const entry = sourceEntryFor(sources, release.codename, codename);
    if (!entry) {
      throw new Error(`no apt source of this machine serves ${release.codename} main: pgvector cannot be fetched`);
    }
    const apt = await privateApt(join(folder, `apt-${codename}`), entry);
    const updated = await runCommand('apt-get', [...apt, 'update'], { tolerate: true });
    const fetched = await runCommand('apt-get', [...apt, 'source', 'pgvector'], { tolerate: true, cwd: folder });
    if (fetched.code === 0) {
      return;
    }
    problems.push(`${codename}: ${`${updated.output}${fetched.output}`.trim()}`);
  }
  throw new Error(`the source package of pgvector could not be fetched\n${problems.join('\n')}`);
}

async function privateApt(folder, sourceEntry) {
  await mkdir(join(folder, 'parts'), { recursive: true });
  await mkdir(join(folder, 'lists', 'partial'), { recursive: true });
  await mkdir(join(folder, 'cache', 'archives', 'partial'), { recursive: true });
  await writeFile(join(folder, 'parts', 'later.sources'), sourceEntry);
  const settings = {
    'Dir::Etc::sourcelist': '/dev/null',
    'Dir::Etc::sourceparts': join(folder, 'parts'),
    'Dir::State::lists': join(folder, 'lists'),
    'Dir::Cache': join(folder, 'cache'),
    'APT::Sandbox::User': 'root',
  };
  return ['-q', ...Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`])];
}

async function install(packages) {
  const hadPolicy = existsSync(POLICY_FILE);
  if (!hadPolicy) {
    // Debian's own switch: 101 = "not allowed", so a package's service does not start when it is installed.
    await writeFile(POLICY_FILE, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  }
  try {
    await runCommand('apt-get', [...APT, 'install', '-y', '--no-install-recommends', ...packages], {
      env: APT_ENVIRONMENT,
    });
  } finally {
    if (!hadPolicy) {
      await rm(POLICY_FILE, { force: true });
    }
  }
}

async function keepFromStartingAtBoot(packages) {
  if (existsSync('/run/systemd/system')) {
    await runCommand('systemctl', ['disable', '--quiet', ...packages], { tolerate: true });
  }
}

async function candidateOf(name) {
  const { output } = await runCommand('apt-cache', ['policy', name], {
    tolerate: true,
    env: { ...process.env, LC_ALL: 'C' },
  });
  const candidate = /Candidate: (\S+)/.exec(output)?.[1];
  return candidate && candidate !== '(none)' ? candidate : null;
}

async function machineSources() {
  const folder = '/etc/apt/sources.list.d';
  const names = existsSync(folder) ? (await readdir(folder)).sort().map((name) => join(folder, name)) : [];
  const files = ['/etc/apt/sources.list', ...names].filter((name) => existsSync(name));
  const parsed = await Promise.all(
    files.map(async (name) => {
      const text = await readFile(name, 'utf8');
      return name.endsWith('.sources')
        ? parseDeb822Sources(text)
        : name.endsWith('.list')
          ? parseOneLineSources(text)
          : [];
    }),
  );
  return parsed.flat();
}

async function osRelease() {
  const text = existsSync('/etc/os-release') ? await readFile('/etc/os-release', 'utf8') : '';
  const value = (name) => new RegExp(`^${name}="?([^"\\n]*)"?$`, 'm').exec(text)?.[1];
  const family = Object.keys(LATER_RELEASES).find((name) => value('ID') === name);
  return { family, codename: value('VERSION_CODENAME') ?? '' };
}
