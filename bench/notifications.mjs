/**
 * `TEST_DATABASE_URL=… node bench/notifications.mjs [deliveries=1000]`: so many events to a receiver on this machine that
 * fails every other request at random, and beside it to one that never answers. The anchor is a receiver that fails none.
 * Pauses are 20 ms, 40 ms, … in place of 10 s, 20 s, …. Prints how many arrived, duplicates, order and the rates.
 */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import { ConfigModule, loadConfig } from '#libs/config';
import { DatabaseModule, runMigrations } from '#libs/database';
import {
  NotificationDeliveries,
  NotificationOutbox,
  NotificationsModule,
  NotificationTargetsService,
} from '#libs/notifications';
import { withScratchDatabase } from './measure.mjs';

const COUNT = Number(process.argv[2] ?? 1000);
const RETRIES = { firstPauseMs: 20, longestPauseMs: 1_000, attempts: 40 };
const SECRET_KEY = 'bench-notifications-secret-key-of-32-characters';

await withScratchDatabase(`bench_notifications_${randomBytes(4).toString('hex')}`, async (databaseUrl) => {
  await runMigrations(databaseUrl);
  const environment = { SECRET_KEY, WEBHOOK_ALLOWED_HOSTS: '127.0.0.1', LOG_LEVEL: 'error' };
  const config = { ...loadConfig(environment), databaseUrl };
  const imports = [ConfigModule.forRoot(config), DatabaseModule.forRoot(config, 'bench'), NotificationsModule];
  const app = await NestFactory.createApplicationContext({ module: class Bench {}, imports }, { logger: false });
  app.get(NotificationDeliveries).retries = RETRIES;
  try {
    const anchor = await deliver(app, 0, false);
    const ours = await deliver(app, 0.5, true);
    console.log(`rate with half of the requests failing: ${(ours / anchor).toFixed(2)} of the anchor's`);
  } finally {
    await app.close();
  }
});

/** @returns events a second */
async function deliver(app, failing, besideSilent) {
  const arrived = [];
  let requests = 0;
  const server = createServer(async (request, response) => {
    if (request.url === '/silent') {
      return;
    }
    const { id } = JSON.parse(await text(request));
    requests += 1;
    const fails = Math.random() < failing;
    if (!fails) {
      arrived.push(Number(id));
    }
    response.writeHead(fails ? 500 : 200).end();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const targets = app.get(NotificationTargetsService);
  const subscribe = (name) =>
    targets.create({
      name,
      kind: 'webhook',
      url: `http://127.0.0.1:${server.address().port}/${name}`,
      secret: SECRET_KEY,
      events: ['anomaly.opened'],
      language: 'en',
    });
  const { targetId } = await subscribe('receiver');
  const silent = besideSilent ? await subscribe('silent') : null;
  const payloads = Array.from({ length: COUNT }, (_, number) => ({ rule: `rule ${number}`, message: 'bench' }));
  await app.get(NotificationOutbox).publish('anomaly.opened', payloads);
  const begin = performance.now();
  let waiting = COUNT;
  const deliveries = app.get(NotificationDeliveries);
  while (waiting > 0) {
    // Not awaited: that to the silent receiver is still under way.
    void deliveries.deliverDue();
    await sleep(20);
    waiting = (await targets.page({ targetId, state: 'waiting' }, 1, 0)).total;
  }
  const seconds = (performance.now() - begin) / 1000;
  const first = [...new Set(arrived)];
  const overtaken = first.filter((id, index) => index > 0 && id < first[index - 1]).length;
  const { total: delivered } = await targets.page({ targetId, state: 'delivered' }, 1, 0);
  console.log(
    `${failing === 0 ? 'anchor' : `${failing * 100} % failing${besideSilent ? ', beside a silent receiver' : ''}`}: ` +
      `${delivered} of ${COUNT} delivered, ${requests} requests, ${arrived.length - first.length} duplicates, ` +
      `${overtaken} after a later one, ${seconds.toFixed(1)} s, ${(COUNT / seconds).toFixed(0)}/s`,
  );
  server.closeAllConnections();
  for (const target of [targetId, silent?.targetId]) {
    if (target !== undefined) {
      await targets.remove(target);
    }
  }
  await deliveries.deliverDue();
  server.close();
  return COUNT / seconds;
}
