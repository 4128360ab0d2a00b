import type { FastifyRequest } from 'fastify';
import { redactSecrets } from '#libs/redaction';
import { namedByAnswer } from './request-facts.js';

const LONGEST_TEXT = 500;
/** As many tasks as one request deletes. */
const MOST_ITEMS = 1_000;
const DEEPEST = 5;
const MOST_BYTES = 65_536;

/**
 * Details of a request in addition to its path: query, body, and names in the answer, such as the created task. Without
 * secrets, and truncated; null if there are none.
 */
export function changeDetails(request: FastifyRequest): Record<string, unknown> | null {
  const parts = { query: request.query, body: request.body, answer: namedByAnswer(request) };
  const told = Object.entries(parts).filter(([, part]) => isObject(part) && Object.keys(part).length > 0);
  if (told.length === 0) {
    return null;
  }
  const details = Object.fromEntries(told.map(([name, part]) => [name, redactedValue(part, DEEPEST)]));
  const bytes = Buffer.byteLength(JSON.stringify(details));
  return bytes <= MOST_BYTES ? details : { too_large: bytes };
}

function redactedValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') {
    return redactSecrets(value).slice(0, LONGEST_TEXT).replaceAll('\0', '').toWellFormed();
  }
  if (!isObject(value)) {
    return value;
  }
  if (depth === 0) {
    return '…';
  }
  if (Array.isArray(value)) {
    return value.slice(0, MOST_ITEMS).map((item) => redactedValue(item, depth - 1));
  }
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, MOST_ITEMS)
      .map(([key, inner]) => [redactedValue(key, 1), shownValue(key, inner, depth - 1)]),
  );
}

/** Addresses of receivers give access: of a URL, the server alone is shown. */
function shownValue(key: string, value: unknown, depth: number): unknown {
  if (key === 'url') {
    return typeof value === 'string' && URL.canParse(value) ? `${new URL(value).origin}/***` : '***';
  }
  return isSecretName(key) ? '***' : redactedValue(value, depth);
}

/** `key` is that of a login. */
function isSecretName(key: string): boolean {
  return key === 'key' || redactSecrets(`${key}=x`) !== `${key}=x`;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
