import { useState } from 'react';
import type { components } from '#clients/typescript';
import { dataOf } from '../../data/client.js';
import { useData } from '../../data/data.js';
import { useTexts } from '../../i18n/language.js';
import { Badge } from '../../ui/badge.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { TextInput } from '../../ui/fields.js';
import { Foreign, visibleText } from '../../ui/foreign.js';
import { Card, Facts, Page } from '../../ui/page.js';
import { Empty, Loaded } from '../../ui/states.js';
import { Table, type Column } from '../../ui/table.js';
import { Time } from '../../ui/time.js';
import { Actor } from '../../view/actor.js';
import { useAddress } from '../../view/address.js';
import { useFormat } from '../../view/format.js';
import { auditTexts } from './texts.js';

type Entry = components['schemas']['AuditEntry'];

const PAGE_SIZE = 100;
const PREFIX = '/api/v0/data_pipeline';

export default function AuditPage() {
  const t = useTexts(auditTexts);
  const format = useFormat();
  const { texts, set } = useAddress();
  const { actor = '', mentions = '', before = '' } = texts;
  const query = {
    limit: PAGE_SIZE,
    ...(actor === '' ? {} : { actor }),
    ...(mentions === '' ? {} : { mentions }),
    ...(before === '' ? {} : { before_id: before }),
  };
  const audit = useData(
    ['audit', query],
    (client, signal) => dataOf(client.GET('/api/v0/data_pipeline/audit', { params: { query }, signal })),
    { keepsPrevious: true },
  );
  return (
    <Page title={t.title} lead={t.lead}>
      <Card>
        <div className="stack">
          <div className="filters">
            <TextInput
              label={t.actor}
              placeholder={t.actorHelp}
              type="search"
              value={actor}
              onChange={(next) => set({ actor: next, before: '' })}
              maxLength={120}
            />
            <TextInput
              label={t.mentions}
              placeholder={t.mentionsHelp}
              type="search"
              value={mentions}
              onChange={(next) => set({ mentions: next, before: '' })}
              maxLength={200}
            />
          </div>
          <Loaded
            query={audit}
            empty={({ entries }) => (entries.length === 0 ? <Empty title={t.none}>{t.noneHelp}</Empty> : null)}
          >
            {({ entries, total, next_before_id: next }) => (
              <>
                <AuditTable entries={entries} />
                <div className="pager">
                  <Button small isDisabled={before === ''} onPress={() => set({ before: '' })}>
                    {t.newest}
                  </Button>
                  <span>{t.total({ count: format.number(total) })}</span>
                  <Button small isDisabled={next === null} onPress={() => set({ before: next ?? '' })}>
                    {t.older}
                  </Button>
                </div>
              </>
            )}
          </Loaded>
        </div>
      </Card>
    </Page>
  );
}

function AuditTable({ entries }: { readonly entries: readonly Entry[] }) {
  const t = useTexts(auditTexts);
  const format = useFormat();
  const [opened, open] = useState<Entry | null>(null);
  const columns: readonly Column<Entry>[] = [
    { name: t.time, width: '12.5rem', cell: ({ at }) => <Time iso={at} /> },
    { name: t.actor, width: '14%', cell: ({ actor }) => <Actor name={actor} /> },
    { name: t.action, cell: ({ action }) => <Foreign text={action.replace(PREFIX, '')} max={200} /> },
    { name: t.target, cell: ({ target }) => <Foreign text={target.replace(PREFIX, '')} max={200} /> },
    { name: t.status, width: '5rem', cell: ({ status }) => <StatusCode status={status} /> },
    {
      name: t.details,
      width: '6rem',
      align: 'end',
      cell: (entry) => (
        <Button small aria-label={`${t.details}: ${format.time(entry.at)}`} onPress={() => open(entry)}>
          {t.details}
        </Button>
      ),
    },
  ];
  return (
    <>
      <Table label={t.title} columns={columns} rows={entries} rowKey={({ id }) => id} />
      <Dialog wide title={t.details} isOpen={opened !== null} onClose={() => open(null)}>
        {opened !== null && <EntryDetails entry={opened} />}
      </Dialog>
    </>
  );
}

function StatusCode({ status }: { readonly status: number }) {
  return <Badge tone={status < 400 ? 'good' : status < 500 ? 'warning' : 'bad'}>{status}</Badge>;
}

function EntryDetails({ entry }: { readonly entry: Entry }) {
  const t = useTexts(auditTexts);
  return (
    <div className="stack">
      <Facts
        facts={[
          { name: t.time, value: <Time iso={entry.at} /> },
          { name: t.actor, value: <Actor name={entry.actor} /> },
          { name: t.status, value: <StatusCode status={entry.status} /> },
          { name: t.address, value: <Foreign text={entry.ip_address ?? '—'} /> },
          { name: t.agent, value: <Foreign text={entry.user_agent ?? '—'} /> },
          { name: t.request, value: <Foreign text={entry.request_id ?? '—'} /> },
        ]}
      />
      <p>
        <code>
          <Foreign text={entry.action} />
        </code>
      </p>
      <p>
        <code>
          <Foreign text={entry.target} />
        </code>
      </p>
      {entry.details !== null && (
        <pre className="code" tabIndex={0}>
          {visibleText(JSON.stringify(entry.details, null, 2))}
        </pre>
      )}
    </div>
  );
}
