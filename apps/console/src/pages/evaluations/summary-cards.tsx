import { useTexts } from '../../i18n/language.js';
import { Card } from '../../ui/page.js';
import { Table, type Column } from '../../ui/table.js';
import { Time } from '../../ui/time.js';
import { useFormat, type Format } from '../../view/format.js';
import { DifferenceTable } from './difference-table.js';
import { GateBadge } from './evaluation-table.js';
import { armNames } from './names.js';
import type { Report, ReportedArm, ReportedDifference, Share } from './report.js';
import { evaluationTexts, resultTexts } from './texts.js';

/** What an evaluation has found: arms with their intervals, the gate, and what differs. */
export function SummaryCards({ report }: { readonly report: Report }) {
  const t = useTexts(resultTexts);
  const arms = useTexts(armNames);
  const format = useFormat();
  const { questions, differences, since } = report;
  const comparedArms = ({ first, second }: ReportedDifference) => `${arms[first]} → ${arms[second]}`;
  return (
    <>
      <Card title={t.arms} lead={t.armsHelp}>
        <div className="stack">
          <p>
            {t.counted({
              total: format.number(questions.total),
              counted: format.number(questions.counted),
              leaked: format.number(questions.leaked),
              unusable: format.number(questions.unusable),
            })}
            {questions.unanswerable > 0 && t.unanswerable({ count: format.number(questions.unanswerable) })}
          </p>
          <Gate gate={report.gate} />
          <ArmTable arms={report.arms} />
        </div>
      </Card>
      {differences.length > 0 && (
        <Card title={t.differences} lead={t.differencesHelp}>
          <DifferenceTable
            label={t.differences}
            rows={differences.map((row) => ({ ...row, compared: comparedArms(row) }))}
          />
        </Card>
      )}
      {since !== null && since.differences.length > 0 && (
        <Card title={t.since} lead={<Time iso={since.evaluation.created_at} />}>
          <DifferenceTable
            label={t.since}
            rows={since.differences.map((row) => ({ ...row, compared: arms[row.first] }))}
          />
        </Card>
      )}
    </>
  );
}

function Gate({ gate }: Pick<Report, 'gate'>) {
  const t = useTexts(resultTexts);
  const names = useTexts(armNames);
  const format = useFormat();
  return gate === null ? null : (
    <div className="actions">
      <GateBadge passed={gate.passed} />
      {gate.checks.map(({ name, arm, reached, minimum }) => (
        <span key={name} className="quiet">
          {t.gateCheck({
            name: name === 'min_all_tables' ? t.allTables : t.sufficiency,
            arm: names[arm],
            reached: format.percent(reached),
            minimum: format.percent(minimum),
          })}
        </span>
      ))}
    </div>
  );
}

function ArmTable({ arms }: { readonly arms: readonly ReportedArm[] }) {
  const t = useTexts(resultTexts);
  const { title } = useTexts(evaluationTexts);
  const names = useTexts(armNames);
  const format = useFormat();
  const share = (value: number | null) => (value === null ? '—' : format.percent(100 * value));
  const hasAnswers = arms.some(({ answers }) => answers !== null);
  const hasUnanswerable = arms.some(({ answers }) => (answers?.unanswerable?.questions ?? 0) > 0);
  const columns: readonly Column<ReportedArm>[] = [
    { name: t.arm, cell: ({ arm }) => names[arm] },
    { name: t.questions, align: 'end', cell: ({ questions }) => format.number(questions) },
    { name: t.sufficiency, align: 'end', cell: ({ sufficiency }) => <Interval share={sufficiency} /> },
    ...(hasAnswers
      ? [
          {
            name: t.accuracy,
            align: 'end' as const,
            cell: ({ answers }: ReportedArm) => <Interval share={answers?.accuracy ?? null} />,
          },
        ]
      : []),
    ...(hasUnanswerable
      ? [
          {
            name: t.declined,
            align: 'end' as const,
            cell: ({ answers }: ReportedArm) => <Interval share={answers?.unanswerable?.share ?? null} />,
          },
        ]
      : []),
    { name: t.allTables, align: 'end', cell: ({ all_tables: found }) => <Interval share={found} /> },
    { name: t.recall, align: 'end', cell: ({ recall_at: recall }) => share(recall['10']) },
    { name: t.columns, align: 'end', cell: ({ columns: found }) => share(found) },
    { name: t.joins, align: 'end', cell: ({ joins }) => share(joins) },
    { name: t.values, align: 'end', cell: ({ values }) => share(values) },
    { name: t.skeleton, align: 'end', cell: ({ skeleton_any: found }) => <Interval share={found} /> },
    {
      name: t.tokens,
      align: 'end',
      cell: ({ tokens: { median, p90 } }) => `${format.number(median)} / ${format.number(p90)}`,
    },
  ];
  return <Table label={title} columns={columns} rows={arms} rowKey={({ arm }) => arm} />;
}

function Interval({ share }: { readonly share: Share | null }) {
  const format = useFormat();
  return share === null ? (
    '—'
  ) : (
    <>
      <strong>{format.percent(100 * share.share)}</strong>{' '}
      <span className="interval interval-below">{`(${ends(format, share)})`}</span>
    </>
  );
}

function ends(format: Format, { low, high }: Share): string {
  return `${format.number(100 * low, 1)}–${format.number(100 * high, 1)}`;
}
