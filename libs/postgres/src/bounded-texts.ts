import type pg from 'pg';

/** ErrorResponse and NoticeResponse: their fields are texts of the server, of any length. */
const TEXTS = new Set(['E'.charCodeAt(0), 'N'.charCodeAt(0)]);
/** Message type and length. */
const HEADER_BYTES = 5;
/** Texts up to this size pass unchanged. */
const MAX_TEXT_BYTES = 16 * 1024;
/** Bytes that are kept of each field of a longer text. */
const MAX_FIELD_BYTES = 1024;

interface DataSource {
  on(event: string, listener: (chunk: Buffer) => void): unknown;
}

/** `attachListeners` connects the driver's parser to a socket; it is known to pg and missing in its types. */
interface DriverConnection extends pg.Connection {
  attachListeners(stream: DataSource): void;
}

/**
 * Bounds the texts that a connection takes from its server. The driver holds a message until its last byte, so without
 * this an error text of 60 MB costs several times its size. Code, position and the names of objects stay whole.
 */
export function boundServerTexts(client: pg.Client): void {
  const connection = client.connection as DriverConnection;
  const attach = connection.attachListeners.bind(connection);
  connection.attachListeners = (stream) => {
    const texts = new BoundedTexts();
    attach({
      on: (event, listener) =>
        stream.on(event, event === 'data' ? (chunk) => texts.push(chunk).forEach(listener) : listener),
    });
  };
}

/** Passes the messages of a server on and cuts the fields of its long texts. It holds at most one shortened text. */
export class BoundedTexts {
  /** The part of a header that has arrived, where the rest is in the next chunk. */
  private header: Buffer = Buffer.alloc(0);
  /** Bytes of the current message that are still to come. */
  private missing = 0;
  private cut: CutText | null = null;

  /** @returns what the driver reads instead of the chunk */
  push(chunk: Buffer): Buffer[] {
    const bytes = this.header.length > 0 ? Buffer.concat([this.header, chunk]) : chunk;
    this.header = Buffer.alloc(0);
    const passed: Buffer[] = [];
    let from = 0;
    let at = 0;
    const passUntil = (end: number): void => {
      if (end > from) {
        passed.push(bytes.subarray(from, end));
      }
    };
    while (at < bytes.length) {
      if (this.missing === 0) {
        if (bytes.length - at < HEADER_BYTES) {
          passUntil(at);
          this.header = Buffer.from(bytes.subarray(at));
          return passed;
        }
        const type = bytes[at] ?? 0;
        this.missing = bytes.readUInt32BE(at + 1) - (HEADER_BYTES - 1);
        if (TEXTS.has(type) && this.missing > MAX_TEXT_BYTES) {
          passUntil(at);
          this.cut = new CutText(type);
          from = at + HEADER_BYTES;
        }
        at += HEADER_BYTES;
      }
      const end = Math.min(bytes.length, at + this.missing);
      this.missing -= end - at;
      if (this.cut !== null) {
        this.cut.push(bytes.subarray(at, end));
        from = end;
        if (this.missing === 0) {
          passed.push(this.cut.message());
          this.cut = null;
        }
      }
      at = end;
    }
    passUntil(at);
    return passed;
  }
}

/** An error or a notice with short fields. A field is a letter and a text that ends with a zero byte. */
class CutText {
  private readonly fields: Buffer[] = [];
  /** Bytes of the current field that may still be kept. */
  private room = MAX_FIELD_BYTES;
  private left = MAX_TEXT_BYTES;

  constructor(private readonly type: number) {}

  push(bytes: Buffer): void {
    for (let at = 0; at < bytes.length;) {
      const zero = bytes.indexOf(0, at);
      const end = zero < 0 ? bytes.length : zero;
      this.keep(bytes.subarray(at, Math.min(end, at + this.room)));
      if (zero >= 0) {
        this.keep(bytes.subarray(zero, zero + 1));
        this.room = MAX_FIELD_BYTES;
      }
      at = end + 1;
    }
  }

  message(): Buffer {
    const fields = Buffer.concat(this.fields);
    const header = Buffer.alloc(HEADER_BYTES);
    header[0] = this.type;
    // Two zero bytes end the last field and the message, also where the room for fields has ended before.
    const body = this.left > 0 ? fields : Buffer.concat([fields, Buffer.alloc(2)]);
    header.writeUInt32BE(body.length + HEADER_BYTES - 1, 1);
    return Buffer.concat([header, body]);
  }

  private keep(bytes: Buffer): void {
    const kept = bytes.subarray(0, this.left);
    // A copy: a part would hold the whole chunk.
    this.fields.push(Buffer.from(kept));
    this.left -= kept.length;
    this.room -= kept.length;
  }
}
