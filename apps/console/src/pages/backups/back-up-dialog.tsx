import { useState } from 'react';
import { dataOf } from '../../data/client.js';
import { useChange } from '../../data/data.js';
import { useTexts } from '../../i18n/language.js';
import { Confirm } from '../../ui/dialog.js';
import { Checkbox } from '../../ui/fields.js';
import { backupsTexts } from './texts.js';

interface BackUpDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

export function BackUpDialog({ isOpen, onClose }: BackUpDialogProps) {
  const t = useTexts(backupsTexts);
  const [isIncremental, setIncremental] = useState(false);
  const [verifies, setVerifies] = useState(true);
  const backUp = useChange(
    (client) =>
      dataOf(
        client.POST('/api/v0/data_pipeline/vector/backup', {
          body: { incremental: isIncremental, verify: verifies, async: true },
        }) as Promise<{ data?: { data: unknown }; error?: unknown; response: Response }>,
      ),
    { outdates: [['vector']], onDone: onClose },
  );
  return (
    <Confirm
      title={t.backUp}
      verb={t.startBackup}
      isOpen={isOpen}
      onClose={onClose}
      onConfirm={() => backUp.mutate(undefined)}
      isPending={backUp.isPending}
      error={backUp.error}
    >
      <p>{t.backUpHelp}</p>
      <Checkbox isSelected={isIncremental} onChange={setIncremental}>
        {t.onlyChanges}
      </Checkbox>
      <Checkbox isSelected={verifies} onChange={setVerifies} help={t.verifyHelp}>
        {t.verifyAfter}
      </Checkbox>
    </Confirm>
  );
}
