import { useState } from 'react';
import { dataOf } from '../../data/client.js';
import { useData } from '../../data/data.js';
import { useTexts } from '../../i18n/language.js';
import { Button } from '../../ui/button.js';
import { Confirm } from '../../ui/dialog.js';
import { TextInput } from '../../ui/fields.js';
import { useFormat } from '../../view/format.js';
import { pairTexts } from './texts.js';
import type { PairFilter } from './use-review.js';

export type SpotCheckFilter = Pick<PairFilter, 'source' | 'kind' | 'table'>;

const PATH = '/api/v0/data_pipeline/tasks/{task_id}/pairs/spot-check';

export interface SpotCheck {
  /** The part of the filter of the page that a draw keeps to. */
  readonly filter: SpotCheckFilter;
  readonly seed: string;
  readonly n: number;
  /** Earlier decisions do not count. */
  readonly since: string;
}

interface SpotCheckDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly onDraw: (n: number) => void;
}

export function SpotCheckDialog({ isOpen, onClose, isPending, error, onDraw }: SpotCheckDialogProps) {
  const t = useTexts(pairTexts);
  const [size, setSize] = useState('30');
  const n = Math.min(1_000, Math.max(1, Math.trunc(Number(size)) || 30));
  return (
    <Confirm
      title={t.spotCheck}
      verb={t.draw}
      isOpen={isOpen}
      onClose={onClose}
      onConfirm={() => onDraw(n)}
      isPending={isPending}
      error={error}
    >
      <div className="stack">
        <p>{t.spotCheckHelp}</p>
        <TextInput label={t.spotCheckSize} type="number" min={1} max={1_000} value={size} onChange={setSize} />
      </div>
    </Confirm>
  );
}

interface SpotCheckBarProps {
  readonly taskId: string;
  readonly spotCheck: SpotCheck;
  readonly decided: number;
  readonly waiting: number;
  readonly onEnd: () => void;
}

/** The result so far, from the decisions that the server has. */
export function SpotCheckBar({ taskId, spotCheck, decided, waiting, onEnd }: SpotCheckBarProps) {
  const t = useTexts(pairTexts);
  const format = useFormat();
  const { filter, seed, n, since } = spotCheck;
  const result = useData(
    ['spot-check', taskId, seed, decided],
    (client, signal) =>
      dataOf(client.POST(PATH, { params: { path: { task_id: taskId } }, body: { ...filter, seed, n, since }, signal })),
    { keepsPrevious: true, enabled: waiting === 0 },
  );
  const { judged = 0, n: drawn = n, error_rate: rate = null } = result.data ?? {};
  const percent = (share: number) => format.percent(100 * share);
  return (
    <div className="pair-spot-check" role="status">
      <strong>{t.judged({ judged, n: drawn })}</strong>
      {rate !== null && (
        <span>{t.errorRate({ share: percent(rate.share), low: percent(rate.low), high: percent(rate.high) })}</span>
      )}
      <Button small onPress={onEnd}>
        {t.endSpotCheck}
      </Button>
    </div>
  );
}
