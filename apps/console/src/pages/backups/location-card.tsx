import { useState } from 'react';
import { dataOf } from '../../data/client.js';
import { useChange } from '../../data/data.js';
import { useMay } from '../../data/session.js';
import { useTexts } from '../../i18n/language.js';
import { Button } from '../../ui/button.js';
import { ActionError } from '../../ui/dialog.js';
import { Card } from '../../ui/page.js';
import { Table, type Column } from '../../ui/table.js';
import { Ago } from '../../ui/time.js';
import { useFormat } from '../../view/format.js';
import { BackupState, CopyState, Encryption } from './backup-state.js';
import { chainsOf, neededFor, sizeOf, type Backup, type Chain, type Location } from './chains.js';
import { RestoreDialog } from './restore-dialog.js';
import { backupsTexts } from './texts.js';

export function LocationCard({ location }: { readonly location: Location }) {
  const t = useTexts(backupsTexts);
  const [chosen, choose] = useState<Backup | null>(null);
  const verify = useChange(
    (client, { timestamp }: Backup) =>
      dataOf(
        client.POST('/api/v0/data_pipeline/vector/verify', {
          body: { timestamp, backup_path: location.relative_path, async: true },
        }) as Promise<{ data?: { data: unknown }; error?: unknown; response: Response }>,
      ),
    { outdates: [['vector']] },
  );
  const byTimestamp = new Map(location.backups.map((backup) => [backup.timestamp, backup]));
  return (
    <Card
      title={location.task_id === undefined ? t.global : t.ofTask({ task: location.task_id })}
      lead={<code>{location.relative_path}</code>}
    >
      <div className="stack">
        <ActionError error={verify.error} />
        {chainsOf(location.backups).map((chain) => (
          <ChainTable
            key={chain[0]?.timestamp}
            chain={chain}
            onVerify={(backup) => verify.mutate(backup)}
            onRestore={choose}
          />
        ))}
      </div>
      <RestoreDialog
        key={chosen?.timestamp}
        backups={chosen === null ? [] : neededFor(chosen, byTimestamp)}
        path={location.relative_path}
        onClose={() => choose(null)}
      />
    </Card>
  );
}

interface ChainTableProps {
  readonly chain: Chain;
  readonly onVerify: (backup: Backup) => void;
  readonly onRestore: (backup: Backup) => void;
}

function ChainTable({ chain, onVerify, onRestore }: ChainTableProps) {
  const t = useTexts(backupsTexts);
  const format = useFormat();
  const mayVerify = useMay('run');
  const mayRestore = useMay('admin');
  // Null means that there is no second storage.
  const hasCopies = chain.some(({ copy }) => copy !== null);
  const size = format.bytes(sizeOf(chain));
  const title = chain.length === 1 ? t.single({ size }) : t.chain({ count: format.number(chain.length), size });
  const columns: readonly Column<Backup>[] = [
    {
      name: t.backup,
      width: '10rem',
      cell: (backup) => (
        <>
          <code>{backup.timestamp}</code>
          <Encryption backup={backup} />
        </>
      ),
    },
    { name: t.kind, width: '6.5rem', cell: ({ incremental }) => (incremental ? t.incremental : t.full) },
    { name: t.age, width: '8.5rem', cell: ({ created_at: at }) => <Ago iso={at} /> },
    { name: t.size, width: '6rem', align: 'end', cell: ({ size_bytes: bytes }) => format.bytes(bytes) },
    {
      name: t.restoreTime,
      width: '7.5rem',
      align: 'end',
      cell: ({ restore_seconds: seconds }) => (seconds === null ? '—' : format.duration(seconds)),
    },
    { name: t.state, width: '14rem', cell: (backup) => <BackupState backup={backup} /> },
    ...(hasCopies ? [{ name: t.copy, width: '10rem', cell: (backup: Backup) => <CopyState backup={backup} /> }] : []),
    {
      name: t.actions,
      width: '10.5rem',
      align: 'end',
      cell: (backup) => (
        <span className="actions actions-end">
          {mayVerify && (
            <Button small aria-label={`${t.verify} ${backup.timestamp}`} onPress={() => onVerify(backup)}>
              {t.verify}
            </Button>
          )}
          {mayRestore && (
            <Button small aria-label={`${t.restore} ${backup.timestamp}`} onPress={() => onRestore(backup)}>
              {t.restore}
            </Button>
          )}
        </span>
      ),
    },
  ];
  return (
    <div className="chain">
      <h3>{title}</h3>
      <Table label={title} columns={columns} rows={chain} rowKey={({ timestamp }) => timestamp} />
    </div>
  );
}
