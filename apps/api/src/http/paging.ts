import { IntegerField, QueryIntegerField } from '../fields/field.js';
import { FlagProperty, IntegerProperty } from '../fields/properties.js';

export const SORT_ORDERS = ['asc', 'desc'] as const;
export type SortOrder = (typeof SORT_ORDERS)[number];

const FURTHEST = 1_000_000_000;

/** `page` of a body. */
export function PageField() {
  return IntegerField({ min: 1, max: 1_000_000, default: 1, description: 'The page, from 1' });
}

/** `page_size` of a body. */
export function PageSizeField(max: number, size: number) {
  return IntegerField({ min: 1, max, default: size, description: 'Entries a page' });
}

/** `limit` of a query. */
export function LimitField(max: number, limit: number) {
  return QueryIntegerField({ min: 1, max, default: limit, description: 'Most entries of the answer' });
}

/** `offset` of a query. */
export function OffsetField(max = FURTHEST) {
  return QueryIntegerField({ min: 0, max, default: 0, description: 'Entries to leave out at the beginning' });
}

export class Pagination {
  @IntegerProperty()
  page!: number;

  @IntegerProperty()
  page_size!: number;

  @IntegerProperty({ description: 'Entries that the filters match' })
  total!: number;

  @IntegerProperty()
  total_pages!: number;

  @FlagProperty()
  has_next!: boolean;

  @FlagProperty()
  has_prev!: boolean;
}

export function paginationOf(
  { page, page_size }: { readonly page: number; readonly page_size: number },
  total: number,
): Pagination {
  const pages = Math.ceil(total / page_size);
  return { page, page_size, total, total_pages: pages, has_next: page < pages, has_prev: page > 1 && pages > 0 };
}

/** Time of a query, as `0.012s`. @param startedAt `performance.now()` of its beginning */
export function queryTime(startedAt: number): string {
  return `${((performance.now() - startedAt) / 1000).toFixed(3)}s`;
}
