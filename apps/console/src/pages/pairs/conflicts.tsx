import { useTexts } from '../../i18n/language.js';
import { Button } from '../../ui/button.js';
import { ForeignLine } from '../../ui/foreign.js';
import { useErrorText } from '../../ui/states.js';
import { useActorName } from '../../view/actor.js';
import { holds, type Failed } from './review-queue.js';
import { pairTexts, stateTexts } from './texts.js';
import type { Review } from './use-review.js';

/** Decisions that met one of another person: nothing was overwritten, and the reader decides. */
export function Conflicts({ review: { queue, settle, goTo, decide } }: { readonly review: Review }) {
  const t = useTexts(pairTexts);
  const states = useTexts(stateTexts);
  const by = useActorName();
  return queue.conflicts.map(({ pairId, mine, theirs }) => (
    <div key={pairId} className="pair-conflict" role="alert">
      <div>
        <strong>
          <ForeignLine text={theirs.question} />
        </strong>
        <p>{t.conflict({ by: by(theirs.review.by ?? t.someone), state: states[theirs.review.state] })}</p>
      </div>
      <div className="pair-actions">
        {holds(queue, pairId) && (
          <Button small onPress={() => goTo(pairId)}>
            {t.look}
          </Button>
        )}
        <Button small onPress={() => settle(pairId)}>
          {t.keepTheirs}
        </Button>
        <Button small kind="primary" onPress={() => decide(theirs, mine)}>
          {`${t.mine}: ${states[mine]}`}
        </Button>
      </div>
    </div>
  ));
}

/** Decisions that the server did not take: none is lost, and each can be sent again. */
export function FailedDecisions({ review }: { readonly review: Review }) {
  const t = useTexts(pairTexts);
  const { failed } = review.queue;
  return (
    <>
      {failed.map((one) => (
        <FailedDecision key={one.pair.pair_id} failed={one} review={review} />
      ))}
      {failed.length > 1 && (
        <Button small onPress={() => failed.forEach(({ pair, mine }) => review.decide(pair, mine))}>
          {t.tryAllAgain({ count: failed.length })}
        </Button>
      )}
    </>
  );
}

interface FailedDecisionProps {
  readonly failed: Failed;
  readonly review: Review;
}

function FailedDecision({ failed: { pair, mine, error }, review }: FailedDecisionProps) {
  const t = useTexts(pairTexts);
  const states = useTexts(stateTexts);
  const why = useErrorText(error);
  return (
    <div className="pair-conflict" role="alert">
      <div>
        <strong>
          <ForeignLine text={pair.question} />
        </strong>
        <p>{t.notSaved({ state: states[mine], why })}</p>
      </div>
      <div className="pair-actions">
        {holds(review.queue, pair.pair_id) && (
          <Button small onPress={() => review.goTo(pair.pair_id)}>
            {t.look}
          </Button>
        )}
        <Button small onPress={() => review.settle(pair.pair_id)}>
          {t.drop}
        </Button>
        <Button small kind="primary" onPress={() => review.decide(pair, mine)}>
          {t.tryAgain}
        </Button>
      </div>
    </div>
  );
}
