/**
 * The few messages of PostgreSQL's frontend/backend protocol 3.0 that the vector server itself reads or writes; the
 * rest passes through. https://www.postgresql.org/docs/18/protocol-message-formats.html
 */

/** A complete message as it came: type, length, body. `type` is empty for the untyped messages before the login. */
export interface FrontendMessage {
  readonly type: string;
  readonly bytes: Buffer;
}

const PROTOCOL_3 = 196_608;
const CANCEL_REQUEST = 80_877_102;
const SSL_REQUEST = 80_877_103;
const GSS_ENCRYPTION_REQUEST = 80_877_104;
/** As PostgreSQL: no field is longer, so neither is a message. */
const LONGEST_MESSAGE = 1 << 30;
const LONGEST_LOGIN = 10_000;

/** Cuts the byte stream of one client into messages. */
export class MessageReader {
  private chunks: Buffer[] = [];
  private length = 0;
  /** How much the message at the front needs; known once its header is there. */
  private needed = 5;
  private untyped = true;

  push(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.length += chunk.length;
  }

  /** From here on every message has a type letter. */
  loginSent(): void {
    this.untyped = false;
  }

  /** @throws RangeError on a length that no message has. */
  next(): FrontendMessage | undefined {
    const headerLength = this.untyped ? 4 : 5;
    if (this.length < Math.max(headerLength, this.needed)) {
      return undefined;
    }
    const buffer = this.chunks.length === 1 && this.chunks[0] ? this.chunks[0] : Buffer.concat(this.chunks);
    this.chunks = [buffer];
    const total = buffer.readUInt32BE(headerLength - 4) + headerLength - 4;
    if (total < headerLength || total > (this.untyped ? LONGEST_LOGIN : LONGEST_MESSAGE)) {
      throw new RangeError(`message of ${total} bytes`);
    }
    if (this.length < total) {
      this.needed = total;
      return undefined;
    }
    this.chunks = [buffer.subarray(total)];
    this.length -= total;
    this.needed = 0;
    return { type: this.untyped ? '' : String.fromCharCode(buffer[0] ?? 0), bytes: buffer.subarray(0, total) };
  }
}

export type LoginMessage =
  | { readonly kind: 'encryption' | 'cancel' | 'unknown' }
  | { readonly kind: 'startup'; readonly parameters: ReadonlyMap<string, string> };

/** The request of an untyped message. */
export function parseLogin({ bytes }: FrontendMessage): LoginMessage {
  const code = bytes.length >= 8 ? bytes.readUInt32BE(4) : 0;
  switch (code) {
    case SSL_REQUEST:
    case GSS_ENCRYPTION_REQUEST:
      return { kind: 'encryption' };
    case CANCEL_REQUEST:
      return { kind: 'cancel' };
    case PROTOCOL_3: {
      const words = bytes.toString('utf8', 8).split('\0');
      const pairs = words.flatMap((word, at) => (at % 2 === 0 && word ? [[word, words[at + 1] ?? ''] as const] : []));
      return { kind: 'startup', parameters: new Map(pairs) };
    }
    default:
      return { kind: 'unknown' };
  }
}

/** The text of a Query or PasswordMessage. */
export function textOf({ bytes }: FrontendMessage): string {
  return bytes.toString('utf8', 5, bytes.length - 1);
}

/** The SQL of a Parse message, which follows the statement's name. */
export function parsedSql({ bytes }: FrontendMessage): string {
  const start = bytes.indexOf(0, 5) + 1;
  return bytes.toString('utf8', start, bytes.indexOf(0, start));
}

const COPY_FROM_STDIN = /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*copy\s[\s\S]*\bfrom\s+stdin\b/i;

export function isCopyFromStdin(sql: string): boolean {
  return COPY_FROM_STDIN.test(sql);
}

/** The type letter and body as a message of the wire. */
export function message(type: string, body: Buffer = Buffer.alloc(0)): Buffer {
  const header = Buffer.alloc(5);
  header.write(type, 0, 'latin1');
  header.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([header, body]);
}

export function startupMessage(parameters: Readonly<Record<string, string>>): Buffer {
  const words = Object.entries(parameters).flat();
  const body = Buffer.from(`\0\0\0\0\0\0\0\0${words.join('\0')}\0\0`, 'utf8');
  body.writeUInt32BE(body.length, 0);
  body.writeUInt32BE(PROTOCOL_3, 4);
  return body;
}

export function query(sql: string): Buffer {
  return message('Q', Buffer.from(`${sql}\0`, 'utf8'));
}

export const SYNC = message('S');
export const ENCRYPTION_REFUSED = Buffer.from('N');
export const CLEARTEXT_PASSWORD_WANTED = message('R', Buffer.from([0, 0, 0, 3]));

/** "Send me the rows": text format, number of columns not given. */
export const COPY_IN_RESPONSE = message('G', Buffer.from([0, 0, 0]));

export function errorResponse(severity: 'ERROR' | 'FATAL', sqlstate: string, text: string): Buffer {
  return message('E', Buffer.from(`S${severity}\0V${severity}\0C${sqlstate}\0M${text}\0\0`, 'utf8'));
}
