import type { FastifyInstance } from 'fastify';
import { DomainError } from '#libs/domain-errors';
import { httpErrors } from './errors.js';

/** Bodies are flat; deep nesting would overflow the stack of recursive code. */
const DEEPEST = 32;

/** JSON bodies: strict UTF-8, no prototype tricks, no text that PostgreSQL cannot hold. An empty one counts as none. */
export function parseJsonBodies(fastify: FastifyInstance): void {
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    let text: string;
    try {
      text = utf8.decode(body as Buffer);
    } catch (error) {
      done(new DomainError(httpErrors.body_malformed, {}, { cause: error }));
      return;
    }
    if (text.trim() === '') {
      done(null, undefined);
    } else {
      void parse(request, text, (error, value) => {
        if (error === null) {
          done(refused(value), value);
        } else {
          // The parser also refuses JSON whose keys would change prototypes.
          const definition = isJson(text) ? httpErrors.body_key_reserved : httpErrors.body_malformed;
          done(new DomainError(definition, {}, { cause: error }));
        }
      });
    }
  });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** NUL and halves of surrogate pairs can be written in JSON and nowhere else; keys count too. */
function refused(body: unknown): DomainError | null {
  // Not recursive: a body may be nested deeper than the stack.
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value: body, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, depth } = next;
    if (depth > DEEPEST) {
      return new DomainError(httpErrors.body_too_deep, { limit: DEEPEST });
    }
    if (typeof value === 'string') {
      if (isUnstorable(value)) {
        return new DomainError(httpErrors.body_text_unstorable);
      }
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) {
        if (isUnstorable(key)) {
          return new DomainError(httpErrors.body_text_unstorable);
        }
        open.push({ value: inner, depth: depth + 1 });
      }
    }
  }
  return null;
}

function isUnstorable(text: string): boolean {
  return text.includes('\0') || !text.isWellFormed();
}
