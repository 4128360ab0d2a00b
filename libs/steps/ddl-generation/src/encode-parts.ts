/** Encodes a text of many parts, without a string of megabytes in addition to its bytes. */
export function encodeParts(parts: Iterable<string>): Buffer {
  return Buffer.concat(Array.from(parts, (part) => Buffer.from(part)));
}
