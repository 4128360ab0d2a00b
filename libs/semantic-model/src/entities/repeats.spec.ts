import { expect, it } from '@jest/globals';
import { repeatsIn } from './repeats.js';

const relation = (name: string, columns: readonly string[], reads: readonly string[] | null = null) => ({
  schema: 'public',
  name,
  columns: columns.map((column) => ({ name: column })),
  definition: reads === null ? null : 'SELECT 1',
  reads: (reads ?? []).map((table) => `public.${table}`),
});

it('finds views that show one table again, also with a short name for the key', () => {
  const book = ['isbn', 'title', 'pages', 'price', 'published'];
  const relations = [
    relation('book', book),
    relation('b', ['id', ...book], ['book']),
    relation('open_books', book, ['book']),
    relation('copy_of_gone', book, ['elsewhere']),
    relation('pages_by_year', ['year', 'pages'], ['book']),
    relation('book_and_author', book, ['author', 'book']),
    relation('author', ['id', 'name']),
  ];
  expect([...repeatsIn({ relations })]).toEqual(['public.b', 'public.open_books']);
});
