import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../scripts/free-port.mjs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { CuttableProxy } from '../harness/cuttable-proxy.js';
import { eventually } from '../harness/eventually.js';
import { createSampleServices, type SampleServices } from '../harness/sample-services.js';
import { startBuilt, startService, type RunningProcess, type TestService } from '../harness/service.js';

jest.setTimeout(180_000);

describe('the probe of a worker', () => {
  let services: SampleServices;
  let service: TestService;
  let redis: CuttableProxy;
  let worker: RunningProcess;
  let origin: string;
  let file: string;

  const probe = async (path: string): Promise<{ status: number; text: string }> => {
    const response = await fetch(`${origin}${path}`);
    return { status: response.status, text: await response.text() };
  };
  const hasFile = (): Promise<boolean> =>
    access(file).then(
      () => true,
      () => false,
    );

  beforeAll(async () => {
    services = await createSampleServices('probe');
    redis = await CuttableProxy.before(services.variables['QUEUE_URL'] ?? '');
    service = await startService(services.variables, 0);
    const port = await freePort();
    origin = `http://127.0.0.1:${port}`;
    file = join(services.directory, 'ready');
    worker = await startBuilt('worker', {
      ...services.variables,
      QUEUE_URL: redis.url,
      WORKER_HEALTH_PORT: String(port),
      WORKER_HEALTH_FILE: file,
    });
  });

  afterAll(async () => {
    await service?.stop();
    await redis?.close();
    await services?.remove();
  });

  it('answers live and ready with the version, and gives metrics', async () => {
    expect(JSON.parse((await probe('/live')).text)).toMatchObject({ status: 'ok', version: expect.any(String) });
    await eventually(async () => expect(await probe('/ready')).toMatchObject({ status: 200 }));
    const { status, text } = await probe('/metrics');
    expect({ status, text }).toMatchObject({
      status: 200,
      text: expect.stringContaining('data_pipeline_worker_ready 1\n'),
    });
    expect(await probe('/')).toMatchObject({ status: 404 });
    await eventually(async () => expect(await hasFile()).toBe(true));
  });

  it('gives every metric that the dashboard, the alerts and the chart name', async () => {
    const given = `${await (await fetch(`${service.client.origin}/metrics`)).text()}${(await probe('/metrics')).text}`;
    const known = new Set(
      [...given.matchAll(/^# TYPE (\w+) (\w+)$/gm)].flatMap(([, name = '', type]) =>
        type === 'histogram' ? [`${name}_bucket`, `${name}_count`, `${name}_sum`] : [name],
      ),
    );
    const files = [
      'deploy/grafana/data-pipeline.json',
      'deploy/prometheus/alerts.yaml',
      'charts/data-pipeline/templates/workers.yaml',
    ];
    for (const name of files) {
      const text = await readFile(new URL(`../../${name}`, import.meta.url), 'utf8');
      const named = [...new Set(text.match(/\bdata_pipeline_\w+/g))];
      expect(named.length).toBeGreaterThan(0);
      expect({ name, missing: named.filter((metric) => !known.has(metric)) }).toEqual({ name, missing: [] });
    }
  });

  it('is alive and not ready while the queue is away', async () => {
    redis.cut();
    await eventually(async () => {
      const { status, text } = await probe('/ready');
      expect({ status, text }).toMatchObject({ status: 503, text: expect.stringContaining('"queue":') });
    }, 60_000);
    expect(await probe('/live')).toMatchObject({ status: 200 });
    await eventually(async () => expect(await hasFile()).toBe(false), 60_000);
    redis.join();
    await eventually(async () => expect(await probe('/ready')).toMatchObject({ status: 200 }), 60_000);
  });

  it('ends with the step that was running, and takes the file away', async () => {
    const created = await service.client.post<{ task_id: string }>('/tasks', {
      business_context: '高速公路服务区管理系统',
      tables: ['public.*'],
    });
    const path = `/tasks/${created.body.data.task_id}`;
    await service.client.post(`${path}/execute`, { step_name: 'ddl_generation' });
    type State = { step_status: { ddl_generation: string } };
    await eventually(async () =>
      expect((await service.client.get<State>(path)).body.data.step_status.ddl_generation).not.toBe('pending'),
    );
    expect(await worker.stop()).toBe(0);
    // No other worker is there that could have done it.
    expect((await service.client.get<State>(path)).body.data.step_status.ddl_generation).toBe('completed');
    expect(await hasFile()).toBe(false);
  });
});
