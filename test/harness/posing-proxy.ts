import type { Socket } from 'node:net';
import { quoteLiteral } from '#libs/postgres';
import type { ProbeAnswer } from '../../libs/catalog/src/server.js';
import { ServiceProxy } from './service-proxy.js';

/** Frontend messages of the PostgreSQL protocol: the code of Parse, and the lengths before the content. */
const PARSE = 'P';
const LENGTH_BYTES = 4;
const HEADER_BYTES = 5;

/**
 * A real PostgreSQL that poses as another server: the query that asks for its catalogs gets a prepared answer of that
 * server; all other queries pass.
 */
export class PosingProxy extends ServiceProxy {
  /** Texts of all queries that passed. */
  readonly queries: string[] = [];
  private answer: ProbeAnswer | null = null;

  static start(url: string): Promise<PosingProxy> {
    return new PosingProxy(url).listen();
  }

  /** From now on; null: as itself. A server that takes the place of another has none of its connections. */
  poseAs(answer: ProbeAnswer | null): void {
    this.answer = answer;
    this.endConnections();
    this.queries.length = 0;
  }

  protected accept(client: Socket): void {
    const service = this.serviceFor(client);
    let started = false;
    let pending: Buffer = Buffer.alloc(0);
    client.on('data', (chunk: Buffer) => {
      pending = Buffer.concat([pending, chunk]);
      for (let size = messageSize(pending, started); size <= pending.length; size = messageSize(pending, started)) {
        const message = pending.subarray(0, size);
        pending = pending.subarray(size);
        service.write(started ? this.passed(message) : message);
        started = true;
      }
    });
    service.pipe(client);
  }

  private passed(message: Buffer): Buffer {
    if (message.toString('latin1', 0, 1) !== PARSE) {
      return message;
    }
    const [statement = '', query = ''] = message.toString('utf8', HEADER_BYTES).split('\0', 2);
    this.queries.push(query);
    if (this.answer === null || !query.includes('server_version_num')) {
      return message;
    }
    const rest = message.subarray(HEADER_BYTES + Buffer.byteLength(`${statement}\0${query}\0`));
    const content = Buffer.concat([Buffer.from(`${statement}\0${prepared(this.answer)}\0`), rest]);
    const header = Buffer.alloc(HEADER_BYTES);
    header.write(PARSE, 'latin1');
    header.writeInt32BE(content.length + LENGTH_BYTES, 1);
    return Buffer.concat([header, content]);
  }
}

/** Of the first message in the bytes; Infinity while its length is not there. The first message of all has no code. */
function messageSize(bytes: Buffer, started: boolean): number {
  const code = started ? HEADER_BYTES - LENGTH_BYTES : 0;
  return bytes.length < code + LENGTH_BYTES ? Infinity : code + bytes.readInt32BE(code);
}

/** A query of the recorded values, with the parameters of the real one. */
function prepared({ database, description, version, columns, functions }: ProbeAnswer): string {
  const texts = (values: readonly string[]): string => `array[${values.map(quoteLiteral).join(', ')}]::text[]`;
  return `select ${quoteLiteral(database)}::text as database, ${quoteLiteral(description)}::text as description,
    ${quoteLiteral(version)}::text as version, ${texts(columns)} as columns, ${texts(functions)} as functions
    where $1::text[] is not null and $2::text[] is not null and $3::text[] is not null`;
}
