import { useTexts } from '../../i18n/language.js';
import { Button } from '../../ui/button.js';
import { ForeignLine } from '../../ui/foreign.js';
import { pairTexts, stateTexts } from './texts.js';
import type { Review } from './use-review.js';

/** Decisions that met one of another person: nothing was overwritten, and the reader decides. */
export function Conflicts({ review: { queue, settle, goTo, decide } }: { readonly review: Review }) {
  const t = useTexts(pairTexts);
  const states = useTexts(stateTexts);
  return queue.conflicts.map(({ pairId, mine, theirs }) => (
    <div key={pairId} className="pair-conflict" role="alert">
      <div>
        <strong>
          <ForeignLine text={theirs.question} />
        </strong>
        <p>{t.conflict({ by: theirs.review.by ?? t.someone, state: states[theirs.review.state] })}</p>
      </div>
      <div className="pair-actions">
        <Button small onPress={() => goTo(pairId)}>
          {t.look}
        </Button>
        <Button small onPress={() => settle(pairId)}>
          {t.keepTheirs}
        </Button>
        <Button
          small
          kind="primary"
          onPress={() => {
            settle(pairId);
            decide(theirs, mine);
          }}
        >
          {`${t.mine}: ${states[mine]}`}
        </Button>
      </div>
    </div>
  ));
}
