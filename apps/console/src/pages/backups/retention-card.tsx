import type { components } from '#clients/typescript';
import { dataOf } from '../../data/client.js';
import { useData } from '../../data/data.js';
import { useTexts } from '../../i18n/language.js';
import { Badge } from '../../ui/badge.js';
import { Card, Facts } from '../../ui/page.js';
import { Loaded } from '../../ui/states.js';
import { Table, type Column } from '../../ui/table.js';
import { useFormat } from '../../view/format.js';
import { backupsTexts } from './texts.js';

type Preview = components['schemas']['RetentionPreview'];
type Row = components['schemas']['RetainedBackupView'] & { readonly path: string };

/** The rules, and what they would remove now, with the reasons. */
export function RetentionCard() {
  const t = useTexts(backupsTexts);
  const preview = useData(['vector', 'backups', 'retention'], (client, signal) =>
    dataOf(client.GET('/api/v0/data_pipeline/vector/retention', { signal })),
  );
  return (
    <Card title={t.retention}>
      <Loaded query={preview}>{(data) => <Rules preview={data} />}</Loaded>
    </Card>
  );
}

function Rules({ preview }: { readonly preview: Preview }) {
  const t = useTexts(backupsTexts);
  const format = useFormat();
  const { rules, time_zone: zone, removed_backups: count, removed_bytes: bytes } = preview;
  const named = [
    [t.ruleCount, rules.keep],
    [t.ruleAge, rules.keep_days],
    [t.ruleDaily, rules.keep_daily],
    [t.ruleWeekly, rules.keep_weekly],
    [t.ruleMonthly, rules.keep_monthly],
  ] as const;
  const facts = named.flatMap(([name, value]) => (value === null ? [] : [{ name, value: format.number(value) }]));
  if (facts.length === 0) {
    return <p className="quiet">{t.noRules}</p>;
  }
  return (
    <div className="stack">
      <p className="quiet">{t.retentionLead({ zone })}</p>
      <Facts facts={facts} />
      <p>{count === 0 ? t.nothingGoes : t.wouldGo({ count: format.number(count), size: format.bytes(bytes) })}</p>
      <Decisions preview={preview} />
    </div>
  );
}

function Decisions({ preview: { locations } }: { readonly preview: Preview }) {
  const t = useTexts(backupsTexts);
  const format = useFormat();
  const rows = locations.flatMap(({ relative_path: path, backups }) => backups.map((backup) => ({ ...backup, path })));
  const columns: readonly Column<Row>[] = [
    { name: t.backup, width: '12rem', cell: ({ timestamp }) => <code>{timestamp}</code> },
    { name: t.place, cell: ({ path }) => <code>{path}</code> },
    { name: t.allFiles, width: '7rem', align: 'end', cell: ({ size_bytes: size }) => format.bytes(size) },
    {
      name: t.decision,
      width: '7rem',
      cell: ({ keeps }) => <Badge tone={keeps ? 'good' : 'warning'}>{keeps ? t.stays : t.goes}</Badge>,
    },
    { name: t.reason, cell: ({ explanation }) => explanation },
  ];
  return (
    <Table label={t.retention} columns={columns} rows={rows} rowKey={({ path, timestamp }) => `${path} ${timestamp}`} />
  );
}
