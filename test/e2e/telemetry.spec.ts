import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../../scripts/free-port.mjs';
import { eventually } from '../harness/eventually.js';
import { createSampleServices, type SampleServices } from '../harness/sample-services.js';
import { startService } from '../harness/service.js';
import { TraceReceiver, type ReceivedSpan } from '../harness/trace-receiver.js';

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const CLIENT_SPAN_ID = 'b7ad6b7169203331';
const EXECUTE = 'POST /api/v0/data_pipeline/tasks/:task_id/execute';

describe('traces', () => {
  let services: SampleServices;
  let receiver: TraceReceiver;

  beforeAll(async () => {
    services = await createSampleServices('telemetry');
    receiver = await TraceReceiver.start();
  });

  afterAll(async () => {
    await receiver?.stop();
    await services?.remove();
  });

  /** Names from the span up to the first of its trace that this installation made. */
  function chain(span: ReceivedSpan): string[] {
    const parent = receiver.spans.find(({ spanId }) => spanId === span.parentSpanId);
    return parent === undefined ? [span.name] : [span.name, ...chain(parent)];
  }

  it('goes from the request of a client through the job to the step and its statements', async () => {
    const service = await startService({ ...services.variables, OTEL_EXPORTER_OTLP_ENDPOINT: `${receiver.endpoint}/` });
    const { body } = await service.client.post<{ task_id: string }>('/tasks', {
      business_context: '服务区',
      tables: ['bss_company'],
    });
    const taskId = body.data.task_id;
    await service.client.raw('GET', '/health/ready');
    const started = await service.client.post(
      `/tasks/${taskId}/execute`,
      { execution_mode: 'step', step_name: 'ddl_generation' },
      { traceparent: `00-${TRACE_ID}-${CLIENT_SPAN_ID}-01` },
    );
    expect(started.status).toBe(202);
    await eventually(async () => {
      expect((await service.client.get(`/tasks/${taskId}`)).body.data['status']).toBe('partial_completed');
    }, 60_000);
    // The last spans are sent when the processes end.
    await service.stop();

    const spans = receiver.spans.filter(({ traceId }) => traceId === TRACE_ID);
    const request = spans.find(({ name }) => name === EXECUTE);
    expect(request).toMatchObject({
      service: 'data-pipeline-api',
      parentSpanId: CLIENT_SPAN_ID,
      attributes: { 'http.response.status_code': 202 },
    });
    const step = spans.find(({ name }) => name === 'step ddl_generation');
    expect(step).toMatchObject({ service: 'data-pipeline-worker', attributes: { 'task.id': taskId, attempt: 1 } });
    const way = chain(step!);
    expect(way).toContain('process ddl_generation');
    expect(way.at(-1)).toBe(EXECUTE);
    const statements = (service: string) =>
      spans.filter((span) => span.service === service && span.attributes['db.system.name'] === 'postgresql');
    expect(statements('data-pipeline-api').length).toBeGreaterThan(0);
    expect(statements('data-pipeline-worker').some((span) => chain(span).includes('step ddl_generation'))).toBe(true);
  });

  it('begins with requests and jobs only, and leaves out what machines ask', async () => {
    const ids = new Set(receiver.spans.map(({ spanId }) => spanId));
    const roots = receiver.spans.filter(({ parentSpanId }) => parentSpanId === '' || !ids.has(parentSpanId));
    expect(roots.length).toBeGreaterThan(2);
    expect(roots.filter(({ kind }) => kind !== 2 && kind !== 5)).toEqual([]);
    expect(receiver.spans.filter(({ name }) => name.includes('/health/'))).toEqual([]);
  });

  it('loses only the spans when no collector is reachable', async () => {
    const endpoint = `http://127.0.0.1:${await freePort()}`;
    const service = await startService({ ...services.variables, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }, 0);
    expect((await service.client.get('/tasks')).status).toBe(200);
    expect(await service.api.stop()).toBe(0);
  });
});
