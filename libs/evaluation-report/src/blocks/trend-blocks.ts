import { ARMS, type Arm } from '#libs/evaluation';
import type { Language } from '#libs/language';
import type { EvaluationReport, Measure, TrendPoint } from '../facts/report.js';
import { ARM_NAMES, HEADINGS, LABELS, MEASURE_NAMES } from '../words/labels.js';
import { optionalPercent, timeText } from '../words/numbers.js';
import type { Block, Line } from './block.js';
import { table } from './summary-tables.js';

/** Evaluations that the chart shows, the newest. */
const MOST_POINTS = 30;

/** A chart for each measure, and the numbers as a table. One evaluation alone is no trend. */
export function trendBlocks({ trend }: EvaluationReport, language: Language): Block[] {
  const points = trend.slice(-MOST_POINTS);
  if (points.length < 2) {
    return [];
  }
  const labels = points.map(({ created_at: at }) => timeText(at));
  const columns = (['accuracy', 'sufficiency'] as const).flatMap((measure) =>
    ARMS.map((arm) => ({ measure, arm, values: points.map((point) => valueOf(point, arm, measure)) })).filter(
      ({ values }) => values.some((value) => value !== null),
    ),
  );
  const charts = (['accuracy', 'sufficiency'] as const).flatMap((measure): Block[] => {
    const own = columns.filter((column) => column.measure === measure);
    const lines = own.map(({ arm, values }): Line => ({ name: ARM_NAMES[arm][language], values }));
    return lines.length === 0 ? [] : [{ kind: 'chart', title: MEASURE_NAMES[measure][language], labels, lines }];
  });
  const head = [
    LABELS.when,
    ...columns.map(({ measure, arm }) => ({
      zh: `${MEASURE_NAMES[measure].zh}（${ARM_NAMES[arm].zh}）`,
      en: `${MEASURE_NAMES[measure].en} (${ARM_NAMES[arm].en})`,
    })),
  ];
  const rows = labels.map((label, index) => [
    label,
    ...columns.map(({ values }) => optionalPercent(values[index] ?? null)),
  ]);
  const numbers = table(HEADINGS.trend, head, rows, [0], language);
  return [...charts, ...(numbers === null ? [] : [numbers])];
}

function valueOf({ arms }: TrendPoint, arm: Arm, measure: Measure): number | null {
  return arms[arm]?.[measure] ?? null;
}
