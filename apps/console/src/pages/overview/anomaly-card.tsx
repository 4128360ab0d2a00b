import { useTexts } from '../../i18n/language.js';
import { Foreign } from '../../ui/foreign.js';
import { Card } from '../../ui/page.js';
import { SeverityBadge, type Anomaly } from '../../view/anomalies.js';
import { useFormat } from '../../view/format.js';
import { overviewTexts } from './texts.js';

export function AnomalyCard({ anomalies }: { readonly anomalies: readonly Anomaly[] }) {
  const t = useTexts(overviewTexts);
  const format = useFormat();
  return (
    <Card title={t.anomalies}>
      {anomalies.length === 0 ? (
        <p className="quiet">{t.noAnomalies}</p>
      ) : (
        <ul className="rows">
          {anomalies.map(({ anomaly_id: id, severity, message, opened_at: at }) => (
            <li key={id} className="row">
              <SeverityBadge severity={severity} />
              <span>
                <Foreign text={message} />
              </span>
              <time className="quiet" dateTime={at} title={format.time(at)}>
                {t.since({ time: format.ago(at) })}
              </time>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
