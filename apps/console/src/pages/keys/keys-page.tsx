import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { components } from '#clients/typescript';
import { dataOf } from '../../data/client.js';
import { useChange, useData } from '../../data/data.js';
import { useTexts } from '../../i18n/language.js';
import { Badge, type Tone } from '../../ui/badge.js';
import { Button } from '../../ui/button.js';
import { Confirm } from '../../ui/dialog.js';
import { ForeignLine, visibleText } from '../../ui/foreign.js';
import { Card, Page } from '../../ui/page.js';
import { Empty, Loaded } from '../../ui/states.js';
import { Table, type Column } from '../../ui/table.js';
import { Ago, Time } from '../../ui/time.js';
import { scopeNames } from '../../view/operation-names.js';
import { NewKeyDialog } from './new-key-dialog.js';
import { keysTexts } from './texts.js';

type KeyView = components['schemas']['KeyView'];

const TONES: Readonly<Record<KeyView['state'], Tone>> = { valid: 'good', expired: 'warning', revoked: 'neutral' };

export default function KeysPage() {
  const t = useTexts(keysTexts);
  const [isAsked, setAsked] = useState(false);
  const [chosen, choose] = useState<KeyView | null>(null);
  const keys = useData(['keys'], (client, signal) => dataOf(client.GET('/api/v0/data_pipeline/keys', { signal })));
  const create = (
    <Button kind="primary" onPress={() => setAsked(true)}>
      <Plus aria-hidden size={16} />
      {t.create}
    </Button>
  );
  return (
    <Page title={t.title} lead={t.lead} actions={create}>
      <Card>
        <Loaded
          query={keys}
          empty={({ keys: found }) => (found.length === 0 ? <Empty title={t.none}>{t.noneHelp}</Empty> : null)}
        >
          {({ keys: found }) => <KeyTable keys={found} onRevoke={choose} />}
        </Loaded>
      </Card>
      <NewKeyDialog key={String(isAsked)} isOpen={isAsked} onClose={() => setAsked(false)} />
      <RevokeKey chosen={chosen} onClose={() => choose(null)} />
    </Page>
  );
}

interface KeyTableProps {
  readonly keys: readonly KeyView[];
  readonly onRevoke: (key: KeyView) => void;
}

function KeyTable({ keys, onRevoke }: KeyTableProps) {
  const t = useTexts(keysTexts);
  const names = useTexts(scopeNames);
  const columns: readonly Column<KeyView>[] = [
    { name: t.name, cell: ({ name }) => <ForeignLine text={name} /> },
    { name: t.key, width: '9.5rem', cell: ({ key_prefix: prefix }) => <code>{prefix}…</code> },
    { name: t.scope, width: '8rem', cell: ({ scopes }) => scopes.map((scope) => names[scope]).join(' · ') },
    { name: t.state, width: '6rem', cell: ({ state }) => <Badge tone={TONES[state]}>{t[state]}</Badge> },
    { name: t.lastUsed, width: '8rem', cell: ({ last_used_at: at }) => <Ago iso={at} /> },
    { name: t.createdAt, width: '8rem', cell: ({ created_at: at }) => <Ago iso={at} /> },
    { name: t.expires, width: '9.5rem', cell: ({ expires_at: at }) => <Time iso={at} /> },
    {
      name: t.actions,
      width: '6rem',
      align: 'end',
      cell: (key) =>
        key.state === 'valid' ? (
          <Button kind="danger" small aria-label={`${t.revoke} ${visibleText(key.name)}`} onPress={() => onRevoke(key)}>
            {t.revoke}
          </Button>
        ) : null,
    },
  ];
  return <Table label={t.title} columns={columns} rows={keys} rowKey={({ key_id: id }) => id} />;
}

function RevokeKey({ chosen, onClose }: { readonly chosen: KeyView | null; readonly onClose: () => void }) {
  const t = useTexts(keysTexts);
  const revoke = useChange(
    (client, id: string) =>
      dataOf(client.DELETE('/api/v0/data_pipeline/keys/{key_id}', { params: { path: { key_id: id } } })),
    { outdates: [['keys'], ['session']], onDone: onClose },
  );
  return (
    <Confirm
      title={t.revokeTitle}
      verb={t.revoke}
      isDangerous
      isOpen={chosen !== null}
      onClose={onClose}
      onConfirm={() => revoke.mutate(chosen?.key_id ?? '')}
      isPending={revoke.isPending}
      error={revoke.error}
    >
      <p>{t.revokeHelp({ name: visibleText(chosen?.name ?? '') })}</p>
    </Confirm>
  );
}
