import { Buffer } from 'node:buffer';
import { endianness } from 'node:os';

/** A field of a row: text, bytes in the binary form of its type, or a vector. */
export type RowField = string | Buffer | Float32Array;

const IS_LITTLE_ENDIAN = endianness() === 'LE';
const CHUNK_BYTES = 256 * 1024;

/**
 * Rows in the form of a binary COPY (int16 number of fields, then int32 length and bytes of each), written one behind
 * the other into large chunks: making a buffer for each field costs more than everything that is in it.
 */
export class BinaryRows {
  private chunk: Buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  private spare: Buffer | null = null;
  private end = 0;

  /** @returns a full chunk, when this row begins a new one */
  add(fields: readonly RowField[]): Buffer | null {
    const size = fields.reduce((sum, field) => sum + 4 + sizeOf(field), 2);
    let full: Buffer | null = null;
    if (this.end + size > this.chunk.length) {
      full = this.take();
      if (size > this.chunk.length) {
        this.chunk = Buffer.allocUnsafeSlow(size);
      }
    }
    this.chunk.writeInt16BE(fields.length, this.end);
    this.end += 2;
    for (const field of fields) {
      this.write(field);
    }
    return full;
  }

  /** Bytes added since the last full chunk. */
  take(): Buffer {
    const taken = this.chunk.subarray(0, this.end);
    this.chunk = this.spare ?? Buffer.allocUnsafeSlow(CHUNK_BYTES);
    this.spare = null;
    this.end = 0;
    return taken;
  }

  /** Takes back a chunk for reuse: fresh memory costs more than the data that is written into it. */
  recycle(chunk: Buffer): void {
    if (chunk.buffer.byteLength === CHUNK_BYTES) {
      this.spare = Buffer.from(chunk.buffer);
    }
  }

  private write(field: RowField): void {
    const start = this.end + 4;
    const length = writeField(this.chunk, start, field);
    this.chunk.writeInt32BE(length, this.end);
    this.end = start + length;
  }
}

function sizeOf(field: RowField): number {
  if (typeof field === 'string') {
    return Buffer.byteLength(field);
  }
  return field instanceof Float32Array ? 4 + field.byteLength : field.length;
}

function writeField(target: Buffer, start: number, field: RowField): number {
  if (typeof field === 'string') {
    return target.write(field, start, 'utf8');
  }
  if (field instanceof Float32Array) {
    return writeVector(target, start, field);
  }
  target.set(field, start);
  return field.length;
}

/** pgvector's binary form: int16 dimensions, int16 unused, float4 each, all big-endian. */
function writeVector(target: Buffer, start: number, vector: Float32Array): number {
  target.writeInt16BE(vector.length, start);
  target.writeInt16BE(0, start + 2);
  const floats = target.subarray(start + 4, start + 4 + vector.byteLength);
  floats.set(new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength));
  if (IS_LITTLE_ENDIAN) {
    floats.swap32();
  }
  return 4 + vector.byteLength;
}

/** A vector alone, as a binary parameter: a thousand floats as text cost several times as much. */
export function vectorBytes(vector: Float32Array): Buffer {
  const bytes = Buffer.allocUnsafe(4 + vector.byteLength);
  writeVector(bytes, 0, vector);
  return bytes;
}
