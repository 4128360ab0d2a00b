import { z } from 'zod';
import type { ReviewState } from '#libs/database';
import { DomainError } from '#libs/domain-errors';
import type { QuestionSqlPair } from '#libs/step-files';
import { pairReviewErrors } from './errors.js';
import { risksOf, riskScore, type Retrieved, type Risk } from './risk.js';
import type { ReviewedPair } from './task-pairs.js';

/** Conditions on pairs; absent ones do not count. */
export interface PairFilter {
  readonly state?: ReviewState | undefined;
  readonly kind?: string | undefined;
  readonly source?: QuestionSqlPair['source'] | undefined;
  /** `schema.table` or a bare name. */
  readonly table?: string | undefined;
  readonly difficulty?: NonNullable<QuestionSqlPair['difficulty']> | undefined;
  /** A part of the question, of the statement or of the comment, in any case. */
  readonly text?: string | undefined;
  readonly risk?: Risk | undefined;
}

export const PAIR_ORDERS = ['risk', 'file'] as const;
export type PairOrder = (typeof PAIR_ORDERS)[number];

export interface RankedPair extends ReviewedPair {
  readonly risks: readonly Risk[];
}

export function withRisks(pair: ReviewedPair, retrieved: Retrieved): RankedPair {
  return { ...pair, risks: risksOf(pair, retrieved) };
}

export function matches({ pair, review, risks }: RankedPair, filter: PairFilter): boolean {
  const { state, kind, source, table, difficulty, text, risk } = filter;
  const named = (full: string): boolean => full === table || full.split('.').slice(1).join('.') === table;
  const holds = (part: string | null): boolean => part?.toLowerCase().includes(text?.toLowerCase() ?? '') ?? false;
  return (
    (state === undefined || review.state === state) &&
    (kind === undefined || pair.kind === kind) &&
    (source === undefined || pair.source === source) &&
    (table === undefined || pair.tables.some(named)) &&
    (difficulty === undefined || pair.difficulty === difficulty) &&
    (risk === undefined || risks.includes(risk)) &&
    (text === undefined || holds(pair.question) || holds(pair.sql) || holds(review.comment))
  );
}

const cursorSchema = z.object({ o: z.enum(PAIR_ORDERS), s: z.number(), p: z.int() });

/** A page in an order that a decision about one pair changes for that pair only. */
export function pageOf(
  pairs: readonly RankedPair[],
  order: PairOrder,
  limit: number,
  cursor: string | undefined,
): { readonly page: readonly RankedPair[]; readonly nextCursor: string | null } {
  const keyed = pairs
    .map((pair) => ({ pair, score: order === 'risk' ? riskScore(pair.risks) : 0, position: pair.position }))
    .sort((a, b) => b.score - a.score || a.position - b.position);
  const after = cursor === undefined ? null : parseCursor(cursor, order);
  const rest =
    after === null
      ? keyed
      : keyed.filter(({ score, position }) => score < after.s || (score === after.s && position > after.p));
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  return {
    page: page.map(({ pair }) => pair),
    nextCursor: last === undefined || rest.length <= limit ? null : renderCursor(order, last.score, last.position),
  };
}

function renderCursor(order: PairOrder, score: number, position: number): string {
  return Buffer.from(JSON.stringify({ o: order, s: score, p: position })).toString('base64url');
}

function parseCursor(cursor: string, order: PairOrder): z.output<typeof cursorSchema> {
  try {
    const parsed = cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    if (parsed.o === order) {
      return parsed;
    }
  } catch {
    // Refused below.
  }
  throw new DomainError(pairReviewErrors.pair_cursor_invalid);
}

/** Counts of one property over all pairs, for the lists of a filter. */
export function countBy(
  pairs: readonly RankedPair[],
  keysOf: (pair: RankedPair) => readonly string[],
): Record<string, number> {
  const counts = new Map<string, number>();
  for (const key of pairs.flatMap(keysOf)) {
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return Object.fromEntries(counts);
}
