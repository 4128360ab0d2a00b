import { DomainError } from '#libs/domain-errors';
import { httpErrors } from './errors.js';

/**
 * Reads a form; a body that is not the form it claims to be is the client's mistake.
 * @throws DomainError `form_malformed`, and what `read` throws
 */
export async function readingForm<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    // The parser throws bare errors; everything else that can fail here has a class or a code of its own.
    const bare = error instanceof Error && error.constructor.name === 'Error' && !('code' in error);
    throw bare ? new DomainError(httpErrors.form_malformed, {}, { cause: error }) : error;
  }
}
