import { describe, expect, it } from '@jest/globals';
import { countTokens } from './count-tokens.js';
import { cutDdl } from './cut-ddl.js';

const columns = Array.from({ length: 200 }, (_, place) => `  column_number_${place} text, -- about nothing`);
const DDL = [
  'create table public.wide (',
  '  id integer not null, -- primary key',
  ...columns,
  '  营业额 numeric, -- 每日营业额',
  '  revenue numeric,',
  '  shop_id integer, -- inferred foreign key to shop(id)',
  '  primary key (id)',
  ')',
].join('\n');

describe('a DDL that does not fit', () => {
  it.each([
    ['revenue of each shop', 'revenue numeric'],
    ['各店的营业额', '营业额 numeric'],
  ])('keeps its keys and the columns that %j is about', (question, column) => {
    const cut = cutDdl(DDL, question, 200, countTokens);
    expect(cut?.ddl).toContain(column);
    expect(cut?.ddl).toContain('shop_id');
    expect(cut?.ddl).toContain('primary key (id)\n)');
    expect(cut?.ddl).toMatch(/-- … \(\+\d+\)$/);
    expect(cut?.leftOut).toBeGreaterThan(100);
    expect(countTokens(cut?.ddl ?? '')).toBeLessThanOrEqual(200);
  });

  it('is nothing where not even its keys fit, and whole where it fits', () => {
    expect(cutDdl(DDL, 'x', 20, countTokens)).toBeNull();
    expect(cutDdl(DDL, 'x', 100_000, countTokens)).toEqual({ ddl: DDL, leftOut: 0 });
  });
});
