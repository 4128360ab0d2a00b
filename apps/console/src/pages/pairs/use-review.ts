import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import type { operations } from '#clients/typescript';
import { DataPipelineError, dataOf, type DataPipelineClient } from '../../data/client.js';
import { useClient } from '../../data/data.js';
import { useReturns } from '../../data/session.js';
import { EMPTY_QUEUE, holds, nextQueue, type Pair, type PairDetail, type Queue, type State } from './review-queue.js';

const PAIRS = '/api/v0/data_pipeline/tasks/{task_id}/pairs';
const PAIR = '/api/v0/data_pipeline/tasks/{task_id}/pairs/{pair_id}';
const PAGE = 200;
/** So many pairs before the end, the next page is loaded. */
const AHEAD = 40;

type ListQuery = NonNullable<operations['pairs_list']['parameters']['query']>;
export type PairFilter = Partial<Pick<ListQuery, 'state' | 'kind' | 'source' | 'table' | 'text' | 'risk'>>;

export interface Edit {
  readonly question: string;
  readonly sql: string;
  readonly comment: string;
  readonly state?: State;
}

export interface Review {
  readonly queue: Queue;
  readonly current: Pair | null;
  readonly isLoading: boolean;
  readonly error: Error | null;
  /** Requests that are not answered yet. */
  readonly waiting: number;
  readonly facets: Facets | null;
  readonly decide: (pair: Pair, state: State) => void;
  readonly undo: () => void;
  readonly skip: () => void;
  readonly move: (by: 1 | -1) => void;
  readonly goTo: (pairId: string) => void;
  readonly settle: (pairId: string) => void;
  readonly changed: (pair: Pair) => void;
  readonly reload: () => void;
}

export type Facets = operations['pairs_list']['responses'][200]['content']['application/json']['data']['counts'];

/**
 * A queue of pairs and the decisions about them. A decision shows at once and is sent in the background, one request after
 * the other, so that a reviewer never waits. What another person decided meanwhile comes back as a conflict, and what the
 * server did not take stays in a list.
 * @param sample reviews these pairs instead of those of the filter
 */
