import { dataOf } from '../../data/client.js';
import { useData } from '../../data/data.js';
import { useTexts } from '../../i18n/language.js';
import { Page } from '../../ui/page.js';
import { Loaded } from '../../ui/states.js';
import { AnomalyCard } from './anomaly-card.js';
import { BackupCard } from './backup-card.js';
import { EvaluationCard } from './evaluation-card.js';
import { HealthCard } from './health-card.js';
import { RunningTasksCard } from './running-tasks-card.js';
import { overviewTexts } from './texts.js';
import { Welcome } from './welcome.js';

const LOOK_EVERY_MS = 5_000;

export default function OverviewPage() {
  const t = useTexts(overviewTexts);
  const status = useData(
    ['monitor', 'status'],
    (client, signal) => dataOf(client.GET('/api/v0/data_pipeline/monitor/status', { signal })),
    { every: LOOK_EVERY_MS },
  );
  return (
    <Page title={t.title} lead={t.lead}>
      <Loaded query={status}>
        {(data) => (
          <>
            {data.tasks.total === 0 && <Welcome />}
            <div className="columns">
              <HealthCard status={data} />
              <BackupCard backups={data.backups} />
            </div>
            <RunningTasksCard tasks={data.tasks} />
            <EvaluationCard />
            <AnomalyCard anomalies={data.anomalies} />
          </>
        )}
      </Loaded>
    </Page>
  );
}
