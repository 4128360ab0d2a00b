/**
 * The vector in pgvector's binary form (int16 dimensions, int16 unused, float4 big-endian each), which `pg` sends as
 * a binary parameter: writing a thousand floats as text costs several times as much as everything else.
 */
export function toWire(vector: Float32Array): Buffer {
  const buffer = Buffer.allocUnsafe(4 + vector.length * 4);
  buffer.writeInt16BE(vector.length, 0);
  buffer.writeInt16BE(0, 2);
  const view = new DataView(buffer.buffer, buffer.byteOffset + 4);
  for (let index = 0; index < vector.length; index++) {
    view.setFloat32(index * 4, vector[index] ?? Number.NaN);
  }
  return buffer;
}
