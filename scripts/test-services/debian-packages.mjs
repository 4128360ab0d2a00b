import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { runCommand } from '../run-command.mjs';
import { parseDeb822Sources, parseOneLineSources, sourceEntryFor } from './apt-sources.mjs';

/** Releases that are asked, in this order, for a package that the machine's own release does not have. */
const LATER_RELEASES = { debian: ['trixie', 'sid'], ubuntu: ['noble', 'devel'] };

const POLICY_FILE = '/usr/sbin/policy-rc.d';
const APT = ['-qq', '-o', 'DPkg::Lock::Timeout=300'];
const APT_ENVIRONMENT = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };

/** @returns {Promise<boolean>} whether packages can be installed here: Debian or Ubuntu, as root */
export async function canInstallPackages() {
  const release = await osRelease();
  return process.getuid?.() === 0 && release.family !== undefined && existsSync('/usr/bin/apt-get');
}

export async function updatePackageLists() {
  await runCommand('apt-get', [...APT, 'update'], { env: APT_ENVIRONMENT });
}

/**
 * Installs packages and starts none of their services, now or at boot.
 * @param {readonly string[]} packages
 * @param {readonly string[]} [services] where they have other names than the packages
 */
export async function installQuietly(packages, services = packages) {
  await install(packages);
  await keepFromStartingAtBoot(services);
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

async function keepFromStartingAtBoot(services) {
  if (services.length > 0 && existsSync('/run/systemd/system')) {
    await runCommand('systemctl', ['disable', '--quiet', ...services], { tolerate: true });
  }
}

/** @returns {Promise<string | null>} the version that would be installed */
export async function candidateOf(name) {
  const { output } = await runCommand('apt-cache', ['policy', name], {
    tolerate: true,
    env: { ...process.env, LC_ALL: 'C' },
  });
  const candidate = /Candidate: (\S+)/.exec(output)?.[1];
  return candidate && candidate !== '(none)' ? candidate : null;
}

/**
 * Runs an apt-get command on the packages of later releases, until one has what is asked for. It goes through a private
 * apt configuration: the lists and sources of the machine stay as they are.
 * @param {string} folder where the command runs
 * @param {'deb' | 'deb-src'} type
 * @param {readonly string[]} command e.g. `['source', 'pgvector']`
 */
export async function fetchFromLaterRelease(folder, type, command) {
  const release = await osRelease();
  const sources = await machineSources();
  const what = command.join(' ');
  const problems = [];
  for (const codename of LATER_RELEASES[release.family]) {
    const entry = sourceEntryFor(sources, release.codename, codename, type);
    if (!entry) {
      throw new Error(`no apt source of this machine serves ${release.codename} main: apt-get ${what} is not possible`);
    }
    const apt = await privateApt(join(folder, `apt-${codename}`), entry);
    const updated = await runCommand('apt-get', [...apt, 'update'], { tolerate: true });
    const fetched = await runCommand('apt-get', [...apt, ...command], { tolerate: true, cwd: folder });
    if (fetched.code === 0) {
      return;
    }
    problems.push(`${codename}: ${`${updated.output}${fetched.output}`.trim()}`);
  }
  throw new Error(`apt-get ${what} found nothing in a later release\n${problems.join('\n')}`);
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

/** @returns {Promise<import('./apt-sources.mjs').AptSource[]>} every place that this machine gets packages from */
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

/** @returns {Promise<{ family: string | undefined, codename: string }>} `family`: debian, ubuntu or undefined */
export async function osRelease() {
  const text = existsSync('/etc/os-release') ? await readFile('/etc/os-release', 'utf8') : '';
  const value = (name) => new RegExp(`^${name}="?([^"\\n]*)"?$`, 'm').exec(text)?.[1];
  const family = Object.keys(LATER_RELEASES).find((name) => value('ID') === name);
  return { family, codename: value('VERSION_CODENAME') ?? '' };
}
