import { dataOf } from '../../data/client.js';
import { useData } from '../../data/data.js';
import { useTexts } from '../../i18n/language.js';
import { Select } from '../../ui/fields.js';
import { Card, Page } from '../../ui/page.js';
import { Empty, Loaded } from '../../ui/states.js';
import { useAddress } from '../../view/address.js';
import { AnomalyTable } from './anomaly-table.js';
import { Curves } from './curves.js';
import { ProcessTable, QueueTable } from './process-tables.js';
import { monitoringTexts } from './texts.js';

const SPANS = { hour: 60, day: 1_440, week: 10_080 } as const;
type Span = keyof typeof SPANS;

const LOOK_EVERY_MS = 10_000;
const ANOMALY_HOURS = 168;

export default function MonitoringPage() {
  const t = useTexts(monitoringTexts);
  const { texts, set } = useAddress();
  const asked = texts['span'];
  const span: Span = asked === 'day' || asked === 'week' ? asked : 'hour';
  const status = useData(
    ['monitor', 'status'],
    (client, signal) => dataOf(client.GET('/api/v0/data_pipeline/monitor/status', { signal })),
    { every: LOOK_EVERY_MS },
  );
  return (
    <Page
      title={t.title}
      lead={t.lead}
      actions={
        <Select<Span>
          label={t.span}
          isLabelHidden
          value={span}
          onChange={(next) => set({ span: next === 'hour' ? '' : next })}
          choices={[
            { value: 'hour', name: t.hour },
            { value: 'day', name: t.day },
            { value: 'week', name: t.week },
          ]}
        />
      }
    >
      <History minutes={SPANS[span]} />
      <Loaded query={status}>
        {({ queues, processes }) => (
          <>
            <Card title={t.queues}>
              {queues === null ? <p className="notice">{t.noQueues}</p> : <QueueTable queues={queues} />}
            </Card>
            <Card title={t.processes}>
              <ProcessTable processes={processes} />
            </Card>
          </>
        )}
      </Loaded>
      <Anomalies />
    </Page>
  );
}

function History({ minutes }: { readonly minutes: number }) {
  const t = useTexts(monitoringTexts);
  const history = useData(
    ['monitor', 'history', minutes],
    (client, signal) =>
      dataOf(client.GET('/api/v0/data_pipeline/monitor/metrics/history', { params: { query: { minutes } }, signal })),
    { every: LOOK_EVERY_MS, keepsPrevious: true },
  );
  return (
    <Card title={t.curves}>
      <Loaded
        query={history}
        empty={({ points }) => (points.length === 0 ? <Empty title={t.noPoints}>{t.noPointsHelp}</Empty> : null)}
      >
        {({ points }) => <Curves points={points} />}
      </Loaded>
    </Card>
  );
}

function Anomalies() {
  const t = useTexts(monitoringTexts);
  const anomalies = useData(
    ['monitor', 'anomalies'],
    (client, signal) => {
      const query = { hours: ANOMALY_HOURS };
      return dataOf(client.GET('/api/v0/data_pipeline/monitor/anomalies', { params: { query }, signal }));
    },
    { every: LOOK_EVERY_MS },
  );
  return (
    <Card title={t.anomalies}>
      <Loaded query={anomalies} empty={({ total }) => (total === 0 ? <Empty title={t.noAnomalies} /> : null)}>
        {({ anomalies: found }) => <AnomalyTable anomalies={found} />}
      </Loaded>
    </Card>
  );
}
