import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { StoreReader } from '#libs/store-reader';
import { ARMS } from '../types/arm.js';
import type { PlacedQuestion } from '../types/question.js';
import { StoreSource } from './store-source.js';

const { signal } = new AbortController();
const asked = (count: number) =>
  Array.from({ length: count }, (_, position) => ({ position, question: `q${position}` }) as PlacedQuestion);

/** A reader that finds a document named after the question; later questions are answered sooner. */
function storeOf(failing = '') {
  const calls: string[] = [];
  let [running, most] = [0, 0];
  const answer = async (kind: string, text: string) => {
    calls.push(`${kind} ${text}`);
    most = Math.max(most, (running += 1));
    for (let turn = 0; turn < 12 - Number(text.slice(1)); turn += 1) {
      await setImmediate();
    }
    running -= 1;
    if (text === failing) {
      throw new Error(text);
    }
  };
  const reader = {
    embedQuestion: async (text: string) => (await answer('embed', text), { vector: text, model: 'm' }),
    search: async ({ text }: { text: string }, _signal: unknown, embedded: { vector: string }) => {
      await answer('search', text);
      return { hits: { ddl: [{ document: `ddl ${embedded.vector}` }], documentation: [], sql: [] } };
    },
    context: async ({ text }: { text: string }, _options: unknown, _signal: unknown, embedded: { vector: string }) => {
      await answer('context', text);
      return {
        context: { tables: [{ ddl: `ddl ${embedded.vector}`, document: null }], documents: [], pairs: [], joins: [] },
      };
    },
  };
  const source = new StoreSource(reader as unknown as StoreReader, { results: 1, mode: 'vector', language: 'en' });
  return { source, calls, most: () => most };
}

describe('the store as a source of contexts', () => {
  it('asks a few questions at once, embeds each once, and answers in their order', async () => {
    const { source, calls, most } = storeOf();
    const found = await source.retrieve(asked(9), ARMS, signal);
    expect(found.map(({ schema, context }) => [schema?.ddl, context?.ddl])).toEqual(
      asked(9).map(({ question }) => [[`ddl ${question}`], [`ddl ${question}`]]),
    );
    expect(calls.filter((call) => call.startsWith('embed'))).toHaveLength(9);
    expect([most() > 1, most() <= 3]).toEqual([true, true]);
  });

  it('asks no further question after a failure', async () => {
    const { source, calls } = storeOf('q1');
    await expect(source.retrieve(asked(9), ARMS, signal)).rejects.toThrow('q1');
    const before = calls.length;
    for (let turn = 0; turn < 100; turn += 1) {
      await setImmediate();
    }
    expect(calls.slice(before).filter((call) => call.startsWith('embed'))).toEqual([]);
  });
});
