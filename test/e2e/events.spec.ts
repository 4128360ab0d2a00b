import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSampleServices, type SampleServices } from '../harness/sample-services.js';
import { onDatabase } from '../harness/test-database.js';
import { startBuilt, startService, TestClient, type RunningProcess, type TestService } from '../harness/service.js';
import { freePort } from '../../scripts/free-port.mjs';

interface ServerEvent {
  readonly id: string;
  readonly event: string;
  readonly data: Record<string, unknown>;
}

/** Reads a stream of server-sent events to its end, or until `enough`. */
async function read(
  response: Response,
  enough: (events: ServerEvent[]) => boolean = () => false,
): Promise<ServerEvent[]> {
  const events: ServerEvent[] = [];
  const reader = (response.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      return events;
    }
    text += value;
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = new Map(block.split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2) as [string, string]));
      if (fields.has('event')) {
        events.push({
          id: fields.get('id') ?? '',
          event: fields.get('event') ?? '',
          data: JSON.parse(fields.get('data') ?? 'null') as ServerEvent['data'],
        });
      }
    }
    if (enough(events)) {
      await reader.cancel();
      return events;
    }
  }
}

describe('events and metrics', () => {
  let services: SampleServices;
  let service: TestService;
  let second: RunningProcess;
  let other: TestClient;
  let taskId: string;

  beforeAll(async () => {
    services = await createSampleServices('events');
    const variables = { ...services.variables, MONITOR_INTERVAL_SECONDS: '1' };
    service = await startService(variables, 1);
    const port = await freePort();
    second = await startBuilt('api', { ...variables, PORT: String(port) });
    other = new TestClient(`http://127.0.0.1:${port}`);
    const created = await service.client.post<{ task_id: string }>('/tasks', {
      tables: ['bss_company'],
      business_context: '高速公路服务区管理系统',
    });
    taskId = created.body.data.task_id;
  });

  afterAll(async () => {
    await second?.stop();
    await service?.stop();
    await services?.remove();
  });

  it('follows a task from before its run to its end, and again from the middle on another process', async () => {
    const stream = await service.client.raw('GET', `/tasks/${taskId}/events`);
    expect(stream.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const following = read(stream);
    expect((await service.client.post(`/tasks/${taskId}/execute`)).status).toBe(202);
    const events = await following;
    expect(events.at(-1)).toMatchObject({ event: 'end', data: { status: 'completed' } });
    const statuses = events.filter(({ event }) => event === 'status').map(({ data }) => data['status']);
    expect([statuses[0], statuses.at(-1)]).toEqual(['pending', 'completed']);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);

    const lines = (from: ServerEvent[]) => from.filter(({ event }) => event === 'log').map(({ data }) => data['id']);
    const stored = await onDatabase(services.taskUrl, (client) =>
      client.query<{ id: string }>('SELECT id FROM data_pipeline_task_logs WHERE task_id = $1 ORDER BY id', [taskId]),
    );
    expect(lines(events)).toEqual(stored.rows.map(({ id }) => Number(id)));

    const middle = Math.floor(events.length / 2);
    const headers = { 'last-event-id': events[middle]?.id ?? '' };
    const rest = await read(await other.raw('GET', `/tasks/${taskId}/events`, { headers }));
    expect(lines(rest)).toEqual(lines(events.slice(middle + 1)));
    expect(rest.at(-1)).toMatchObject({ event: 'end' });
  });

  it('tells a client that comes back after the end to stay away, until the task runs again', async () => {
    const all = await read(await other.raw('GET', `/tasks/${taskId}/events`));
    const headers = { 'last-event-id': all.at(-1)?.id ?? '' };
    expect((await service.client.raw('GET', `/tasks/${taskId}/events`, { headers })).status).toBe(204);
    await service.client.post(`/tasks/${taskId}/execute`, { execution_mode: 'step', step_name: 'ddl_generation' });
    const again = await service.client.raw('GET', `/tasks/${taskId}/events`, { headers });
    expect(again.status).toBe(200);
    expect((await read(again)).at(-1)).toMatchObject({ event: 'end' });
  });

  it('takes an id that is none of ours for the beginning, and refuses an unknown task', async () => {
    const headers = { 'last-event-id': "1-'; DROP TABLE x" };
    const response = await service.client.raw('GET', `/tasks/${taskId}/events`, { headers });
    const [first] = await read(response, (events) => events.length > 0);
    expect(first).toMatchObject({ event: 'log' });
    expect((await service.client.raw('GET', '/tasks/task_unknown/events')).status).toBe(404);
  });

  it('monitors what ran', async () => {
    const { body } = await service.client.get<{
      steps: { step_name: string; status: string; files: { count: number }; elapsed_seconds: number }[];
      log_counts: { INFO: number };
    }>(`/monitor/tasks/${taskId}`);
    expect(body.data.steps[0]).toMatchObject({ step_name: 'ddl_generation', status: 'completed' });
    expect(body.data.steps[0]?.files.count).toBeGreaterThan(1);
    expect(body.data.steps[0]?.elapsed_seconds).toBeGreaterThan(0);
    expect(body.data.log_counts.INFO).toBeGreaterThan(2);
    const status = await other.get<{ totals: object; tasks: object; queues: object; anomalies: { rule: string }[] }>(
      '/monitor/status',
    );
    expect(status.body.data).toMatchObject({
      totals: { processes: 3, workers: 1 },
      tasks: { total: 1 },
      queues: { ddl_generation: { waiting: 0 } },
    });
    const history = await other.get<{ points: { processes: number }[] }>('/monitor/metrics/history?minutes=120');
    expect(history.body.data.points.length).toBeGreaterThan(0);
    expect((await other.get('/monitor/anomalies?hours=24')).body.data).toMatchObject({ hours: 24 });
    expect((await other.get('/stats')).body.data).toMatchObject({
      tasks: { total: 1 },
      files: { total: expect.any(Number) },
      results: { tables: 1, pairs: expect.any(Number) },
    });
  });

  it('gives Prometheus its numbers', async () => {
    const text = await (await fetch(`${service.client.origin}/metrics`)).text();
    expect(text).toMatch(/^data_pipeline_up 1$/m);
    expect(text).toMatch(/^data_pipeline_processes\{role="worker"\} 1$/m);
    expect(text).toMatch(/^data_pipeline_queue_jobs\{queue="ddl_generation",state="waiting"\} 0$/m);
    expect(text).toMatch(
      /http_request_duration_seconds_count\{method="GET",route="[^"]*:task_id",status="404"\}|route=/,
    );
    expect(text).not.toContain(taskId);
  });

  it('ends its streams when it stops', async () => {
    const created = await other.post<{ task_id: string }>('/tasks', {
      business_context: '服务区',
      tables: ['bss_company'],
    });
    const stream = await other.raw('GET', `/tasks/${created.body.data.task_id}/events`);
    const following = read(stream);
    expect(await second.stop()).toBe(0);
    expect((await following).map(({ event }) => event)).toContain('status');
  });
});
