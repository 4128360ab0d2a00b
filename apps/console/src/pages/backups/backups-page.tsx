import { DatabaseBackup } from 'lucide-react';
import { useState } from 'react';
import type { components } from '#clients/typescript';
import { dataOf } from '../../data/client.js';
import { useData } from '../../data/data.js';
import { useMay } from '../../data/session.js';
import { useTexts } from '../../i18n/language.js';
import { Badge } from '../../ui/badge.js';
import { Button } from '../../ui/button.js';
import { Card, Facts, Page } from '../../ui/page.js';
import { Empty, Loaded } from '../../ui/states.js';
import { Ago } from '../../ui/time.js';
import { Cron } from '../../view/cron.js';
import { useFormat } from '../../view/format.js';
import { BackUpDialog } from './back-up-dialog.js';
import { LocationCard } from './location-card.js';
import { OperationsCard } from './operations-card.js';
import { RetentionCard } from './retention-card.js';
import { backupsTexts } from './texts.js';

type BackupList = components['schemas']['BackupList'];

const LOOK_EVERY_MS = 30_000;

export default function BackupsPage() {
  const t = useTexts(backupsTexts);
  const mayRun = useMay('run');
  const [isAsked, setAsked] = useState(false);
  const backups = useData(
    ['vector', 'backups'],
    (client, signal) => dataOf(client.GET('/api/v0/data_pipeline/vector/restore/list', { signal })),
    { every: LOOK_EVERY_MS },
  );
  return (
    <Page
      title={t.title}
      lead={t.lead}
      actions={
        mayRun && (
          <Button kind="primary" onPress={() => setAsked(true)}>
            <DatabaseBackup aria-hidden size={16} />
            {t.backUp}
          </Button>
        )
      }
    >
      <Loaded query={backups}>
        {(list) => (
          <>
            <Summary list={list} />
            {list.backup_locations.length === 0 && (
              <Card>
                <Empty title={t.none}>{t.noneHelp}</Empty>
              </Card>
            )}
            {list.backup_locations.map((location) => (
              <LocationCard key={location.relative_path} location={location} />
            ))}
          </>
        )}
      </Loaded>
      <RetentionCard />
      <OperationsCard />
      <BackUpDialog isOpen={isAsked} onClose={() => setAsked(false)} />
    </Page>
  );
}

function Summary({ list: { summary, backup_locations: locations } }: { readonly list: BackupList }) {
  const t = useTexts(backupsTexts);
  const format = useFormat();
  // Null means that there is no second storage.
  const { copies_missing: missing } = summary;
  const verified = locations
    .flatMap(({ backups }) => backups)
    .map(({ verified_at: at }) => at)
    .filter((at) => at !== null)
    .sort()
    .at(-1);
  return (
    <Card>
      <Facts
        facts={[
          { name: t.count, value: format.number(summary.total_backup_sets) },
          { name: t.newestVerified, value: verified === undefined ? t.never : <Ago iso={verified} /> },
          {
            name: t.schedule,
            value: summary.schedule === null ? t.noSchedule : <Cron expression={summary.schedule} />,
          },
          {
            name: t.verifySchedule,
            value:
              summary.verify_schedule === null ? t.noVerifySchedule : <Cron expression={summary.verify_schedule} />,
          },
          ...(missing === null
            ? []
            : [
                {
                  name: t.copiesMissing,
                  value: missing === 0 ? t.noneMissing : <Badge tone="warning">{format.number(missing)}</Badge>,
                },
              ]),
        ]}
      />
    </Card>
  );
}
