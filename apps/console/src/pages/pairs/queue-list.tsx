import { useEffect, useRef } from 'react';
import { useTexts } from '../../i18n/language.js';
import { ForeignLine } from '../../ui/foreign.js';
import type { Pair } from './review-queue.js';
import { StateMark } from './state-badge.js';
import { pairTexts } from './texts.js';
import type { Review } from './use-review.js';

/** Pairs around the present one: a queue may hold thousands. */
const BEFORE = 20;
const AFTER = 60;

export function QueueList({ review: { queue, goTo, waiting } }: { readonly review: Review }) {
  const t = useTexts(pairTexts);
  const { pairs, at, total, decided } = queue;
  const first = Math.max(0, at - BEFORE);
  const current = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    current.current?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  return (
    <nav className="pair-queue" aria-label={t.queue}>
      <p className="pair-progress" role="status">
        <span>{t.place({ at: Math.min(at + 1, total), total })}</span>
        <span>{t.decided({ count: decided.size })}</span>
        {waiting > 0 && <span>{t.saving({ count: waiting })}</span>}
      </p>
      <ol start={first + 1}>
        {pairs.slice(first, at + AFTER).map((pair, index) => (
          <li key={pair.pair_id}>
            <Row pair={pair} isCurrent={first + index === at} focus={current} onPress={() => goTo(pair.pair_id)} />
          </li>
        ))}
      </ol>
    </nav>
  );
}

interface RowProps {
  readonly pair: Pair;
  readonly isCurrent: boolean;
  readonly focus: React.Ref<HTMLButtonElement>;
  readonly onPress: () => void;
}

function Row({ pair, isCurrent, focus, onPress }: RowProps) {
  return (
    <button
      type="button"
      className="pair-row"
      aria-current={isCurrent ? 'true' : undefined}
      ref={isCurrent ? focus : undefined}
      onClick={onPress}
    >
      <StateMark state={pair.review.state} />
      <ForeignLine text={pair.question} />
    </button>
  );
}
