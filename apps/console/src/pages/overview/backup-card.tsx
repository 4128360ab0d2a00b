import { dataOf } from '../../data/client.js';
import { useData } from '../../data/data.js';
import { useTexts } from '../../i18n/language.js';
import { Card, Facts } from '../../ui/page.js';
import { Loaded } from '../../ui/states.js';
import { Ago } from '../../ui/time.js';
import { overviewTexts } from './texts.js';

const LOOK_EVERY_MS = 60_000;

/** A backup is verified by an operation of its own, or by the one that made it; its file tells in both cases. */
export function BackupCard() {
  const t = useTexts(overviewTexts);
  const backups = useData(
    ['vector', 'backups'],
    (client, signal) => dataOf(client.GET('/api/v0/data_pipeline/vector/restore/list', { signal })),
    { every: LOOK_EVERY_MS },
  );
  return (
    <Card title={t.backup}>
      <Loaded query={backups}>
        {({ backup_locations: locations }) => {
          const all = locations.flatMap((location) => location.backups);
          const verified = newest(all.map(({ verified_at: at }) => at));
          const made = newest(all.map(({ created_at: at }) => at));
          return (
            <div className="stack">
              {verified === null && <p className="notice">{t.noBackup}</p>}
              <Facts
                facts={[
                  { name: t.verifiedAt, value: verified === null ? t.never : <Ago iso={verified} /> },
                  { name: t.lastBackup, value: made === null ? t.never : <Ago iso={made} /> },
                ]}
              />
            </div>
          );
        }}
      </Loaded>
    </Card>
  );
}

/** All of one installation have the same offset, but for the change of summer time. */
function newest(times: readonly (string | null)[]): string | null {
  const known = times.filter((time) => time !== null);
  return known.toSorted((left, right) => Date.parse(left) - Date.parse(right)).at(-1) ?? null;
}
