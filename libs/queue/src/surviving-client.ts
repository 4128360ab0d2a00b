import pg from 'pg';

/**
 * A connection whose loss never ends the process. BullMQ takes a client out of its pool without a listener for errors
 * while it prepares its schema; a connection loss at that moment would be an unhandled error. The query that
 * was under way is rejected all the same, and the pool drops the client.
 */
export class SurvivingClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}
