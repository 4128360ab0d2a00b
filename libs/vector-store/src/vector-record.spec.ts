import { describe, expect, it } from '@jest/globals';
import { vectorRecord } from './vector-record.js';

const origin = { database: 'shop', key: 'orders.ddl' };

describe('vectorRecord', () => {
  it('has an id that ends as Vanna expects', () => {
    const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';
    expect(vectorRecord('ddl', origin, 'x').id).toMatch(new RegExp(`^${uuid}-ddl$`));
    expect(vectorRecord('documentation', origin, 'x').id).toMatch(new RegExp(`^${uuid}-doc$`));
    expect(vectorRecord('sql', origin, 'x').id).toMatch(new RegExp(`^${uuid}-sql$`));
  });

  it('has the same id for the same content, in every release', () => {
    expect(vectorRecord('ddl', origin, '中文').id).toBe('596f4290-d1cd-5842-86d8-c572e245e845-ddl');
  });

  it('has another id for any other content or origin, under the same source for other content', () => {
    const records = [
      vectorRecord('ddl', origin, 'a'),
      vectorRecord('ddl', origin, 'b'),
      vectorRecord('ddl', { ...origin, key: 'items.ddl' }, 'a'),
      vectorRecord('ddl', { ...origin, database: 'other' }, 'a'),
      vectorRecord('documentation', origin, 'a'),
    ];
    expect(new Set(records.map(({ id }) => id)).size).toBe(5);
    expect(records[0]?.source).toBe(records[1]?.source);
    expect(new Set(records.map(({ source }) => source)).size).toBe(4);
  });
});
