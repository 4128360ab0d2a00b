import { useEffect, useState } from 'react';
import { useData } from '../../data/data.js';
import { useMay } from '../../data/session.js';
import { useTexts } from '../../i18n/language.js';
import { Badge } from '../../ui/badge.js';
import { CopyButton } from '../../ui/copy-button.js';
import { Foreign, visibleText } from '../../ui/foreign.js';
import { Card } from '../../ui/page.js';
import { KeyButton } from './key-button.js';
import { PairEditor } from './pair-editor.js';
import { PairFacts } from './pair-facts.js';
import { PairPreview } from './pair-preview.js';
import type { Pair, State } from './review-queue.js';
import { StateBadge } from './state-badge.js';
import { lapseTexts, pairTexts, riskTexts, stateTexts } from './texts.js';
import { sqlLines } from '../../view/sql-lines.js';
import { useKeys } from './use-keys.js';
import { pairDetail, type Review } from './use-review.js';

/** Whoever goes through the queue by keys does not wait for the details of each pair. */
const REST_MS = 250;

interface PairViewProps {
  readonly review: Review;
  readonly pair: Pair;
  readonly taskId: string;
  /** Whether single keys do something. */
  readonly hasKeys: boolean;
  readonly isEditing: boolean;
  readonly onEdit: (isEditing: boolean) => void;
}

export function PairView({ review, pair, taskId, hasKeys, isEditing, onEdit }: PairViewProps) {
  const t = useTexts(pairTexts);
  const states = useTexts(stateTexts);
  const mayDecide = useMay('run');
  const [previewed, setPreviewed] = useState<string | null>(null);
  const [said, setSaid] = useState('');
  const decide = (state: State) => () => {
    setSaid(t.announced({ state: states[state], question: pair.question.slice(0, 100) }));
    review.decide(pair, state);
  };
  const edit = () => onEdit(true);
  const preview = () => setPreviewed(pair.pair_id);
  const forward = () => review.move(1);
  const back = () => review.move(-1);
  const reading = { n: forward, j: forward, v: preview };
  const deciding = {
    a: decide('approved'),
    r: decide('rejected'),
    w: decide('needs_work'),
    e: edit,
    s: review.skip,
  };
  useKeys(isEditing || !hasKeys ? {} : mayDecide ? { ...reading, ...deciding } : reading);
  const hint = (key: string) => (hasKeys ? key : null);
  return (
    <div className="stack">
      <Card>
        <article className="stack" aria-label={t.question}>
          <p className="visually-hidden" aria-live="polite">
            {said}
          </p>
          <header className="pair-head">
            <StateBadge state={pair.review.state} />
            <Risks pair={pair} />
          </header>
          {isEditing ? (
            <PairEditor taskId={taskId} pair={pair} review={review} onClose={() => onEdit(false)} />
          ) : (
            <>
              <h2 className="pair-question">
                <Foreign text={pair.question} max={2_000} />
              </h2>
              <div className="pair-sql">
                <pre tabIndex={0} aria-label="SQL">
                  <bdi>{visibleText(sqlLines(pair.sql))}</bdi>
                </pre>
                <CopyButton text={pair.sql} />
              </div>
              <div className="pair-actions">
                {mayDecide && (
                  <>
                    <KeyButton kind="primary" name={t.approve} hint={hint('A')} onPress={decide('approved')} />
                    <KeyButton name={t.edit} hint={hint('E')} onPress={edit} />
                    <KeyButton kind="danger" name={t.reject} hint={hint('R')} onPress={decide('rejected')} />
                    <KeyButton name={t.needsWork} hint={hint('W')} onPress={decide('needs_work')} />
                    <KeyButton kind="quiet" name={t.skip} hint={hint('S')} onPress={review.skip} />
                  </>
                )}
                <KeyButton kind="quiet" name={t.previous} hint={hint('P')} onPress={back} />
                <KeyButton kind="quiet" name={t.next} hint={hint('N')} onPress={forward} />
                <KeyButton kind="quiet" name={t.preview} hint={hint('V')} onPress={preview} />
              </div>
            </>
          )}
        </article>
      </Card>
      {previewed === pair.pair_id && <PairPreview taskId={taskId} pair={pair} onClose={() => setPreviewed(null)} />}
      <RestingFacts taskId={taskId} pair={pair} onGoTo={review.goTo} />
    </div>
  );
}

function RestingFacts(props: { readonly taskId: string; readonly pair: Pair; readonly onGoTo: (id: string) => void }) {
  const { taskId, pair } = props;
  const [resting, setResting] = useState<string | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setResting(pair.pair_id), REST_MS);
    return () => clearTimeout(timer);
  }, [pair.pair_id]);
  const detail = useData(
    ['pair', taskId, pair.pair_id],
    (client, signal) => pairDetail(client, taskId, pair.pair_id, signal),
    { enabled: resting === pair.pair_id },
  );
  return <PairFacts pair={pair} query={detail} onGoTo={props.onGoTo} />;
}

function Risks({ pair: { risks, review } }: { readonly pair: Pair }) {
  const t = useTexts(riskTexts);
  const lapses = useTexts(lapseTexts);
  return (
    <>
      {risks.map((risk) => (
        <Badge key={risk} tone={risk === 'lapsed' ? 'warning' : 'neutral'}>
          {t[risk as keyof typeof t] ?? risk}
        </Badge>
      ))}
      {review.lapses.map(({ code, what }) => (
        <Badge key={`${code} ${what ?? ''}`} tone="warning">
          {lapses[code]}
          {what !== null && <bdi>{` ${visibleText(what)}`}</bdi>}
        </Badge>
      ))}
    </>
  );
}
