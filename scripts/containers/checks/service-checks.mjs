import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensure, eventually } from '../checks.mjs';
import { fileNames, startTask, untilCompleted } from '../tasks.mjs';

const OWN_SERVICES = ['api', 'worker'];
/** Which volume each service keeps, and where. */
const VOLUMES = {
  api: { files: '/data' },
  worker: { files: '/data' },
  migrate: { files: '/data' },
  redis: { redis: '/data' },
  postgres: { postgres: '/var/lib/postgresql/data' },
};
/** The secrets that the environment of a service has to carry. */
const PASSED = {
  postgres: ['POSTGRES_PASSWORD'],
  redis: ['REDIS_PASSWORD'],
  migrate: ['POSTGRES_PASSWORD'],
  worker: ['POSTGRES_PASSWORD', 'REDIS_PASSWORD', 'SECRET_KEY', 'READER_PASSWORD'],
  api: ['POSTGRES_PASSWORD', 'REDIS_PASSWORD', 'SECRET_KEY', 'READER_PASSWORD', 'API_KEYS'],
};

/** The running installation as its operator and its users find it. */
export async function checkService({ check, installation, engine }) {
  await check('health: the API is healthy by its own check, and so are the databases', async () => {
    for (const service of ['api', 'postgres', 'redis']) {
      await eventually(`${service} is healthy`, 60_000, async () => {
        const [{ State: state }] = await installation.inspect(service);
        return state.Health.Status === 'healthy' ? true : null;
      });
    }
  });

  await check('user: no process of ours is root, and none gets more rights', async () => {
    for (const service of [...OWN_SERVICES, 'redis']) {
      ensure((await installation.exec(service, ['id', '-u'])).output.trim() !== '0', `${service} runs as root`);
    }
    for (const { Name: name, HostConfig: host } of (
      await Promise.all(OWN_SERVICES.map((service) => installation.inspect(service)))
    ).flat()) {
      ensure(host.CapDrop?.includes('ALL') && !host.Privileged, `${name} keeps capabilities`);
      ensure(
        host.SecurityOpt?.some((option) => option.startsWith('no-new-privileges')),
        `${name} may get more rights`,
      );
    }
  });

  await check('read-only: a process writes to /data and /tmp and nowhere else', async () => {
    for (const service of OWN_SERVICES) {
      const write = (folder) => installation.exec(service, ['touch', `${folder}/written`], { tolerate: true });
      for (const folder of ['/data', '/tmp']) {
        ensure((await write(folder)).code === 0, `${service} cannot write to ${folder}`);
      }
      for (const folder of ['/app', '/app/dist', '/home/node', '/usr/local/bin', '/var/tmp']) {
        const { code, output } = await write(folder);
        ensure(code !== 0 && /Read-only|denied/.test(output), `${service} can write to ${folder}`);
      }
      await installation.exec(service, ['rm', '/data/written', '/tmp/written']);
    }
  });

  await check('volumes: data is in the named volumes and nowhere else', async () => {
    for (const { Name: name, Mounts: mounts, Config: config } of await installation.inspect()) {
      const service = config.Labels['com.docker.compose.service'];
      const found = Object.fromEntries(
        mounts
          .filter(({ Type: type }) => type === 'volume')
          .map(({ Name: volume, Destination: place }) => [volume.replace(`${installation.project}_`, ''), place]),
      );
      ensure(JSON.stringify(found) === JSON.stringify(VOLUMES[service]), `${name} has ${JSON.stringify(found)}`);
    }
  });

  await check(
    'secrets: docker inspect shows those that a service needs, in its environment, and no other',
    async () => {
      for (const container of await installation.inspect()) {
        const service = container.Config.Labels['com.docker.compose.service'];
        const environment = container.Config.Env.join('\n');
        const elsewhere = JSON.stringify({ ...container, Config: { ...container.Config, Env: [] } });
        for (const [name, value] of Object.entries(installation.secrets)) {
          ensure(!elsewhere.includes(value), `${service}: ${name} is shown outside of the environment`);
          ensure(
            environment.includes(value) === PASSED[service].includes(name),
            `${service}: ${name} in the environment`,
          );
        }
      }
    },
  );

  await check('secrets: no log line of any container has one', async () => {
    const { output } = await installation.compose(['logs', '--no-color']);
    const shown = Object.entries(installation.secrets).filter(([, value]) => output.includes(value));
    ensure(shown.length === 0, `in the logs: ${shown.map(([name]) => name).join()}`);
  });

  await check('a list of tables that compose copies into /data/tables is read by name', async () => {
    const list = join(engine.folder, 'tables.txt');
    await writeFile(list, 'public.bss_company\npublic.bss_service_area\n');
    await installation.compose(['cp', list, 'api:/data/tables/tables.txt']);
    const id = await startTask(installation, { table_list_file: 'tables.txt', business_context: 'service areas' });
    await untilCompleted(installation, id);
    const documents = (await fileNames(installation, id)).filter((name) => name.endsWith('.ddl'));
    ensure(documents.length === 2, `documents: ${documents}`);
  });

  await check('keys: a key made in the container opens the API until it is revoked', async () => {
    const made = await installation.exec('api', [
      'data-pipeline',
      'keys',
      'create',
      '--name',
      'test',
      '--scopes',
      'read',
    ]);
    // stdout and stderr arrive in any order.
    const [key = ''] = /^dpk_\S+/m.exec(made.output) ?? [];
    ensure((await installation.fetch('/api/v0/data_pipeline/tasks', { key })).status === 200, 'the key does not work');
    const refused = await installation.fetch('/api/v0/data_pipeline/tasks', { method: 'POST', body: {}, key });
    const text = await refused.text();
    ensure(refused.status === 403 && text.includes('data-pipeline keys create'), `the refusal: ${text.slice(0, 400)}`);
    const list = await installation.exec('api', ['data-pipeline', 'keys', 'list']);
    const id = /^(\d+) +test /m.exec(list.output)?.[1] ?? '';
    await installation.exec('api', ['data-pipeline', 'keys', 'revoke', id]);
    await eventually('the revoked key is refused', 15_000, async () => {
      return (await installation.fetch('/api/v0/data_pipeline/tasks', { key })).status === 401 ? true : null;
    });
  });

  await check('vector: a backup made in the container is listed and verified there', async () => {
    await installation.exec('worker', ['data-pipeline', 'vector', 'backup', '--verify']);
    const list = await installation.exec('worker', ['data-pipeline', 'vector', 'list']);
    ensure(/\bverified\b/.test(list.output), list.output);
  });
}
