import { DomainError } from '#libs/domain-errors';
import { tableListErrors } from './errors.js';

export const MAX_TABLE_LIST_BYTES = 2 * 1024 * 1024;

/**
 * The text of a table-list file: UTF-8, a byte order mark dropped.
 * @throws DomainError `table_list_too_large`, `table_list_not_utf8` (with the likely encoding), `table_list_empty`
 */
export function decodeTableList(bytes: Uint8Array): string {
  if (bytes.byteLength > MAX_TABLE_LIST_BYTES) {
    throw new DomainError(tableListErrors.table_list_too_large, {
      bytes: bytes.byteLength,
      limit: MAX_TABLE_LIST_BYTES,
    });
  }
  const text = decode(bytes);
  if (text.trim() === '') {
    throw new DomainError(tableListErrors.table_list_empty);
  }
  return text;
}

function decode(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) || bytes.includes(0)) {
    throw new DomainError(tableListErrors.table_list_not_utf8, { reason: 'UTF-16' });
  }
  const text = tryDecode(bytes, 'utf-8');
  if (text === null) {
    // Almost any bytes decode as GB18030, so Han characters have to come out of it.
    const chinese = /\p{Script=Han}/u.test(tryDecode(bytes, 'gb18030') ?? '');
    throw new DomainError(tableListErrors.table_list_not_utf8, {
      reason: chinese ? 'GBK' : { zh: '含有无效字节', en: 'invalid bytes' },
    });
  }
  return text;
}

/** The decoder drops a byte order mark by itself. */
function tryDecode(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