export function useReview(taskId: string, filter: PairFilter, sample: readonly Pair[] | null): Review {
  const client = useClient();
  const queries = useQueryClient();
  const [queue, step] = useReducer(nextQueue, EMPTY_QUEUE);
  const [facets, setFacets] = useState<Facets | null>(null);
  const [isLoading, setLoading] = useState(true);
  const [error, setError] = useState<Error | null>(null);
  const [waiting, setWaiting] = useState(0);
  const [round, setRound] = useState(0);
  const chain = useRef<Promise<void>>(Promise.resolve());
  /** The newest version of each pair that the server has told. */
  const versions = useRef(new Map<string, string>());
  const latest = useRef(queue);
  useEffect(() => {
    latest.current = queue;
  });
  const filterKey = JSON.stringify(filter);
  const returns = useReturns();
  const [attempt, setAttempt] = useState(returns);
  if (error !== null && attempt !== returns) {
    // What failed is loaded when the service is back; a queue that is being reviewed stays as it is.
    setAttempt(returns);
  }

  const know = useCallback((pairs: readonly Pair[]) => {
    pairs.forEach(({ pair_id: id, version }) => versions.current.set(id, version));
  }, []);

  useEffect(() => {
    const stop = new AbortController();
    const load = async () => {
      setLoading(true);
      setError(null);
      try {
        const page = await listPairs(client, taskId, JSON.parse(filterKey) as PairFilter, undefined, stop.signal);
        setFacets(page.counts);
        const pairs = sample ?? page.pairs;
        know(pairs);
        const total = sample === null ? page.total : sample.length;
        step({ kind: 'loaded', pairs, total, nextCursor: sample === null ? page.next_cursor : null });
        setLoading(false);
      } catch (failure) {
        if (!stop.signal.aborted) {
          setError(failure as Error);
          setLoading(false);
        }
      }
    };
    void load();
    return () => stop.abort();
  }, [client, taskId, filterKey, sample, round, attempt, know]);

  const { nextCursor } = queue;
  const isNearEnd = queue.at + AHEAD >= queue.pairs.length;
  useEffect(() => {
    if (nextCursor === null || !isNearEnd) {
      return;
    }
    const stop = new AbortController();
    listPairs(client, taskId, JSON.parse(filterKey) as PairFilter, nextCursor, stop.signal).then(
      (page) => {
        know(page.pairs);
        step({ kind: 'more', pairs: page.pairs, nextCursor: page.next_cursor });
      },
      () => undefined,
    );
    return () => stop.abort();
  }, [client, taskId, filterKey, nextCursor, isNearEnd, know]);

  const enqueue = useCallback((work: () => Promise<void>) => {
    setWaiting((count) => count + 1);
    chain.current = chain.current
      .then(work)
      .catch((failure: unknown) => setError(failure as Error))
      .finally(() => setWaiting((count) => count - 1));
  }, []);

  const decide = useCallback(
    (pair: Pair, state: State) => {
      const { pair_id: pairId } = pair;
      step({ kind: 'decide', pairId, state });
      enqueue(async () => {
        try {
          const detail = await changePair(client, taskId, pairId, versions.current.get(pairId) ?? '', { state });
          know([detail]);
          step({ kind: 'changed', pair: detail });
        } catch (failure) {
          const theirs = conflictOf(failure);
          if (theirs === null) {
            step({ kind: 'failed', failed: { pair, mine: state, error: failure as Error } });
          } else {
            know([theirs]);
            step({ kind: 'conflict', conflict: { pairId, mine: state, theirs } });
          }
        }
        void queries.invalidateQueries({ queryKey: ['pair', taskId, pairId] });
      });
    },
    [client, taskId, enqueue, know, queries],
  );

  const undo = useCallback(() => {
    setError(null);
    enqueue(async () => {
      const path = { task_id: taskId };
      const { pair_ids: ids } = await dataOf(client.POST(`${PAIRS}/undo`, { params: { path }, body: {} }));
      const pairs = await Promise.all(ids.slice(0, PAGE).map((id) => pairDetail(client, taskId, id)));
      know(pairs);
      step({ kind: 'undone', pairs });
      if (!pairs.some(({ pair_id: id }) => holds(latest.current, id))) {
        // Of a decision for many, or of an earlier queue.
        setRound((count) => count + 1);
      }
      void queries.invalidateQueries({ queryKey: ['pair', taskId] });
    });
  }, [client, taskId, enqueue, know, queries]);

  return {
    queue,
    current: queue.pairs[queue.at] ?? null,
    isLoading,
    error,
    waiting,
    facets,
    decide,
    undo,
    skip: () => step({ kind: 'skip' }),
    move: (by) => step({ kind: 'move', by }),
    goTo: (pairId) => step({ kind: 'goTo', pairId }),
    settle: (pairId) => step({ kind: 'settle', pairId }),
    changed: (pair) => {
      know([pair]);
      step({ kind: 'changed', pair });
    },
    reload: () => setRound((count) => count + 1),
  };
}

function listPairs(
  client: DataPipelineClient,
  taskId: string,
  filter: PairFilter,
  cursor: string | undefined,
  signal: AbortSignal,
) {
  const query = { ...filter, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) };
  return dataOf(client.GET(PAIRS, { params: { path: { task_id: taskId }, query }, signal }));
}

export function pairDetail(
  client: DataPipelineClient,
  taskId: string,
  pairId: string,
  signal?: AbortSignal,
): Promise<PairDetail> {
  const params = { path: { task_id: taskId, pair_id: pairId } };
  return dataOf(client.GET(PAIR, { params, ...(signal && { signal }) }));
}

export function changePair(
  client: DataPipelineClient,
  taskId: string,
  pairId: string,
  version: string,
  body: Partial<Edit>,
): Promise<PairDetail> {
  const params = { path: { task_id: taskId, pair_id: pairId }, header: { 'If-Match': `"${version}"` } };
  return dataOf(client.PATCH(PAIR, { params, body }));
}

/** The pair as another person left it. */
export function conflictOf(error: unknown): PairDetail | null {
  return error instanceof DataPipelineError && error.status === 409 && 'current' in error.details
    ? (error.details['current'] as PairDetail)
    : null;
}
