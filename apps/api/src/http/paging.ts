import { z } from 'zod';

/** `page` and `page_size` of a body. */
export const pageFields = (maxSize: number, size: number) => ({
  page: z.int().min(1).max(1_000_000).default(1),
  page_size: z.int().min(1).max(maxSize).default(size),
});

export const sortOrder = z.enum(['asc', 'desc']);

export const pagination = z.object({
  page: z.int(),
  page_size: z.int(),
  total: z.int().describe('Entries that the filters match'),
  total_pages: z.int(),
  has_next: z.boolean(),
  has_prev: z.boolean(),
});

export function paginationOf(
  { page, page_size }: { page: number; page_size: number },
  total: number,
): z.infer<typeof pagination> {
  const pages = Math.ceil(total / page_size);
  return { page, page_size, total, total_pages: pages, has_next: page < pages, has_prev: page > 1 && pages > 0 };
}

/** Time of a query, as `0.012s`. @param started `performance.now()` of its beginning */
export function queryTime(started: number): string {
  return `${((performance.now() - started) / 1000).toFixed(3)}s`;
}
