import { mkdir, readFile, realpath } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { ROOT, pinnedNode } from '../installation.mjs';
import { runCommand } from '../run-command.mjs';
import { installPackages } from '../test-services/debian.mjs';
import { canInstallPackages, installQuietly, osRelease } from '../test-services/debian-packages.mjs';
import { findPostgres } from '../test-services/local-servers.mjs';

const PULL_LIMIT_MS = 240_000;
const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';
const INSIDE = fileURLToPath(new URL('inside', import.meta.url));

/**
 * Sees that the engine has the images that Dockerfile and docker-compose.yml start from: those it has, those it can pull,
 * and, on an engine of our own that reaches no registry, images of the same names made from Debian's packages.
 * @param {import('./engine.mjs').Engine} engine
 * @param {(line: string) => void} say
 */
export async function provideBaseImages(engine, say) {
  const missing = [];
  for (const image of await baseImages()) {
    if ((await engine.docker(['image', 'inspect', image], { tolerate: true })).code !== 0) {
      say(`pulling ${image}`);
      const pulled = await engine.docker(['pull', '--quiet', image], { tolerate: true, timeout: PULL_LIMIT_MS });
      if (pulled.code !== 0) {
        missing.push({ image, reason: pulled.output.trim().split('\n').at(-1) });
      }
    }
  }
  if (missing.length === 0) {
    return;
  }
  if (!engine.isOwn || !(await canInstallPackages())) {
    throw new Error(missing.map(({ image, reason }) => `${image} cannot be pulled: ${reason}`).join('\n'));
  }
  say(`no registry answers: making ${missing.map(({ image }) => image).join(', ')} from packages`);
  await makeImages(
    engine,
    missing.map(({ image }) => image),
    say,
  );
}

async function baseImages() {
  const dockerfile = await readFile(join(ROOT, 'Dockerfile'), 'utf8');
  const { services } = parse(await readFile(join(ROOT, 'docker-compose.yml'), 'utf8'), { merge: true });
  // Services of a profile are started on request only.
  const started = Object.values(services).flatMap(({ image, build, profiles }) => (build || profiles ? [] : [image]));
  const defaults = new Map([...dockerfile.matchAll(/^ARG (\w+)=(\S+)/gm)].map(([, name, value]) => [name, value]));
  const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) =>
    image.replace(/\$\{(\w+)\}/g, (_, name) => defaults.get(name)),
  );
  return [...new Set([...bases, ...started])];
}

async function makeImages(engine, images, say) {
  await installPackages(say);
  if (!existsSync('/usr/bin/mmdebstrap')) {
    await installQuietly(['mmdebstrap']);
  }
  const [node, services] = [
    images.filter((image) => image.startsWith('node:')),
    images.filter((image) => !image.startsWith('node:')),
  ];
  await Promise.all([
    node.length > 0 && makeNodeImages(engine, node),
    services.length > 0 && makeServiceImages(engine, services),
  ]);
}

/** Debian with the pinned Node, the npm of this machine, and the user `node`. */
async function makeNodeImages(engine, images) {
  const archive = join(engine.folder, 'node.tar');
  const npm = join(dirname(await realpath(await npmProgram())), '..');
  const staging = join(engine.folder, 'npm');
  await mkdir(staging);
  await runCommand('cp', ['-rL', npm, join(staging, 'npm')]);
  await bootstrap(
    archive,
    ['ca-certificates'],
    [
      `upload ${await realpath(pinnedNode())} /usr/local/bin/node`,
      'mkdir -p "$1/usr/local/lib/node_modules"',
      `copy-in ${join(staging, 'npm')} /usr/local/lib/node_modules`,
      'chmod 755 "$1/usr/local/bin/node"; ln -s ../lib/node_modules/npm/bin/npm-cli.js "$1/usr/local/bin/npm"',
      'chmod 755 "$1/usr/local/lib/node_modules/npm/bin/npm-cli.js"; chroot "$1" useradd --create-home --uid 1000 node',
      // The registry of packages may have a certificate that only this machine knows.
      `upload ${CERTIFICATES} ${CERTIFICATES}`,
    ],
  );
  const settings = [`NODE_EXTRA_CA_CERTS=${CERTIFICATES}`];
  const registry = (await runCommand('npm', ['config', 'get', 'registry'], { cwd: ROOT })).output.trim();
  settings.push(`npm_config_registry=${registry}`);
  await importImages(engine, archive, images, '/usr/local/bin:/usr/bin:/bin', settings, []);
}

async function npmProgram() {
  const { npm_execpath: current } = process.env;
  return current?.endsWith('npm-cli.js') ? current : (await runCommand('which', ['npm'])).output.trim();
}

/** PostgreSQL with the pgvector of this machine, and Redis, each started as the official image does. */
async function makeServiceImages(engine, images) {
  const { major } = await findPostgres();
  const archive = join(engine.folder, 'services.tar');
  const library = `/usr/lib/postgresql/${major}/lib/vector.so`;
  const extension = `/usr/share/postgresql/${major}/extension`;
  await bootstrap(
    archive,
    [`postgresql-${major}`, 'redis-server'],
    [
      `upload ${library} ${library}`,
      `cp ${extension}/vector* "$1${extension}/"`,
      `upload ${join(INSIDE, 'start-service.sh')} /usr/local/bin/start-service`,
      'chmod 755 "$1/usr/local/bin/start-service"; mkdir -p "$1/data"; chroot "$1" chown redis: /data',
    ],
  );
  const path = `/usr/lib/postgresql/${major}/bin:/usr/local/bin:/usr/bin:/bin`;
  await importImages(engine, archive, images, path, [], ['ENTRYPOINT ["start-service"]', 'CMD ["postgres"]']);
}

async function bootstrap(archive, packages, hooks) {
  const { codename } = await osRelease();
  const sources = [
    '/etc/apt/sources.list.d/debian.sources',
    '/etc/apt/sources.list.d/ubuntu.sources',
    '/etc/apt/sources.list',
  ];
  const options = [
    '--quiet',
    '--variant=minbase',
    '--mode=root',
    '--dpkgopt=force-unsafe-io',
    '--dpkgopt=path-exclude=/usr/share/doc/*',
    '--dpkgopt=path-exclude=/usr/share/man/*',
    '--dpkgopt=path-exclude=/usr/share/locale/*',
    `--include=${packages.join(',')}`,
    ...hooks.map((hook) => `--customize-hook=${hook}`),
  ];
  const source = sources.find((file) => existsSync(file)) ?? '';
  // In a mount namespace of its own: its mounts end with it, also when it is killed.
  await runCommand(
    'unshare',
    ['--mount', '--fork', '--kill-child', 'mmdebstrap', ...options, codename, archive, source],
    {
      env: { ...process.env, TMPDIR: dirname(archive) },
    },
  );
}

async function importImages(engine, archive, images, path, settings, instructions) {
  const environment = [`PATH=${path}:/usr/sbin:/sbin`, 'LC_ALL=C.UTF-8', ...settings];
  const changes = [...environment.map((setting) => `ENV ${setting}`), ...instructions].flatMap((line) => [
    '--change',
    line,
  ]);
  const [first, ...others] = images;
  await engine.docker(['import', ...changes, archive, first]);
  for (const image of others) {
    await engine.docker(['tag', first, image]);
  }
}
