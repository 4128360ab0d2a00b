import { setTimeout as delay } from 'node:timers/promises';

/** Time limit of one check, generous for busy machines. */
const CHECK_LIMIT_MS = 180_000;
/** Limit for downloads and builds. */
export const BUILD_LIMIT_MS = 600_000;

/**
 * Runs named checks, one after the other, and counts them. A check that fails does not keep the others from running.
 * @param {AbortSignal} interrupted ends the run: remaining checks fail at once
 */
export function createChecks(interrupted) {
  let passed = 0;
  const failures = [];
  const check = async (name, work, limitMs = CHECK_LIMIT_MS) => {
    const begin = performance.now();
    try {
      interrupted.throwIfAborted();
      await withLimit(work(), limitMs, interrupted);
      passed += 1;
      console.error(`  ok      ${name} (${seconds(begin)} s)`);
      return true;
    } catch (error) {
      failures.push(name);
      console.error(`  FAILED  ${name} (${seconds(begin)} s)\n${indented(error.message)}`);
      return false;
    }
  };
  return { check, failures, countsLine: () => `${passed} passed, ${failures.length} failed` };
}

async function withLimit(work, limitMs, interrupted) {
  const over = new AbortController();
  const limit = delay(limitMs, undefined, { signal: over.signal }).then(
    () => Promise.reject(new Error(`not done after ${limitMs / 1000} s`)),
    () => undefined,
  );
  const abort = new Promise((_, reject) => {
    interrupted.addEventListener('abort', () => reject(interrupted.reason), { signal: over.signal, once: true });
  });
  try {
    await Promise.race([work, limit, abort]);
  } finally {
    over.abort();
    work.catch(() => undefined);
  }
}

const seconds = (begin) => Math.round((performance.now() - begin) / 100) / 10;
const indented = (text) => text.replaceAll(/^/gm, '          ');

/** @throws Error with `message` unless the condition holds */
export function ensure(condition, message) {
  if (!condition) {
    throw new Error(message);
  }
}

/**
 * Asks again until the answer is not null.
 * @template T
 * @param {string} what for the message when the time is over
 * @param {number} limitMs
 * @param {() => Promise<T | null>} ask
 * @returns {Promise<T>}
 */
export async function eventually(what, limitMs, ask) {
  const deadline = Date.now() + limitMs;
  let problem = '';
  while (Date.now() < deadline) {
    try {
      const answer = await ask();
      if (answer !== null) {
        return answer;
      }
    } catch (error) {
      problem = `: ${error.message}`;
    }
    await delay(250);
  }
  throw new Error(`${what}: not within ${limitMs / 1000} s${problem}`);
}
