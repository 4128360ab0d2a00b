import { useTexts } from '../../i18n/language.js';
import { Badge } from '../../ui/badge.js';
import { Table, type Column } from '../../ui/table.js';
import { useFormat } from '../../view/format.js';
import { evaluationTexts, resultTexts } from './texts.js';

/** The same questions on two sides. Differences are of the second minus the first, −1 to 1. */
export interface DifferenceRow {
  readonly compared: string;
  readonly measure: 'sufficiency' | 'accuracy';
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  readonly gained: number;
  readonly lost: number;
  readonly is_clear: boolean;
}

export function DifferenceTable({ label, rows }: { readonly label: string; readonly rows: readonly DifferenceRow[] }) {
  const t = useTexts(resultTexts);
  const measures = useTexts(evaluationTexts);
  const format = useFormat();
  const points = (value: number) =>
    `${value > 0 ? '+' : value < 0 ? '−' : ''}${format.number(Math.abs(100 * value), 1)}`;
  const columns: readonly Column<DifferenceRow>[] = [
    { name: t.compared, cell: ({ compared }) => compared },
    { name: measures.measure, cell: ({ measure }) => measures[measure] },
    {
      name: t.difference,
      align: 'end',
      cell: ({ difference, low, high }) => (
        <>
          <strong>{points(difference)}</strong> <span className="interval">{`(${points(low)} … ${points(high)})`}</span>
        </>
      ),
    },
    { name: t.gained, align: 'end', cell: ({ gained }) => format.number(gained) },
    { name: t.lost, align: 'end', cell: ({ lost }) => format.number(lost) },
    {
      name: t.verdict,
      cell: ({ is_clear: isClear, difference }) => (
        <Badge tone={!isClear ? 'neutral' : difference > 0 ? 'good' : 'bad'}>{isClear ? t.clear : t.unclear}</Badge>
      ),
    },
  ];
  return (
    <Table label={label} columns={columns} rows={rows} rowKey={({ compared, measure }) => `${compared} ${measure}`} />
  );
}
