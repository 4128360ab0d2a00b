import { describe, expect, it } from '@jest/globals';
import { LANGUAGES, render, type Message } from '#libs/language';
import { evidenceText, readEvidenceText } from '../file/evidence-text.js';
import { messages } from '../joins/messages.js';
import type { Source } from '../model.js';
import { readReason } from './read-reason.js';

const name = { column: 'a.b (c)', table: '订单' };
/** Of every message that exists: a new one fails to compile here until it is read too. */
const ALL: Readonly<Record<keyof typeof messages, readonly Message[]>> = {
  declared: [messages.declared()],
  name_of_table: [messages.name_of_table(name)],
  name_of_column: [messages.name_of_column(name)],
  name_of_self: [messages.name_of_self(name)],
  name_of_person: [messages.name_of_person(name)],
  name_near_table: [messages.name_near_table(name)],
  name_of_key: [messages.name_of_key()],
  comment: [messages.comment(name)],
  contained: [1, 2, 1200].flatMap((seen) => [1, 3].map((matched) => messages.contained({ seen, matched, table: 'x' }))),
  only_values: [messages.only_values(name)],
  no_rows: [messages.no_rows()],
  type_decides: [messages.type_decides(name)],
  unreadable: [messages.unreadable()],
  distinct: [1, 77].map((rows) => messages.distinct({ rows })),
};

describe('the reason in the file', () => {
  it.each(LANGUAGES)('is read back from %s, so that it can be told in another language', (language) => {
    for (const message of Object.values(ALL).flat()) {
      const read = readReason(render(message, language));
      expect(LANGUAGES.map((other) => read && render(read, other))).toEqual(
        LANGUAGES.map((other) => render(message, other)),
      );
    }
    expect(readReason('whatever a person wrote')).toBeNull();
  });

  it.each(LANGUAGES)('is a part of the evidence, with its source and confidence (%s)', (language) => {
    const sources: readonly Source[] = ['declared', 'data', 'comment', 'name', 'model', 'person'];
    for (const source of sources) {
      const because = source === 'data' ? messages.no_rows() : null;
      const evidence = { source, confidence: source === 'person' ? 1 : 0.85, because };
      expect(readEvidenceText(evidenceText(evidence, language))).toEqual({
        ...{ source, confidence: evidence.confidence },
        reason: because && render(because, language),
      });
    }
    expect(readEvidenceText('personally I think so')).toBeNull();
  });
});
