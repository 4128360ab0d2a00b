import { expect, it } from '@jest/globals';
import { column, relation as table } from '../../../../test/harness/made-catalog.js';
import { asideCopies, repeatsIn } from './repeats.js';

const relation = (name: string, reads: readonly string[] | null = null) => ({
  schema: 'public',
  name,
  definition: reads === null ? null : 'SELECT 1',
  reads: (reads ?? []).map((table) => `public.${table}`),
});

it('finds views over listed tables: one table, several, sums', () => {
  const relations = [
    relation('book'),
    relation('author'),
    relation('open_books', ['book']),
    relation('pages_by_year', ['book']),
    relation('book_and_author', ['author', 'book']),
    relation('of_open_books', ['open_books']),
  ];
  expect([...repeatsIn({ relations })]).toEqual([
    'public.open_books',
    'public.pages_by_year',
    'public.book_and_author',
    'public.of_open_books',
  ]);
});

it('leaves views that alone show their rows', () => {
  const relations = [relation('book'), relation('copy_of_gone', ['elsewhere']), relation('today', [])];
  expect([...repeatsIn({ relations })]).toEqual([]);
});

it('finds copies of listed tables too', () => {
  const columns = ['id', 'paid_on', 'sum'].map((name) => column(name));
  const relations = [table('receipt', columns), table('receipt_bak20240131', columns), table('bill_old', columns)];
  expect([...asideCopies({ relations })]).toEqual(['public.receipt_bak20240131']);
});
