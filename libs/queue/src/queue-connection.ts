import { createPostgresBackend, setDefaultBackendFactory, type QueueOptions } from 'bullmq';
import { letForeignClientsSurvive, SurvivingClient } from '#libs/postgres';

/** A producer fails fast when its queue is away; a worker waits for it to come back. */
export type QueueRole = 'producer' | 'worker';

export type QueueConnection = Pick<QueueOptions, 'connection' | 'prefix'>;

/** Jobs are in a schema of a database instead of Redis. */
export function isPostgresQueue(queueUrl: string): boolean {
  return /^postgres(ql)?:$/.test(new URL(queueUrl).protocol);
}

/**
 * Chooses BullMQ's backend by the scheme of the URL. It is a process-wide choice of the library, so it must be made
 * before any queue exists; one process talks to one kind of queue.
 * @param namespace key prefix on Redis, schema on Postgres.
 */
export function connectQueue(queueUrl: string, namespace: string, role: QueueRole): QueueConnection {
  if (isPostgresQueue(queueUrl)) {
    setDefaultBackendFactory(createPostgresBackend);
    // BullMQ opens the connection for LISTEN without the option `Client`.
    letForeignClientsSurvive();
    // Read by the backend set above.
    const connection = {
      connectionString: queueUrl,
      schema: namespace,
      migrate: true,
      max: 3,
      connectionTimeoutMillis: 5_000,
      // A connection that went silent is given up; no statement of the queue takes this long.
      query_timeout: 30_000,
      keepAlive: true,
      Client: SurvivingClient,
    };
    return { connection };
  }
  setDefaultBackendFactory();
  return {
    connection: {
      url: queueUrl,
      connectTimeout: 5_000,
      // After a failover the old primary answers as a replica: connect again, to the new one, and repeat the command.
      reconnectOnError: ({ message }: Error) => (message.startsWith('READONLY') ? 2 : false),
      ...(role === 'producer'
        ? { maxRetriesPerRequest: 1, enableOfflineQueue: false }
        : { maxRetriesPerRequest: null }),
    },
    prefix: namespace,
  };
}
