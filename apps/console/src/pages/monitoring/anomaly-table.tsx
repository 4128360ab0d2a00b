import { useTexts } from '../../i18n/language.js';
import { nameOf } from '../../i18n/texts.js';
import { Badge } from '../../ui/badge.js';
import { Foreign } from '../../ui/foreign.js';
import { Table, type Column } from '../../ui/table.js';
import { Time } from '../../ui/time.js';
import { SeverityBadge, type Anomaly } from '../../view/anomalies.js';
import { ruleNames } from '../../view/operation-names.js';
import { monitoringTexts } from './texts.js';

export function AnomalyTable({ anomalies }: { readonly anomalies: readonly Anomaly[] }) {
  const t = useTexts(monitoringTexts);
  const rules = useTexts(ruleNames);
  const columns: readonly Column<Anomaly>[] = [
    { name: t.severity, width: '6rem', cell: ({ severity }) => <SeverityBadge severity={severity} /> },
    { name: t.rule, width: '11rem', cell: ({ rule }) => <span title={rule}>{nameOf(rules, rule)}</span> },
    { name: t.what, cell: ({ message }) => <Foreign text={message} /> },
    { name: t.opened, width: '12.5rem', cell: ({ opened_at: at }) => <Time iso={at} /> },
    {
      name: t.closed,
      width: '12.5rem',
      cell: ({ closed_at: at }) => (at === null ? <Badge tone="warning">{t.open}</Badge> : <Time iso={at} />),
    },
  ];
  return <Table label={t.anomalies} columns={columns} rows={anomalies} rowKey={({ anomaly_id: id }) => id} />;
}
