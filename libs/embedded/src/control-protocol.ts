import { z } from 'zod';

/** Embedded parts that a process needs; others are not started. */
export interface EmbeddedNeeds {
  /** Task tables and queue. */
  readonly tasks: boolean;
  /** The bundled sample business database. */
  readonly sample: boolean;
  /** The pgvector store. */
  readonly vector: boolean;
}

/** A lease on the embedded databases: they run as long as any process holds one. */
export interface EmbeddedServices {
  /** PostgreSQL 18, database `data_pipeline`, as its owner. */
  readonly tasksUrl?: string;
  /** The same database: the queue has its own schema. */
  readonly queueUrl?: string;
  /** PostgreSQL 18, database `highway_db`, as a role that may only read. */
  readonly businessUrl?: string;
  /**
   * PGlite with pgvector, served over TCP. All connections share one backend: a connection holds it from the
   * first message of a query or transaction to its end, the others wait. So transactions are isolated, but
   * session state (`SET`, temporary tables, named prepared statements, `LISTEN`) is shared, `statement_timeout`, cancel
   * requests and startup options have no effect, and a COPY passes through memory.
   */
  readonly vectorUrl?: string;
  /**
   * Gives the lease back. Where it was the last one, both databases have stopped when the promise resolves. A process
   * that ends without calling it (also by `kill -9`) gives its lease back too.
   */
  release(): Promise<void>;
}

const urls = z.object({
  tasksUrl: z.string().optional(),
  queueUrl: z.string().optional(),
  businessUrl: z.string().optional(),
  vectorUrl: z.string().optional(),
});
export type EmbeddedUrls = z.infer<typeof urls>;

/** A request on the control socket, one JSON object per line. The open socket itself is the lease. */
export const clientMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('acquire'),
    token: z.string(),
    needs: z.object({ tasks: z.boolean(), sample: z.boolean(), vector: z.boolean() }),
  }),
  z.object({ type: z.literal('release') }),
]);
export type ClientMessage = z.infer<typeof clientMessage>;

/** Answers to `acquire`: `accepted` at once, then the outcome. The answer to `release` is to close the socket. */
export const hostMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('accepted') }),
  z.object({ type: z.literal('ready'), urls }),
  z.object({ type: z.literal('failed'), reason: z.string() }),
]);
export type HostMessage = z.infer<typeof hostMessage>;
export type HostOutcome = Exclude<HostMessage, { type: 'accepted' }>;

/** Where the control socket is; written to `host.json` by the host that runs. */
export const hostAddress = z.object({ pid: z.number(), port: z.number(), token: z.string() });
export type HostAddress = z.infer<typeof hostAddress>;

export function encodeLine(message: ClientMessage | HostMessage): string {
  return `${JSON.stringify(message)}\n`;
}

/** Collects chunks of a socket and hands out complete lines. */
export function lineReader(onLine: (line: string) => void): (chunk: Buffer) => void {
  let pending = '';
  return (chunk) => {
    pending += chunk.toString('utf8');
    const lines = pending.split('\n');
    pending = lines.pop() ?? '';
    lines.forEach(onLine);
  };
}
