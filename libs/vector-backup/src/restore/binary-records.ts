import { BINARY_HEADER } from '../backup/block-stream.js';

const END = -1;
const COUNT_BYTES = 2;
const LENGTH_BYTES = 4;

/**
 * Cuts a binary COPY file into tuples. A tuple is valid until the next one is requested.
 * @throws SyntaxError for a file of another format, or a truncated one
 */
export async function* binaryRecords(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  let headerSeen = false;
  for await (const chunk of chunks) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let at = 0;
    if (!headerSeen) {
      if (rest.length < BINARY_HEADER.length) {
        continue;
      }
      if (!rest.subarray(0, BINARY_HEADER.length).equals(BINARY_HEADER)) {
        throw new SyntaxError('not a binary COPY file');
      }
      headerSeen = true;
      at = BINARY_HEADER.length;
    }
    for (let end = tupleEnd(rest, at); end !== null; end = tupleEnd(rest, at)) {
      if (end === END) {
        return;
      }
      yield rest.subarray(at, end);
      at = end;
    }
    rest = Buffer.from(rest.subarray(at));
  }
  throw new SyntaxError('the file ends without a trailer');
}

/** Where the tuple ends that begins at `at`; `END` at the trailer, null where more bytes are needed. */
function tupleEnd(bytes: Buffer, at: number): number | null {
  if (bytes.length < at + COUNT_BYTES) {
    return null;
  }
  const fields = bytes.readInt16BE(at);
  if (fields === END) {
    return END;
  }
  let end = at + COUNT_BYTES;
  for (let field = 0; field < fields; field += 1) {
    if (bytes.length < end + LENGTH_BYTES) {
      return null;
    }
    end += LENGTH_BYTES + Math.max(0, bytes.readInt32BE(end));
  }
  return bytes.length < end ? null : end;
}
