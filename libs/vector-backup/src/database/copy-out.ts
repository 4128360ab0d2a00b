import type { Socket } from 'node:net';
import type pg from 'pg';
import { lendingSockets } from './vector-client.js';

/** Receives the rows of a COPY. It must copy the bytes: the next read overwrites the buffer. */
export interface RowSink {
  /** A row, one CopyData message of the server, of that many bytes begins. */
  beginRow(length: number): void;
  /** A part of the current row, `source[start, end)`. */
  append(source: Buffer, start: number, end: number): void;
  /** The row is complete. */
  endRow(): void;
  /** Back-pressure, checked after each read: false pauses the server until `resume` of `onRoom` is called. */
  hasRoom(): boolean;
  onRoom(resume: () => void): void;
}

const COPY_DATA = 0x64;
const COPY_OUT_RESPONSE = 0x48;
const COPY_DONE = 0x63;
const READY_FOR_QUERY = 0x5a;
const HEADER_BYTES = 5;

type DataListener = (chunk: Buffer) => void;

/**
 * Runs one `COPY … TO STDOUT` and passes the rows on without copying them: it parses the message stream itself during
 * the COPY, and forwards all other messages to `pg`.
 * @returns the number of rows as the server counts them.
 */
export function copyOut(client: pg.Client, sql: string, sink: RowSink): Promise<number> {
  return new Promise((resolve, reject) => {
    client.query(new CopyOut(sql, sink, resolve, reject));
  });
}

class CopyOut implements pg.Submittable {
  private stream: Socket | undefined;
  private listeners: DataListener[] = [];
  /** The current message: the received part of its header, its type, and its remaining bytes. */
  private readonly header = Buffer.alloc(HEADER_BYTES);
  private headerLength = 0;
  private remaining = 0;
  private rows = 0;
  private error: Error | undefined;

  constructor(
    private readonly text: string,
    private readonly sink: RowSink,
    private readonly resolve: (rows: number) => void,
    private readonly reject: (error: Error) => void,
  ) {}

  // `pg` calls these methods on the query that it runs.

  submit(connection: pg.Connection): void {
    this.stream = connection.stream as Socket;
    this.listeners = this.stream.listeners('data') as DataListener[];
    this.stream.removeAllListeners('data');
    this.stream.on('data', this.receive);
    lendingSockets.add(this.stream);
    connection.query(this.text);
  }

  handleCommandComplete(message: { text: string }): void {
    this.rows = Number(/^COPY (\d+)/.exec(message.text)?.[1] ?? 0);
  }

  handleReadyForQuery(): void {
    if (this.error) {
      this.reject(this.error);
    } else {
      this.resolve(this.rows);
    }
  }

  handleError(error: Error): void {
    // After an error of the server ReadyForQuery follows; after one of the connection nothing does.
    this.error = error;
    this.giveBack();
    this.reject(error);
  }

  private readonly receive = (chunk: Buffer): void => {
    let at = 0;
    while (at < chunk.length) {
      if (this.headerLength < HEADER_BYTES) {
        const taken = chunk.copy(this.header, this.headerLength, at, at + HEADER_BYTES - this.headerLength);
        this.headerLength += taken;
        at += taken;
        if (this.headerLength < HEADER_BYTES) {
          return;
        }
        this.remaining = this.header.readUInt32BE(1) - 4;
        this.beginMessage();
      }
      const end = Math.min(chunk.length, at + this.remaining);
      this.takePart(chunk, at, end);
      this.remaining -= end - at;
      at = end;
      if (this.remaining === 0) {
        this.headerLength = 0;
        if (this.endMessage()) {
          this.giveBack(chunk.subarray(at));
          return;
        }
      }
    }
    this.waitForRoom();
  };

  private beginMessage(): void {
    if (this.header[0] === COPY_DATA) {
      this.sink.beginRow(this.remaining);
    } else if (!this.isOurs()) {
      this.forward(Buffer.from(this.header));
    }
  }

  private takePart(chunk: Buffer, start: number, end: number): void {
    if (this.header[0] === COPY_DATA) {
      this.sink.append(chunk, start, end);
    } else if (!this.isOurs() && end > start) {
      this.forward(Buffer.from(chunk.subarray(start, end)));
    }
  }

  /** @returns true at the end of the whole query. */
  private endMessage(): boolean {
    if (this.header[0] === COPY_DATA) {
      this.sink.endRow();
    }
    return this.header[0] === READY_FOR_QUERY;
  }

  /** Messages of the COPY itself, which are not forwarded to `pg`. */
  private isOurs(): boolean {
    const type = this.header[0];
    return type === COPY_DATA || type === COPY_OUT_RESPONSE || type === COPY_DONE;
  }

  private forward(bytes: Buffer): void {
    this.listeners.forEach((listener) => listener(bytes));
  }

  private waitForRoom(): void {
    const { stream } = this;
    if (stream && !this.sink.hasRoom()) {
      stream.pause();
      this.sink.onRoom(() => stream.resume());
    }
  }

  private giveBack(rest?: Buffer): void {
    const { stream } = this;
    if (stream === undefined || !stream.listeners('data').includes(this.receive)) {
      return;
    }
    lendingSockets.delete(stream);
    stream.removeListener('data', this.receive);
    this.listeners.forEach((listener) => stream.on('data', listener));
    if (rest && rest.length > 0) {
      this.forward(Buffer.from(rest));
    }
  }
}
