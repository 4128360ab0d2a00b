import { DomainError } from '#libs/domain-errors';
import { evaluationErrors } from '../errors.js';

/** Bytes of all parts of a sheet file, unpacked: a small file can unpack to any size. */
const MOST_UNPACKED = 256 * 1024 * 1024;

const END = 0x06054b50;
const ENTRY = 0x02014b50;
/** Of the end record, with the longest comment. */
const LONGEST_END = 22 + 65_535;

/**
 * Adds up what the parts of a sheet file, a ZIP archive, unpack to (APPNOTE 4.3.12, 4.3.16).
 * @throws DomainError `question_file_sheet`, `question_file_too_large`
 */
export function requireSmallSheet(file: string, bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.byteLength - 22;
  while (end >= Math.max(0, bytes.byteLength - LONGEST_END) && view.getUint32(end, true) !== END) {
    end--;
  }
  if (end < 0 || view.getUint32(end, true) !== END) {
    throw new DomainError(evaluationErrors.question_file_sheet, { file });
  }
  let total = 0;
  for (let at = view.getUint32(end + 16, true), left = view.getUint16(end + 10, true); left > 0; left--) {
    if (at + 46 > bytes.byteLength || view.getUint32(at, true) !== ENTRY) {
      throw new DomainError(evaluationErrors.question_file_sheet, { file });
    }
    total += view.getUint32(at + 24, true);
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  if (total > MOST_UNPACKED) {
    throw new DomainError(evaluationErrors.question_file_too_large, { file, limit: MOST_UNPACKED / 1024 / 1024 });
  }
}
