import type { RowSink } from '../database/copy-out.js';

const BLOCK_BYTES = 1024 * 1024;

/** A piece of the output: `bytes` is filled up to `length`. */
export interface Block {
  readonly bytes: Buffer;
  length: number;
}

/**
 * The blocks of one connection. A connection that has filled all of them waits until some were written: this is what
 * keeps the memory constant.
 */
export class BlockPool {
  private readonly free: Block[] = [];
  private used = 0;
  private waiting: (() => void) | undefined;

  constructor(private readonly limit: number) {}

  get hasRoom(): boolean {
    return this.used < this.limit;
  }

  /** One read may take a block or two beyond the limit; the server is asked to wait after it. */
  take(): Block {
    this.used += 1;
    return this.free.pop() ?? { bytes: Buffer.allocUnsafeSlow(BLOCK_BYTES), length: 0 };
  }

  giveBack(block: Block): void {
    block.length = 0;
    this.used -= 1;
    this.free.push(block);
    if (this.waiting && this.hasRoom) {
      const resume = this.waiting;
      this.waiting = undefined;
      resume();
    }
  }

  onRoom(resume: () => void): void {
    this.waiting = resume;
  }
}

/**
 * The rows of one COPY as a stream of blocks, without header and trailer of a binary COPY: several COPYs form one
 * file.
 */
export class BlockStream implements RowSink {
  private readonly ready: Block[] = [];
  private current: Block | undefined;
  private ended = false;
  private failure: Error | undefined;
  private reader: (() => void) | undefined;
  /** Bytes of the current message that are not part of a row. */
  private toSkip = 0;
  private headerPending: boolean;
  private rowBytes = 0;

  constructor(
    private readonly pool: BlockPool,
    private readonly binary: boolean,
    private readonly onRow: () => void,
  ) {
    this.headerPending = binary;
  }

  beginRow(length: number): void {
    if (this.headerPending) {
      // The server sends it before the first row, in the same message, or before the trailer where there is no row.
      this.headerPending = false;
      this.toSkip = BINARY_HEADER.length;
    }
    if (this.binary && length - this.toSkip === BINARY_TRAILER.length) {
      this.toSkip = length;
    }
  }

  append(source: Buffer, start: number, end: number): void {
    const skipped = Math.min(this.toSkip, end - start);
    this.toSkip -= skipped;
    let at = start + skipped;
    while (at < end) {
      this.current ??= this.pool.take();
      const { current } = this;
      const copied = source.copy(current.bytes, current.length, at, end);
      current.length += copied;
      this.rowBytes += copied;
      at += copied;
      if (current.length === current.bytes.length) {
        this.pass(current);
      }
    }
  }

  endRow(): void {
    if (this.rowBytes > 0) {
      this.onRow();
    }
    this.rowBytes = 0;
  }

  hasRoom(): boolean {
    return this.pool.hasRoom;
  }

  onRoom(resume: () => void): void {
    this.pool.onRoom(resume);
  }

  end(): void {
    if (this.current) {
      this.pass(this.current);
    }
    this.ended = true;
    this.wake();
  }

  fail(error: Error): void {
    this.failure = error;
    this.wake();
  }

  /** The blocks in order; each belongs to the reader until it gives it back. */
  async *blocks(): AsyncGenerator<Block> {
    for (;;) {
      const block = this.ready.shift();
      if (this.failure) {
        throw this.failure;
      }
      if (block) {
        yield block;
      } else if (this.ended) {
        return;
      } else {
        await new Promise<void>((resolve) => (this.reader = resolve));
      }
    }
  }

  giveBack(block: Block): void {
    this.pool.giveBack(block);
  }

  private pass(block: Block): void {
    this.current = undefined;
    this.ready.push(block);
    this.wake();
  }

  private wake(): void {
    this.reader?.();
    this.reader = undefined;
  }
}

/** Signature, flags and length of the extension of a binary COPY file. */
export const BINARY_HEADER = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
export const BINARY_TRAILER = Buffer.from([0xff, 0xff]);
