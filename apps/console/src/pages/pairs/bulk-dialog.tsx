import { useState } from 'react';
import { dataOf } from '../../data/client.js';
import { useChange } from '../../data/data.js';
import { useTexts } from '../../i18n/language.js';
import { Button } from '../../ui/button.js';
import { ActionError, Dialog } from '../../ui/dialog.js';
import { Select, TextInput } from '../../ui/fields.js';
import { ForeignLine } from '../../ui/foreign.js';
import type { State } from './review-queue.js';
import { pairTexts, stateTexts } from './texts.js';
import type { PairFilter } from './use-review.js';

const PATH = '/api/v0/data_pipeline/tasks/{task_id}/pairs/bulk';
const STATES = ['approved', 'rejected', 'needs_work', 'new'] as const satisfies readonly State[];

interface BulkDialogProps {
  readonly taskId: string;
  readonly filter: PairFilter;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** One decision about all pairs of a filter: first what it hits, then the same number or nothing. */
export function BulkDialog({ taskId, filter, isOpen, onClose, onDone }: BulkDialogProps) {
  const t = useTexts(pairTexts);
  const states = useTexts(stateTexts);
  const [state, setState] = useState<State>('approved');
  const [comment, setComment] = useState('');
  const body = {
    state,
    ...(comment === '' ? {} : { comment }),
    ...Object.fromEntries(Object.entries(filter).map(([key, value]) => [`filter_${key}`, value])),
  };
  const params = { path: { task_id: taskId } };
  const preview = useChange((client, _: undefined) =>
    dataOf(client.POST(PATH, { params, body: { ...body, dry_run: true } })),
  );
  const change = useChange(
    (client, count: number) =>
      dataOf(client.POST(PATH, { params, body: { ...body, dry_run: false, expected_count: count } })),
    {
      outdates: [['pair', taskId]],
      onDone: () => {
        preview.reset();
        onClose();
        onDone();
      },
    },
  );
  const found = preview.data;
  const close = () => {
    preview.reset();
    change.reset();
    onClose();
  };
  return (
    <Dialog title={t.bulk} isOpen={isOpen} onClose={close} wide>
      <div className="dialog-body stack">
        <p>{t.bulkHelp}</p>
        <Select
          label={t.bulkDecision}
          value={state}
          onChange={(next) => {
            setState(next);
            preview.reset();
          }}
          choices={STATES.map((value) => ({ value, name: states[value] }))}
        />
        <TextInput label={t.comment} value={comment} onChange={setComment} maxLength={4_000} />
        {found !== undefined && (
          <>
            <p role="status">{t.bulkCount({ count: found.count })}</p>
            <ul className="reasons">
              {found.pairs.map(({ pair_id: id, question }) => (
                <li key={id}>
                  <ForeignLine text={question} />
                </li>
              ))}
              {found.count > found.pairs.length && <li>…</li>}
            </ul>
          </>
        )}
      </div>
      <ActionError error={change.error ?? preview.error} />
      <footer className="dialog-footer">
        <Button onPress={close}>{t.cancel}</Button>
        {found === undefined ? (
          <Button kind="primary" isPending={preview.isPending} onPress={() => preview.mutate(undefined)}>
            {t.look}
          </Button>
        ) : (
          <Button
            kind="primary"
            isPending={change.isPending}
            isDisabled={found.count === 0}
            onPress={() => change.mutate(found.count)}
          >
            {t.bulkDo({ count: found.count })}
          </Button>
        )}
      </footer>
    </Dialog>
  );
}
