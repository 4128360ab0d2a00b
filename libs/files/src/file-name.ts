import { DomainError } from '#libs/domain-errors';
import { fileErrors } from './errors.js';

const MAX_SEGMENT_BYTES = 255;
// Control characters and the backslash, which another system would take for a folder.
// eslint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u001f\u007f\\]/;

/**
 * Checks a name from outside: one or more segments joined by `/`, none of them empty, `.`, `..` or hidden.
 * @returns the segments.
 * @throws DomainError `file_name_invalid`
 */
export function fileNameSegments(name: string): string[] {
  const segments = name.split('/');
  const valid = segments.every(
    (segment) =>
      segment !== '' &&
      !segment.startsWith('.') &&
      !FORBIDDEN.test(segment) &&
      Buffer.byteLength(segment) <= MAX_SEGMENT_BYTES,
  );
  if (!valid) {
    throw new DomainError(fileErrors.file_name_invalid, { name: printable(name) });
  }
  return segments;
}

function printable(name: string): string {
  // eslint-disable-next-line no-control-regex
  return name.replace(/[\u0000-\u001f\u007f]/g, '�').slice(0, 200);
}
