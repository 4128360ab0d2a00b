/** One text of many parts as bytes: as a string of megabytes it would exist beside its copy for hash and file. */
export function encodeParts(parts: Iterable<string>): Buffer {
  return Buffer.concat(Array.from(parts, (part) => Buffer.from(part)));
}
