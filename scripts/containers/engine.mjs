import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, open, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { runCommand } from '../run-command.mjs';
import {
  canInstallPackages,
  candidateOf,
  fetchFromLaterRelease,
  installQuietly,
  updatePackageLists,
} from '../test-services/debian-packages.mjs';

const START_DEADLINE_MS = 60_000;
const STOP_DEADLINE_MS = 20_000;
/** The engine ends with the process that holds the other end of its standard input, however that one ends. */
const SERVE_UNTIL_CLOSED = 'exec 3<&0; dockerd "$@" & pid=$!; { read -r _ <&3; kill "$pid"; } & wait "$pid"';
const PLUGINS = ['compose', 'buildx'];
/** With these a build sees the network as this machine does. */
const BUILD_NETWORK = ['--network', 'host'];

/**
 * @typedef {object} Engine
 * @property {string} folder scratch space that goes with the engine
 * @property {boolean} isOwn started here; its images belong to this run
 * @property {(args: readonly string[], options?: object) => Promise<{ code: number, output: string }>} docker
 * @property {(context: string, tag: string) => Promise<void>} build
 * @property {NodeJS.ProcessEnv} environment for programs that use it
 * @property {() => Promise<void>} stop stops only what this run started
 */

/**
 * A Docker engine with BuildKit and compose: the one that answers, else, on Debian and Ubuntu as root, one that is
 * installed and started on a private socket.
 * @param {(line: string) => void} say
 * @returns {Promise<Engine>}
 * @throws Error when there is none and none can be started
 */
export async function findEngine(say) {
  const folder = await mkdtemp(join(tmpdir(), 'data-pipeline-engine-'));
  // apt reaches through it as a user without rights.
  await chmod(folder, 0o711);
  try {
    const environment = { ...process.env };
    const isOwn = !(await answers('docker', environment));
    const daemon = isOwn ? await startOwnEngine(folder, environment, say) : null;
    // The client of the package speaks BuildKit; another one on the PATH may lack its plugins.
    const client = isOwn ? '/usr/bin/docker' : 'docker';
    const docker = (args, options = {}) => runCommand(client, args, { env: environment, ...options });
    const stop = async () => {
      await (daemon && endDaemon(daemon));
      // A build that was cut off may still write for a moment.
      await rm(folder, { recursive: true, force: true, maxRetries: 30, retryDelay: 500 });
    };
    try {
      await providePlugins(docker, folder, environment, say);
    } catch (error) {
      await stop();
      throw error;
    }
    const build = async (context, tag) => {
      await docker(['build', ...BUILD_NETWORK, ...proxyArguments(), '--tag', tag, context], {
        env: { ...environment, DOCKER_BUILDKIT: '1' },
      });
    };
    return { folder, isOwn, docker, build, environment, stop };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function answers(client, env) {
  return (await runCommand(client, ['info'], { env, tolerate: true })).code === 0;
}

/** A build has no environment of its own, and a proxy is part of how this machine reaches the registry. */
function proxyArguments() {
  return Object.keys(process.env)
    .filter((name) => /^(https?|no)_proxy$/i.test(name))
    .flatMap((name) => ['--build-arg', name]);
}

async function startOwnEngine(folder, environment, say) {
  if (!(await canInstallPackages())) {
    throw new Error(
      'no Docker engine answers, and none can be started: that takes Debian or Ubuntu, as root. ' +
        'Start Docker, or set DOCKER_HOST to an engine',
    );
  }
  if (!existsSync('/usr/sbin/dockerd') || !existsSync('/usr/bin/docker')) {
    say('installing a Docker engine');
    await updatePackageLists();
    const client = (await candidateOf('docker-cli')) ? ['docker-cli'] : [];
    await installQuietly(['docker.io', ...client, 'iptables'], ['docker.service', 'docker.socket']);
  }
  say('starting a Docker engine on a private socket');
  const socket = `unix://${join(folder, 'docker.sock')}`;
  environment.DOCKER_HOST = socket;
  delete environment.DOCKER_CONTEXT;
  const log = await open(join(folder, 'dockerd.log'), 'a');
  const places = ['--data-root', 'data', '--exec-root', 'exec', '--pidfile', 'dockerd.pid'].map((part) =>
    part.startsWith('--') ? part : join(folder, part),
  );
  const daemon = spawn('sh', ['-c', SERVE_UNTIL_CLOSED, 'sh', ...places, '--host', socket], {
    stdio: ['pipe', log.fd, log.fd],
    // Ctrl-C reaches this process alone, which takes the containers down first.
    detached: true,
  });
  await log.close();
  const deadline = Date.now() + START_DEADLINE_MS;
  while (daemon.exitCode === null && Date.now() < deadline) {
    if (await answers('/usr/bin/docker', environment)) {
      return daemon;
    }
    await delay(200);
  }
  await endDaemon(daemon);
  const text = await readFile(join(folder, 'dockerd.log'), 'utf8');
  throw new Error(`the Docker engine did not start:\n${text.trim().split('\n').slice(-5).join('\n')}`);
}

async function endDaemon(daemon) {
  const ended = new Promise((resolve) => daemon.once('exit', resolve));
  if (daemon.exitCode === null && daemon.signalCode === null) {
    daemon.stdin.end();
    await Promise.race([ended, delay(STOP_DEADLINE_MS, undefined, { ref: false })]);
    daemon.kill('SIGKILL');
  }
}

/** Debian 12 has no compose of the second generation: the one of the next release runs on it, without being installed. */
async function providePlugins(docker, folder, environment, say) {
  const missing = [];
  for (const plugin of PLUGINS) {
    if ((await docker([plugin, 'version'], { tolerate: true })).code !== 0) {
      missing.push(plugin);
    }
  }
  if (missing.length === 0) {
    return;
  }
  if (!(await canInstallPackages())) {
    throw new Error(`docker ${missing.join(' and docker ')} are missing: install these plugins of Docker`);
  }
  say(`fetching docker ${missing.join(' and docker ')}`);
  const place = join(folder, 'plugins');
  const target = join(folder, 'docker-config', 'cli-plugins');
  await mkdir(place);
  await mkdir(target, { recursive: true });
  await fetchFromLaterRelease(place, 'deb', ['download', 'docker-compose', 'docker-buildx']);
  for (const archive of (await readdir(place)).filter((name) => name.endsWith('.deb'))) {
    await runCommand('dpkg-deb', ['--extract', join(place, archive), place]);
  }
  for (const plugin of PLUGINS) {
    const file = join(target, `docker-${plugin}`);
    await copyFile(join(place, 'usr/libexec/docker/cli-plugins', `docker-${plugin}`), file);
    await chmod(file, 0o755);
  }
  environment.DOCKER_CONFIG = join(folder, 'docker-config');
}
