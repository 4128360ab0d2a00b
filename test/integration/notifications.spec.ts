import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { DomainError } from '#libs/domain-errors';
import { InstallationModule } from '#libs/installation';
import {
  NotificationDeliveries,
  NotificationOutbox,
  NotificationsModule,
  NotificationTargetsService,
} from '#libs/notifications';
import { taskParametersSchema } from '#libs/pipeline';
import { ExecutionPolicy, ExecutionsService, RunsService, TasksService } from '#libs/tasks';
import { eventually } from '../harness/eventually.js';
import { createTestInstallation, type TestInstallation } from '../harness/test-config.js';

const SECRET = 'a secret of enough length';
/** Retries that come at once, so that no test waits. */
const AT_ONCE = { firstPauseMs: 0, longestPauseMs: 0, attempts: 4 };

interface Received {
  readonly id: string;
  readonly event: string;
  readonly text: Record<string, string>;
  readonly data: Record<string, unknown>;
}

describe('notifications', () => {
  let installation: TestInstallation;
  let module: TestingModule;
  let targets: NotificationTargetsService;
  let deliveries: NotificationDeliveries;
  let outbox: NotificationOutbox;
  let server: Server;
  let origin: string;
  let received: Received[] = [];
  /** Whether the receiver takes it. */
  let takes: (delivery: Received) => boolean = () => true;

  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.url === '/silent') {
        return;
      }
      void text(request).then((body) => {
        const delivery = JSON.parse(body) as Received;
        const taken = takes(delivery);
        received.push(...(taken ? [delivery] : []));
        response.writeHead(taken ? 200 : 500).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    installation = await createTestInstallation('notify', 'redis');
    const config = {
      ...installation.config,
      monitor: { ...installation.config.monitor, webhookAllowedHosts: ['127.0.0.1'] },
    };
    module = await Test.createTestingModule({
      imports: [InstallationModule.forRoot(config, 'test', 'producer'), NotificationsModule],
    }).compile();
    await module.init();
    targets = module.get(NotificationTargetsService);
    deliveries = module.get(NotificationDeliveries);
    outbox = module.get(NotificationOutbox);
    deliveries.retries = AT_ONCE;
  });

  afterAll(async () => {
    server.closeAllConnections();
    await module.close();
    await installation.remove();
    await new Promise((resolve) => server.close(resolve));
  });

  afterEach(async () => {
    for (const { targetId } of await targets.list()) {
      await targets.remove(targetId);
    }
    received = [];
    takes = () => true;
  });

  const subscribe = (name: string, path = '/hook') =>
    targets.create({
      name,
      kind: 'webhook',
      url: `${origin}${path}`,
      secret: SECRET,
      events: ['task.ended', 'task.failed', 'task.stale', 'anomaly.opened'],
      language: 'zh',
    });

  async function workOff(taskId: string, fails = false): Promise<void> {
    for (const { executionId, status } of (await module.get(TasksService).get(taskId)).executions) {
      const claim =
        status === 'pending' ? await module.get(ExecutionPolicy).table.claim(executionId, 'test', 30_000) : null;
      if (claim?.outcome !== 'claimed') {
        continue;
      }
      if (fails) {
        const error = new DomainError({ code: 'test_away', kind: 'internal', zh: '断了', en: 'gone' });
        await module.get(ExecutionsService).fail(claim.operation, error, claim.leaseToken);
        return;
      }
      await module.get(ExecutionsService).complete(claim.operation, claim.leaseToken, {});
    }
  }

  it('tells that a task ended, went stale and failed, each once, with its run', async () => {
    await subscribe('all');
    const parameters = taskParametersSchema.parse({});
    const { taskId } = await module.get(TasksService).create({ parameters, tables: ['a'] });
    const complete = { step: null, forceExecution: false, cleanExistingFiles: false };
    const [first] = await module.get(RunsService).start(taskId, complete);
    await workOff(taskId);
    await module.get(TasksService).replaceTableList(taskId, ['b']);
    await module.get(TasksService).replaceTableList(taskId, ['c']);
    await module.get(RunsService).start(taskId, complete);
    await workOff(taskId, true);
    expect(await deliveries.deliverDue()).toBe(3);
    expect(received.map(({ event }) => event)).toEqual(['task.ended', 'task.stale', 'task.failed']);
    expect(received[0]?.data).toMatchObject({
      task_id: taskId,
      run_id: first?.runId,
      status: 'completed',
      error: null,
    });
    expect(received[2]?.data['error']).toEqual({ code: 'test_away', params: {} });
    expect(received[1]?.text['zh']).toBe(`任务 ${taskId} 有步骤已过期，可用 execution_mode: resume 重新执行`);
  });

  it('tells stale steps that a run leaves, and steps that become stale in a task that is not complete', async () => {
    await subscribe('all');
    const parameters = taskParametersSchema.parse({});
    const { taskId } = await module.get(TasksService).create({ parameters, tables: ['a'] });
    const complete = { step: null, forceExecution: false, cleanExistingFiles: false };
    await module.get(RunsService).start(taskId, complete);
    await workOff(taskId);
    // An earlier step alone: the later ones have read what it made before.
    const [again] = await module.get(RunsService).start(taskId, { ...complete, step: 'qa_generation' });
    await workOff(taskId);
    await module.get(TasksService).replaceTableList(taskId, ['b']);
    expect(await deliveries.deliverDue()).toBe(4);
    expect(received.map(({ event, data }) => [event, data['stale_steps']])).toEqual([
      ['task.ended', []],
      ['task.ended', ['sql_validation', 'training_load']],
      ['task.stale', ['sql_validation', 'training_load']],
      ['task.stale', ['ddl_generation', 'qa_generation', 'sql_validation', 'training_load']],
    ]);
    expect(received[2]).toMatchObject({ data: { run_id: again?.runId, status: 'partial_completed' } });
  });

  it('tells nothing of steps that are run again in order', async () => {
    await subscribe('all');
    const parameters = taskParametersSchema.parse({});
    const { taskId } = await module.get(TasksService).create({ parameters, tables: ['a'] });
    const complete = { step: null, forceExecution: false, cleanExistingFiles: false };
    for (let run = 0; run < 2; run += 1) {
      await module.get(RunsService).start(taskId, complete);
      await workOff(taskId);
    }
    await deliveries.deliverDue();
    expect(received.map(({ event }) => event)).toEqual(['task.ended', 'task.ended']);
  });

  it('sends nothing for events that nothing subscribes to', async () => {
    await subscribe('some');
    await outbox.publish('anomaly.closed', [{ rule: 'no_worker' }]);
    expect((await targets.page({}, 10, 0)).total).toBe(0);
  });

  it('loses an event with the transaction that it belongs to', async () => {
    await subscribe('some');
    const work = module.get(DataSource).transaction(async (manager) => {
      await outbox.publish('anomaly.opened', [{ rule: 'x' }], manager);
      throw new Error('rolled back');
    });
    await expect(work).rejects.toThrow('rolled back');
    expect((await targets.page({}, 10, 0)).total).toBe(0);
  });

  it('repeats what fails, in order otherwise, and gives up after the last attempt', async () => {
    await subscribe('some');
    takes = ({ data }) => data['rule'] !== 'second';
    await outbox.publish('anomaly.opened', [{ rule: 'first' }, { rule: 'second' }, { rule: 'third' }]);
    expect(await deliveries.deliverDue()).toBe(2);
    expect(received.map(({ data }) => data['rule'])).toEqual(['first', 'third']);
    const { deliveries: dead } = await targets.page({ state: 'dead' }, 10, 0);
    expect(dead).toMatchObject([
      { attempts: AT_ONCE.attempts, payload: { rule: 'second' }, lastError: expect.stringContaining('HTTP 500') },
    ]);
    takes = () => true;
    await targets.redeliver(dead[0]?.id ?? '');
    expect(await deliveries.deliverDue()).toBe(1);
    expect(received.at(-1)).toMatchObject({ id: dead[0]?.id, data: { rule: 'second' } });
  });

  it('leaves others alone while a receiver never answers', async () => {
    await subscribe('silent', '/silent');
    await subscribe('quick');
    await outbox.publish('anomaly.opened', [{ rule: 'first' }, { rule: 'second' }]);
    const pass = deliveries.deliverDue();
    await eventually(async () => expect(received).toHaveLength(2));
    await outbox.publish('anomaly.opened', [{ rule: 'third' }]);
    // The first pass may still hold the turn of the quick one.
    await eventually(async () => {
      await deliveries.deliverDue();
      expect(received.at(-1)?.data).toEqual({ rule: 'third' });
    });
    // It is still waiting for the first answer of the other one.
    expect((await targets.page({ state: 'waiting' }, 10, 0)).total).toBe(3);
    server.closeAllConnections();
    takes = () => true;
    for (const { targetId, name } of await targets.list()) {
      await (name === 'silent' ? targets.remove(targetId) : undefined);
    }
    await pass;
  });

  it('lets one process at a time deliver to a target', async () => {
    await subscribe('one');
    await outbox.publish(
      'anomaly.opened',
      Array.from({ length: 30 }, (_, number) => ({ rule: String(number) })),
    );
    const other = await Test.createTestingModule({
      imports: [
        InstallationModule.forRoot(
          { ...installation.config, monitor: { ...installation.config.monitor, webhookAllowedHosts: ['127.0.0.1'] } },
          'other',
          'producer',
        ),
        NotificationsModule,
      ],
    }).compile();
    await other.init();
    await Promise.all([deliveries.deliverDue(), other.get(NotificationDeliveries).deliverDue()]);
    await other.close();
    await deliveries.deliverDue();
    expect(received.map(({ data }) => Number(data['rule']))).toEqual(Array.from({ length: 30 }, (_, number) => number));
  });

  it('keeps address and secret sealed, and refuses private addresses that are not allowed', async () => {
    const { targetId } = await subscribe('sealed', '/token-of-the-address');
    const rows = await module.get(DataSource).query<unknown[]>('SELECT * FROM data_pipeline_notification_targets');
    expect(JSON.stringify(rows)).not.toMatch(/token-of-the-address|a secret of/);
    await expect(subscribe('sealed')).rejects.toMatchObject({ code: 'notification_target_exists' });
    await targets.remove(targetId);
    const inside = await targets.create({
      name: 'inside',
      kind: 'slack',
      url: 'http://169.254.169.254/latest',
      secret: null,
      events: ['test'],
      language: 'en',
    });
    await targets.test(inside.targetId);
    expect(await deliveries.deliverDue()).toBe(0);
    const { deliveries: refused } = await targets.page({}, 10, 0);
    expect(refused[0]?.lastError).toContain('WEBHOOK_ALLOWED_HOSTS');
  });
});
