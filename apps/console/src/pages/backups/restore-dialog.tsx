import { useState } from 'react';
import { dataOf } from '../../data/client.js';
import { useChange } from '../../data/data.js';
import { useTexts } from '../../i18n/language.js';
import { Confirm } from '../../ui/dialog.js';
import { Checkbox, Select } from '../../ui/fields.js';
import { useFormat } from '../../view/format.js';
import { sizeOf, type Chain } from './chains.js';
import { backupsTexts } from './texts.js';

const WAYS = ['truncate', 'error', 'skip', 'replace'] as const;
type Way = (typeof WAYS)[number];

interface RestoreDialogProps {
  /** That a restore of the last one reads; empty: the dialog is closed. */
  readonly backups: Chain;
  /** Of their location. */
  readonly path: string;
  readonly onClose: () => void;
}

/** Says what the restore will do before it may begin. */
export function RestoreDialog({ backups, path, onClose }: RestoreDialogProps) {
  const t = useTexts(backupsTexts);
  const format = useFormat();
  const [way, setWay] = useState<Way>('error');
  const [compares, setCompares] = useState(true);
  const [isUnderstood, setUnderstood] = useState(false);
  const timestamp = backups.at(-1)?.timestamp ?? '';
  const restore = useChange(
    (client) => {
      const body = {
        timestamp,
        backup_path: path,
        async: true,
        verify: compares,
        ...(way === 'truncate' ? { truncate_before_restore: true } : { on_conflict: way }),
      };
      return dataOf(
        client.POST('/api/v0/data_pipeline/vector/restore', { body }) as Promise<{
          data?: { data: unknown };
          error?: unknown;
          response: Response;
        }>,
      );
    },
    { outdates: [['vector']], onDone: onClose },
  );
  const plans: Readonly<Record<Way, string>> = {
    truncate: t.planTruncate,
    error: t.planError,
    skip: t.planSkip,
    replace: t.planReplace,
  };
  const names: Readonly<Record<Way, string>> = {
    truncate: t.howTruncate,
    error: t.howError,
    skip: t.howSkip,
    replace: t.howReplace,
  };
  const read = t.planRead({
    count: t.backups({ count: backups.length }),
    size: format.bytes(sizeOf(backups)),
  });
  return (
    <Confirm
      title={`${t.restoreTitle}: ${timestamp}`}
      verb={t.startRestore}
      isDangerous={way === 'truncate'}
      isDisabled={way === 'truncate' && !isUnderstood}
      isOpen={backups.length > 0}
      onClose={onClose}
      onConfirm={() => restore.mutate(undefined)}
      isPending={restore.isPending}
      error={restore.error}
    >
      <Select<Way>
        label={t.how}
        value={way}
        onChange={setWay}
        choices={WAYS.map((value) => ({ value, name: names[value] }))}
      />
      <Checkbox isSelected={compares} onChange={setCompares}>
        {t.compare}
      </Checkbox>
      <section className="plan">
        <h3>{t.plan}</h3>
        <ol>
          <li>{read}</li>
          <li>{plans[way]}</li>
          {compares && <li>{t.planVerify}</li>}
          <li>{t.planAtomic}</li>
        </ol>
      </section>
      {way === 'truncate' && (
        <Checkbox isSelected={isUnderstood} onChange={setUnderstood}>
          {t.understood}
        </Checkbox>
      )}
    </Confirm>
  );
}
