import { endianness } from 'node:os';

const IS_LITTLE_ENDIAN = endianness() === 'LE';

/**
 * The vector in pgvector's binary form (int16 dimensions, int16 unused, float4 big-endian each), for COPY and binary
 * parameters: writing a thousand floats as text costs several times as much as everything else.
 */
export function toWire(vector: Float32Array): Buffer {
  const buffer = Buffer.allocUnsafe(4 + vector.byteLength);
  buffer.writeInt16BE(vector.length, 0);
  buffer.writeInt16BE(0, 2);
  const floats = buffer.subarray(4);
  floats.set(new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength));
  if (IS_LITTLE_ENDIAN) {
    floats.swap32();
  }
  return buffer;
}
