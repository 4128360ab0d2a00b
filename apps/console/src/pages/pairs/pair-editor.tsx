import { lazy, Suspense, useState } from 'react';
import { DataPipelineError, dataOf } from '../../data/client.js';
import { useChange } from '../../data/data.js';
import { useTexts } from '../../i18n/language.js';
import { Button } from '../../ui/button.js';
import { ActionError } from '../../ui/dialog.js';
import { TextBlock } from '../../ui/fields.js';
import { Foreign, visibleText } from '../../ui/foreign.js';
import { Loading } from '../../ui/states.js';
import { useActorName } from '../../view/actor.js';
import { CheckedStatement } from './checked-statement.js';
import type { Pair } from './review-queue.js';
import { pairTexts, stateTexts } from './texts.js';
import { changePair, conflictOf, type Edit, type Review } from './use-review.js';

/** Rows that show what a statement gives. */
const ROWS = 5;

const SqlEditor = lazy(() => import('./sql-editor.js'));

interface PairEditorProps {
  readonly taskId: string;
  readonly pair: Pair;
  readonly review: Review;
  readonly onClose: () => void;
}

/** Another question, statement or comment. The server validates the statement before it stores anything. */
export function PairEditor({ taskId, pair, review, onClose }: PairEditorProps) {
  const t = useTexts(pairTexts);
  const states = useTexts(stateTexts);
  const by = useActorName();
  const [question, setQuestion] = useState(pair.question);
  const [sql, setSql] = useState(pair.sql);
  const [comment, setComment] = useState(pair.review.comment ?? '');
  /** The version that the reader saw; after a conflict, that of the other person. */
  const [version, setVersion] = useState(pair.version);
  const save = useChange((client, edit: Partial<Edit>) => changePair(client, taskId, pair.pair_id, version, edit), {
    outdates: [['pair', taskId, pair.pair_id]],
    onDone: (changed) => {
      review.changed(changed);
      onClose();
    },
  });
  const check = useChange((client, statement: string) =>
    dataOf(
      client.POST('/api/v0/data_pipeline/tasks/{task_id}/pairs/preview', {
        params: { path: { task_id: taskId } },
        body: { sql: statement, rows: ROWS, prove: true },
      }),
    ),
  );
  const theirs = conflictOf(save.error);
  // What was found in another text says nothing about this one.
  const refused =
    save.error instanceof DataPipelineError && save.variables?.sql === sql ? save.error.details['position'] : null;
  const position = check.variables === sql && check.data !== undefined ? check.data.check.position : refused;
  const submit = (edit: Partial<Edit>) => {
    if (theirs !== null) {
      setVersion(theirs.version);
    }
    save.mutate({ question, sql, comment, ...edit });
  };
  const approve = () => {
    submit({ state: 'approved' });
  };
  return (
    <div className="stack">
      <TextBlock label={t.question} value={question} onChange={setQuestion} rows={2} maxLength={4_000} isRequired />
      <Suspense fallback={<Loading />}>
        <SqlEditor
          label="SQL"
          value={sql}
          onChange={setSql}
          onSubmit={approve}
          onCancel={onClose}
          position={typeof position === 'number' ? position : null}
        />
      </Suspense>
      <TextBlock label={t.comment} value={comment} onChange={setComment} rows={2} maxLength={4_000} />
      <ActionError error={check.error} />
      {check.data !== undefined && check.variables === sql && <CheckedStatement preview={check.data} />}
      {theirs === null ? (
        <ActionError error={save.error} />
      ) : (
        <div className="pair-conflict" role="alert">
          <div>
            <p>{t.conflict({ by: by(theirs.review.by ?? t.someone), state: states[theirs.review.state] })}</p>
            <Foreign text={theirs.question} />
            <pre tabIndex={0}>
              <bdi>{visibleText(theirs.sql)}</bdi>
            </pre>
            {theirs.review.comment !== null && (
              <p>
                {t.comment}: <Foreign text={theirs.review.comment} />
              </p>
            )}
          </div>
          <Button
            small
            onPress={() => {
              review.changed(theirs);
              onClose();
            }}
          >
            {t.keepTheirs}
          </Button>
          <Button
            small
            onPress={() => {
              setVersion(theirs.version);
              save.reset();
            }}
          >
            {t.mine}
          </Button>
        </div>
      )}
      <div className="pair-actions">
        <Button kind="primary" isPending={save.isPending} isDisabled={theirs !== null} onPress={approve}>
          {t.saveAndApprove} <kbd aria-hidden>Ctrl ⏎</kbd>
        </Button>
        <Button isPending={save.isPending} isDisabled={theirs !== null} onPress={() => submit({})}>
          {t.save}
        </Button>
        <Button isPending={check.isPending} onPress={() => check.mutate(sql)}>
          {t.check}
        </Button>
        <Button kind="quiet" onPress={onClose}>
          {t.cancel} <kbd aria-hidden>Esc</kbd>
        </Button>
      </div>
    </div>
  );
}
