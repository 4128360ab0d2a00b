import type { PGlite } from '@electric-sql/pglite';
import { importOptional } from '../optional-package.js';
import { startupMessage } from './wire-protocol.js';

/** Where a unit of work left the backend; `unfinished` before its Sync. */
export type BackendStatus = 'idle' | 'transaction' | 'unfinished';

export const VECTOR_DATABASE = 'postgres';

/** PGlite behind PostgreSQL's wire protocol. The caller holds the turn: calls must not overlap. */
export class VectorBackend {
  private constructor(
    private readonly database: PGlite,
    /** Sent to every client after its login: AuthenticationOk, parameters, key, ReadyForQuery. */
    readonly greeting: Buffer,
  ) {}

  static async open(dataDirectory: string): Promise<VectorBackend> {
    const [{ PGlite: Backend }, { vector }] = await Promise.all([
      importOptional('@electric-sql/pglite', () => import('@electric-sql/pglite')),
      importOptional('@electric-sql/pglite-pgvector', () => import('@electric-sql/pglite-pgvector')),
    ]);
    const database = await Backend.create({ dataDir: dataDirectory, extensions: { vector } });
    const greeting: Buffer[] = [];
    const login = startupMessage({ user: 'postgres', database: VECTOR_DATABASE });
    await database.execProtocolRawStream(login, { onRawData: (data) => greeting.push(Buffer.from(data)) });
    return new VectorBackend(database, Buffer.concat(greeting));
  }

  /** @throws Error if the backend has ended; it must be opened again. */
  async execute(messages: Buffer, onOutput: (output: Buffer) => void): Promise<BackendStatus> {
    let end = Buffer.alloc(0);
    await this.database.execProtocolRawStream(new Uint8Array(messages), {
      onRawData: (data) => {
        // The data is a view of memory that the backend uses again.
        const output = Buffer.from(data);
        end = Buffer.concat([end, output.subarray(-READY_LENGTH)]).subarray(-READY_LENGTH);
        onOutput(output);
      },
    });
    return statusAt(end);
  }

  async close(): Promise<void> {
    await this.database.close();
  }
}

const READY_FOR_QUERY = Buffer.from([0x5a, 0, 0, 0, 5]);
const READY_LENGTH = READY_FOR_QUERY.length + 1;

/** ReadyForQuery is the last message after every Sync and Query. */
function statusAt(end: Buffer): BackendStatus {
  if (end.length < READY_LENGTH || !end.subarray(0, READY_FOR_QUERY.length).equals(READY_FOR_QUERY)) {
    return 'unfinished';
  }
  return end[READY_FOR_QUERY.length] === 'I'.charCodeAt(0) ? 'idle' : 'transaction';
}
