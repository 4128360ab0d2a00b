/**
 * What goes wrong, while tasks run. A fault begins `after` some seconds, lasts `seconds` (0: at once) and is then over.
 * @typedef {{ name: string, seconds: number, isAfterTasks?: boolean, needs?: 'disk', begin(world: object): Promise<void>, end?(world: object): Promise<void> }} Fault
 */
import { Buffer } from 'node:buffer';
import { execFile } from 'node:child_process';
import { open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import { terminate, underKill, underLoad } from './actions.mjs';
import { onDatabase } from './invariants.mjs';

const run = promisify(execFile);
const BALLAST = 'ballast';

/** @type {readonly Fault[]} */
export const FAULTS = [
  {
    name: 'a worker is killed, three times',
    seconds: 0,
    begin: async ({ fleet, random }) => {
      for (let kill = 0; kill < 3; kill += 1) {
        await fleet.killAndReplace(1 + Math.floor(random() * fleet.workerCount));
        await sleep(1_000 * random());
      }
    },
  },
  {
    name: 'the api is killed while it creates tasks',
    seconds: 0,
    begin: async (world) => {
      for (let kill = 0; kill < 3; kill += 1) {
        const creating = Promise.all(Array.from({ length: 4 }, () => world.startTask()));
        await sleep(60 * world.random());
        await world.fleet.killAndReplace(0);
        await creating;
      }
    },
  },
  {
    name: 'sessions are terminated at random under requests of every kind',
    seconds: 0,
    begin: async (world) => {
      const answers = await underLoad(world, () => terminate(world));
      const errors = answers.get(500) ?? 0;
      if (errors > 0) {
        world.fleet.defects.push(`${errors} requests were answered with 500`);
      }
    },
  },
  {
    name: 'FLUSHALL empties the queue',
    seconds: 0,
    begin: async ({ redisUrl }) => {
      const redis = new Redis(redisUrl);
      await redis.flushall();
      redis.disconnect();
    },
  },
  {
    name: 'Redis is killed and comes back empty',
    seconds: 5,
    begin: ({ servers }) => servers.redis.crash(),
    end: ({ servers }) => servers.redis.startAgain(),
  },
  {
    name: 'Redis is silent',
    seconds: 15,
    begin: async ({ servers }) => servers.redis.pause(),
    end: async ({ servers }) => servers.redis.resume(),
  },
  {
    name: 'PostgreSQL crashes and recovers',
    seconds: 5,
    begin: ({ servers }) => servers.postgres.crash(),
    end: ({ servers }) => servers.postgres.startAgain(),
  },
  {
    name: 'the business database refuses connections',
    seconds: 20,
    begin: async ({ proxies }) => proxies.business.set('refused'),
    end: async ({ proxies }) => proxies.business.set('open'),
  },
  {
    name: 'the vector database is silent',
    seconds: 20,
    begin: async ({ proxies }) => proxies.vector.set('silent'),
    end: async ({ proxies }) => proxies.vector.set('open'),
  },
  {
    name: 'the business database allows no connections',
    seconds: 15,
    begin: (world) => allowConnections(world, false),
    end: (world) => allowConnections(world, true),
  },
  {
    name: 'a worker is killed while a backup truncates the store, and while it is restored',
    seconds: 0,
    isAfterTasks: true,
    begin: async (world) => {
      for (let round = 0; round < world.backups; round += 1) {
        const backup = await underKill(world, 'backup', { truncate_vector_tables: true });
        if (backup.result?.truncate_performed ?? backup.error?.details?.truncate_performed) {
          await underKill(world, 'restore', { operation_id: backup.operation_id, truncate_before_restore: true });
        }
      }
    },
  },
  { name: 'the disk is full', seconds: 15, needs: 'disk', begin: fillDisk, end: emptyDisk },
  {
    name: 'the storage is read-only',
    seconds: 15,
    needs: 'disk',
    begin: ({ disk }) => makeReadOnly(disk),
    end: ({ disk }) => run('mount', ['-o', 'remount,rw', disk]),
  },
];

const BUSY = 32;
const REMOUNT_DEADLINE_MS = 10_000;

/** Refused as long as a file is open for writing, so it is asked for until there is none for a moment. */
async function makeReadOnly(disk) {
  const deadline = Date.now() + REMOUNT_DEADLINE_MS;
  for (;;) {
    try {
      return await run('mount', ['-o', 'remount,ro', disk]);
    } catch (error) {
      if (error.code !== BUSY || Date.now() > deadline) {
        throw error;
      }
      await sleep(5);
    }
  }
}

async function allowConnections({ serverUrl, businessUrl }, isAllowed) {
  const database = new URL(businessUrl).pathname.slice(1);
  await onDatabase(serverUrl, async (client) => {
    await client.query(`ALTER DATABASE ${database} ALLOW_CONNECTIONS ${isAllowed}`);
    await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [database]);
  });
}

/** Writes until nothing is free. */
async function fillDisk({ disk }) {
  const file = await open(join(disk, BALLAST), 'w');
  try {
    const block = Buffer.alloc(1024 * 1024, 1);
    while ((await statfs(disk)).bavail > 0) {
      await file.write(block);
    }
  } catch (error) {
    if (error.code !== 'ENOSPC') {
      throw error;
    }
  } finally {
    await file.close();
  }
}

async function emptyDisk({ disk }) {
  await rm(join(disk, BALLAST));
}

const DISK_SIZE = '256m';

/**
 * A small file system of its own for the data of the service, so that it can be full or read-only.
 * @param {string} folder
 * @returns {Promise<boolean>} false where this machine does not let it be mounted
 */
export async function mountDisk(folder) {
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${DISK_SIZE}`, 'data-pipeline-chaos', folder]);
    return true;
  } catch {
    return false;
  }
}

export const unmountDisk = (folder) => run('umount', ['--lazy', folder]);
