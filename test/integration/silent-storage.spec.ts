import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestingModule } from '@nestjs/testing';
import { FileStore } from '#libs/files';
import { BackupLocations } from '#libs/vector-backup';
import { openTaskServices } from '../harness/task-services.js';
import { createTestInstallation, type TestInstallation } from '../harness/test-config.js';

/** With the waits of a worker it would take five minutes. */
const PATIENCE_MS = 60_000;

describe('a bucket that takes connections and never answers', () => {
  const sockets = new Set<Socket>();
  let server: Server;
  let installation: TestInstallation;
  let module: TestingModule;

  beforeAll(async () => {
    server = createServer((socket) => sockets.add(socket.on('error', () => undefined))).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    installation = await createTestInstallation('silent_storage', 'postgres', {
      STORAGE_URL: `s3://files/silent?endpoint=${endpoint}`,
      AWS_ACCESS_KEY_ID: 'id',
      AWS_SECRET_ACCESS_KEY: 'secret',
    });
    module = await openTaskServices(installation.config);
  });

  afterAll(async () => {
    await module?.close();
    await installation?.remove();
    sockets.forEach((socket) => socket.destroy());
    server?.close();
  });

  it.each<[string, string, () => Promise<unknown>]>([
    ['the files of a task', 'storage_unavailable', () => module.get(FileStore).list('task_a')],
    ['a file', 'storage_unavailable', () => module.get(FileStore).readText('task_a', 'a.md')],
    ['backups', 'vector_storage_failed', () => module.get(BackupLocations).folder(null).list()],
  ])(
    'is unavailable to a process that answers requests, which asks for %s',
    async (_, code, ask) => {
      await expect(ask()).rejects.toMatchObject({ code, kind: 'unavailable' });
    },
    PATIENCE_MS,
  );
});
