import type { components } from '#clients/typescript';

export type Pair = components['schemas']['PairView'];
export type PairDetail = components['schemas']['PairDetail'];
export type State = Pair['review']['state'];

/** A decision that met one of another person. */
export interface Conflict {
  readonly pairId: string;
  readonly mine: State;
  readonly theirs: PairDetail;
}

/** A decision that the server did not take. */
export interface Failed {
  /** As it was before the decision. */
  readonly pair: Pair;
  readonly mine: State;
  readonly error: Error;
}

export interface Queue {
  readonly pairs: readonly Pair[];
  /** The present pair; the length of `pairs` after the last one. */
  readonly at: number;
  /** Pairs that the filter matches. */
  readonly total: number;
  readonly nextCursor: string | null;
  readonly conflicts: readonly Conflict[];
  readonly failed: readonly Failed[];
  /** Ids of pairs that were decided here. */
  readonly decided: ReadonlySet<string>;
}

export const EMPTY_QUEUE: Queue = {
  pairs: [],
  at: 0,
  total: 0,
  nextCursor: null,
  conflicts: [],
  failed: [],
  decided: new Set(),
};

export type Step =
  | {
      readonly kind: 'loaded';
      readonly pairs: readonly Pair[];
      readonly total: number;
      readonly nextCursor: string | null;
    }
  | { readonly kind: 'more'; readonly pairs: readonly Pair[]; readonly nextCursor: string | null }
  | { readonly kind: 'move'; readonly by: 1 | -1 }
  | { readonly kind: 'goTo'; readonly pairId: string }
  | { readonly kind: 'skip' }
  | { readonly kind: 'decide'; readonly pairId: string; readonly state: State }
  | { readonly kind: 'changed'; readonly pair: Pair }
  | { readonly kind: 'undone'; readonly pairs: readonly Pair[] }
  | { readonly kind: 'conflict'; readonly conflict: Conflict }
  | { readonly kind: 'failed'; readonly failed: Failed }
  | { readonly kind: 'settle'; readonly pairId: string };

/** The queue after a step of its reader, or an answer of the server. */
export function nextQueue(queue: Queue, step: Step): Queue {
  switch (step.kind) {
    case 'loaded':
      // What is not settled outlives a change of the filter.
      return {
        ...EMPTY_QUEUE,
        pairs: step.pairs,
        total: step.total,
        nextCursor: step.nextCursor,
        conflicts: queue.conflicts,
        failed: queue.failed,
      };
    case 'more': {
      const known = new Set(queue.pairs.map(({ pair_id: id }) => id));
      const more = step.pairs.filter(({ pair_id: id }) => !known.has(id));
      return { ...queue, pairs: [...queue.pairs, ...more], nextCursor: step.nextCursor };
    }
    case 'move':
      return { ...queue, at: Math.max(0, Math.min(queue.pairs.length, queue.at + step.by)) };
    case 'goTo':
      return { ...queue, at: holds(queue, step.pairId) ? indexOf(queue, step.pairId) : queue.at };
    case 'skip': {
      const skipped = queue.pairs[queue.at];
      return skipped === undefined ? queue : { ...queue, pairs: [...queue.pairs.toSpliced(queue.at, 1), skipped] };
    }
    case 'decide': {
      const moved = step.pairId === queue.pairs[queue.at]?.pair_id ? queue.at + 1 : queue.at;
      const decided = new Set([...queue.decided, step.pairId]);
      return { ...withState(settled(queue, step.pairId), step.pairId, step.state), decided, at: moved };
    }
    case 'changed':
      return withPair(queue, step.pair);
    case 'undone': {
      const undone = step.pairs.reduce(withPair, queue);
      const ids = step.pairs.map(({ pair_id: id }) => id);
      const decided = without(queue.decided, ids);
      const [first] = ids;
      const at = first === undefined ? -1 : indexOf(undone, first);
      return { ...undone, decided, at: at < 0 ? undone.at : at };
    }
    case 'conflict':
      return {
        ...withPair(queue, step.conflict.theirs),
        conflicts: [...queue.conflicts, step.conflict],
        decided: without(queue.decided, [step.conflict.pairId]),
      };
    case 'failed':
      return {
        ...withPair(queue, step.failed.pair),
        failed: [...queue.failed, step.failed],
        decided: without(queue.decided, [step.failed.pair.pair_id]),
      };
    case 'settle':
      return settled(queue, step.pairId);
  }
}

export function holds({ pairs }: Queue, pairId: string): boolean {
  return pairs.some(({ pair_id: id }) => id === pairId);
}

/** Without what was open about the pair: there is a newer decision, or none is wished. */
function settled(queue: Queue, pairId: string): Queue {
  return {
    ...queue,
    conflicts: queue.conflicts.filter((conflict) => conflict.pairId !== pairId),
    failed: queue.failed.filter(({ pair }) => pair.pair_id !== pairId),
  };
}

function without(ids: ReadonlySet<string>, gone: readonly string[]): ReadonlySet<string> {
  return new Set([...ids].filter((id) => !gone.includes(id)));
}

function indexOf({ pairs }: Queue, pairId: string): number {
  return pairs.findIndex(({ pair_id: id }) => id === pairId);
}

function withPair(queue: Queue, pair: Pair): Queue {
  return { ...queue, pairs: queue.pairs.map((one) => (one.pair_id === pair.pair_id ? pair : one)) };
}

function withState(queue: Queue, pairId: string, state: State): Queue {
  const pairs = queue.pairs.map((one) =>
    one.pair_id === pairId ? { ...one, review: { ...one.review, state, lapses: [], decided: null } } : one,
  );
  return { ...queue, pairs };
}
