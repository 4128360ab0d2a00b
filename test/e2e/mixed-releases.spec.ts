import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { freePort } from '../../scripts/free-port.mjs';
import { eventually } from '../harness/eventually.js';
import { createSampleServices, type SampleServices } from '../harness/sample-services.js';
import { startBuilt, TestClient, type RunningProcess } from '../harness/service.js';

jest.setTimeout(240_000);

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CONTRACT = 'dist/libs/queue/src/job-contracts.js';

interface Ready {
  readonly status: string;
  readonly notices: string[];
}

describe('processes of two releases, and of two storages', () => {
  let services: SampleServices;
  let variables: Record<string, string>;
  let newRelease: string;
  let taskId: string;
  const running: RunningProcess[] = [];
  const apis = new Map<'old' | 'new', TestClient>();
  const api = (release: 'old' | 'new'): TestClient => apis.get(release) as TestClient;

  const worker = async (more: Record<string, string> = {}, root?: string): Promise<RunningProcess> => {
    const started = await startBuilt('worker', { ...variables, WORKER_STEPS: 'archives', ...more }, root);
    running.push(started);
    return started;
  };
  const stop = async (process: RunningProcess): Promise<void> => {
    running.splice(running.indexOf(process), 1);
    await process.stop();
  };
  const archiveBy = async (release: 'old' | 'new'): Promise<string> => {
    const { status, body } = await api(release).post<{ archive_id: string }>(`/tasks/${taskId}/files/archive`, {
      delivery: 'job',
    });
    expect(status).toBe(202);
    return body.data.archive_id;
  };
  const stateOf = async (archiveId: string): Promise<string> =>
    (await api('old').get<{ status: string }>(`/tasks/${taskId}/archives/${archiveId}`)).body.data.status;
  const becomes = (archiveId: string, state: string): Promise<void> =>
    eventually(async () => expect(await stateOf(archiveId)).toBe(state), 60_000);
  const notices = async (): Promise<string[]> =>
    ((await api('old').get('/health/ready')).body as unknown as Ready).notices;

  beforeAll(async () => {
    services = await createSampleServices('mixed');
    const storage = join(services.directory, 'files');
    variables = {
      ...services.variables,
      STORAGE_URL: `file://${storage}`,
      QUEUE_CHECK_SECONDS: '1',
      LEASE_SECONDS: '3',
    };
    // The next release: the same product with a newer contract.
    newRelease = join(services.directory, 'release');
    await mkdir(newRelease);
    await cp(join(ROOT, 'dist'), join(newRelease, 'dist'), { recursive: true });
    await cp(join(ROOT, 'package.json'), join(newRelease, 'package.json'));
    await symlink(join(ROOT, 'node_modules'), join(newRelease, 'node_modules'));
    const contracts = await readFile(join(ROOT, CONTRACT), 'utf8');
    const changed = contracts.replace('JOB_CONTRACT = 1', 'JOB_CONTRACT = 2');
    expect(changed).not.toBe(contracts);
    await writeFile(join(newRelease, CONTRACT), changed);
    for (const release of ['old', 'new'] as const) {
      const port = await freePort();
      const root = release === 'old' ? ROOT : newRelease;
      running.push(await startBuilt('api', { ...variables, PORT: String(port) }, root));
      apis.set(release, new TestClient(`http://127.0.0.1:${port}`));
    }
    const created = await api('old').post<{ task_id: string }>('/tasks', {
      business_context: 'x',
      tables: ['bss_company'],
    });
    taskId = created.body.data.task_id;
  });

  afterAll(async () => {
    await Promise.all(running.map((process) => process.stop()));
    await services?.remove();
  });

  it('an old worker leaves the jobs of a newer API for a newer worker, and says so', async () => {
    const old = await worker();
    await becomes(await archiveBy('old'), 'completed');
    const archiveId = await archiveBy('new');
    await eventually(async () => expect(await notices()).toContain('job_contract_newer'), 30_000);
    expect(old.output()).toMatch(/contract 2; this process, [\d.]+, knows 1.*upgrade this one/);
    expect(await stateOf(archiveId)).not.toMatch(/failed|completed/);
    // A rolling update: both run, and each job finds a worker that knows it.
    const next = await worker({}, newRelease);
    await becomes(archiveId, 'completed');
    await becomes(await archiveBy('new'), 'completed');
    await stop(old);
    await becomes(await archiveBy('old'), 'completed');
    await stop(next);
  });

  it('a worker with another storage starts no work until it has the right one', async () => {
    const mount = join(services.directory, 'mount');
    await mkdir(join(services.directory, 'other'));
    await symlink(join(services.directory, 'other'), mount);
    const port = await freePort();
    const foreign = await worker({ STORAGE_URL: `file://${mount}`, WORKER_HEALTH_PORT: String(port) });
    const archiveId = await archiveBy('old');
    await eventually(async () => expect(await notices()).toContain('storage_without_mark'), 30_000);
    expect(foreign.output()).toContain('not that of the installation');
    const ready = await fetch(`http://127.0.0.1:${port}/ready`);
    expect({ status: ready.status, body: await ready.json() }).toMatchObject({
      status: 503,
      body: { error: { storage: expect.stringContaining('storage adopt') } },
    });
    expect(await stateOf(archiveId)).toBe('pending');
    await rm(mount);
    await symlink(join(services.directory, 'files'), mount);
    await becomes(archiveId, 'completed');
    await eventually(async () => expect(await notices()).toEqual([]), 30_000);
    await stop(foreign);
  });
});
