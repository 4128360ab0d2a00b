import { describe, expect, it } from '@jest/globals';
import type { FastifyRequest } from 'fastify';
import { changeDetails } from './change-details.js';
import { noteAnswer } from './request-facts.js';

const detailsOf = (query: unknown, body: unknown, answer?: unknown) => {
  const request = { raw: {}, query, body } as FastifyRequest;
  noteAnswer(request, answer);
  return changeDetails(request);
};

describe('changeDetails', () => {
  it('has query, body and what the answer names, and nothing where there is none of it', () => {
    expect(detailsOf({ delete_database_records: 'false' }, undefined)).toEqual({
      query: { delete_database_records: 'false' },
    });
    expect(detailsOf({}, { task_ids: ['a', 'b'], confirm: true })).toEqual({
      body: { task_ids: ['a', 'b'], confirm: true },
    });
    const uploaded = {
      task_id: 't',
      skipped: false,
      uploaded_file: { filename: 'a.md', size: 1 },
      execution_ids: ['e'],
    };
    expect(detailsOf({}, {}, uploaded)).toEqual({ answer: { task_id: 't', filename: 'a.md', execution_ids: ['e'] } });
    expect(detailsOf({}, undefined)).toBeNull();
    expect(detailsOf({}, 'text', 'text')).toBeNull();
  });

  it('has no secrets, and nothing that the database cannot hold', () => {
    const body = { db_connection: 'postgres://u:hunter2@h/d', password: 'hunter2', deep: [{ api_key: 'hunter2' }] };
    expect(detailsOf({ 'x\0': 'a\0b\ud800' }, body)).toEqual({
      query: { x: 'ab\ufffd' },
      body: { db_connection: 'postgres://u:***@h/d', password: '***', deep: [{ api_key: '***' }] },
    });
  });

  it('stays small, whatever was sent', () => {
    expect(detailsOf({}, { business_context: 'x'.repeat(600) })).toEqual({
      body: { business_context: 'x'.repeat(500) },
    });
    expect(detailsOf({}, { tables: Array.from({ length: 5_000 }, () => 't') })?.['body']).toEqual({
      tables: Array.from({ length: 1_000 }, () => 't'),
    });
    expect(detailsOf({}, { tables: Array.from({ length: 1_000 }, () => 'x'.repeat(200)) })).toEqual({
      too_large: expect.any(Number),
    });
    expect(detailsOf({}, JSON.parse(`${'{"a":'.repeat(50)}1${'}'.repeat(50)}`))).toEqual({
      body: { a: { a: { a: { a: { a: '…' } } } } },
    });
  });
});
