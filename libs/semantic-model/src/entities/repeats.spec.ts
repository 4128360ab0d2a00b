import { expect, it } from '@jest/globals';
import { repeatsIn } from './repeats.js';

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
