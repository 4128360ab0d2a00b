import { dataOf } from '../../data/client.js';
import { useData } from '../../data/data.js';
import { useTexts } from '../../i18n/language.js';
import { Card, Facts } from '../../ui/page.js';
import { Loaded } from '../../ui/states.js';
import { Ago } from '../../ui/time.js';
import { overviewTexts } from './texts.js';

const LOOK_EVERY_MS = 60_000;

export function BackupCard() {
  const t = useTexts(overviewTexts);
  const verified = useNewest('verify');
  const backup = useNewest('backup');
  return (
    <Card title={t.backup}>
      <Loaded query={verified}>
        {(time) => (
          <div className="stack">
            {time === null && <p className="notice">{t.noBackup}</p>}
            <Facts
              facts={[
                { name: t.verifiedAt, value: time === null ? t.never : <Ago iso={time} /> },
                { name: t.lastBackup, value: backup.data ? <Ago iso={backup.data} /> : t.never },
              ]}
            />
          </div>
        )}
      </Loaded>
    </Card>
  );
}

/** When the newest successful operation of the kind ended; null for none. */
function useNewest(kind: 'verify' | 'backup') {
  return useData(
    ['vector', 'newest', kind],
    async (client, signal) => {
      const query = { kind, status: 'completed', limit: 1 } as const;
      const { operations } = await dataOf(
        client.GET('/api/v0/data_pipeline/vector/operations', { params: { query }, signal }),
      );
      return operations[0]?.completed_at ?? null;
    },
    { every: LOOK_EVERY_MS },
  );
}
