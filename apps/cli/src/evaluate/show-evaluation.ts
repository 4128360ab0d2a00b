import type { Text } from '#libs/language';
import { printTable } from '../output/print-table.js';
import type { Session } from '../session.js';
import type { Comparison, EvaluationView, ResultView } from './evaluation-calls.js';

const HEAD = {
  evaluation: { zh: '评测', en: 'evaluation' },
  status: { zh: '状态', en: 'status' },
  set: { zh: '问题集', en: 'set' },
  created: { zh: '创建时间', en: 'created' },
  arm: { zh: '上下文', en: 'arm' },
  questions: { zh: '问题', en: 'questions' },
  sufficient: { zh: '充分', en: 'sufficient' },
  allTables: { zh: '表齐全', en: 'all tables' },
  right: { zh: '答对', en: 'right' },
  tokens: { zh: '词元', en: 'tokens' },
  measure: { zh: '指标', en: 'measure' },
  difference: { zh: '差值', en: 'difference' },
  interval: { zh: '95% 区间', en: '95 % interval' },
  gained: { zh: '新增答对', en: 'gained' },
  lost: { zh: '不再答对', en: 'lost' },
  clear: { zh: '显著', en: 'clear' },
} as const satisfies Record<string, Text>;

interface GateCheck {
  readonly name: string;
  readonly arm: string;
  readonly minimum: number;
  readonly reached: number;
  readonly passed: boolean;
}

interface Summary {
  readonly questions: Readonly<Record<string, number>>;
  readonly arms: Readonly<Record<string, ArmFigures>>;
  readonly gate: { readonly passed: boolean; readonly checks: readonly GateCheck[] } | null;
}

interface ArmFigures {
  readonly questions: number;
  readonly sufficiency: number;
  readonly all_tables: number;
  readonly tokens: { readonly median: number };
  readonly answers?: { readonly accuracy?: { readonly share?: number } | number };
}

/** The summary as the API documents it; null before the end. */
export function summaryOf({ summary }: EvaluationView): Summary | null {
  return summary as Summary | null;
}

export function showEvaluations(session: Session, evaluations: readonly EvaluationView[]): void {
  const heads = [HEAD.evaluation, HEAD.status, HEAD.set, HEAD.created].map((head) => session.text(head));
  printTable([
    heads,
    ...evaluations.map((row) => [row.evaluation_id, row.status, row.set_id, row.created_at.slice(0, 16)]),
  ]);
}

/** One line an arm, then the gate. */
export function showEvaluation(session: Session, evaluation: EvaluationView): void {
  console.log(`${evaluation.evaluation_id}  ${evaluation.status}`);
  if (evaluation.error !== null) {
    console.log(evaluation.error.message);
  }
  const summary = summaryOf(evaluation);
  if (summary === null) {
    return;
  }
  const heads = [HEAD.arm, HEAD.questions, HEAD.sufficient, HEAD.allTables, HEAD.right, HEAD.tokens];
  printTable([
    heads.map((head) => session.text(head)),
    ...Object.entries(summary.arms).map(([arm, figures]) => [
      arm,
      String(figures.questions),
      percent(figures.sufficiency),
      percent(figures.all_tables),
      accuracyOf(figures),
      String(figures.tokens.median),
    ]),
  ]);
  for (const { name, arm, reached, minimum, passed } of summary.gate?.checks ?? []) {
    const verdict = session.text(passed ? { zh: '达到', en: 'reached' } : { zh: '未达到', en: 'missed' });
    console.log(`${name} (${arm}): ${reached} % / ${minimum} %: ${verdict}`);
  }
}

export function showResults(results: readonly ResultView[]): void {
  for (const { question_id: id, question, status, note, causes } of results) {
    console.log(`${id}  ${status}  ${question}`);
    for (const { code, what } of causes) {
      console.log(`    ${code}: ${what.join(', ')}`);
    }
    if (note !== null) {
      console.log(`    ${note}`);
    }
  }
}

export function showComparison(session: Session, { differences, kept_half: kept }: Comparison): void {
  const heads = [
    HEAD.arm,
    HEAD.measure,
    HEAD.questions,
    HEAD.difference,
    HEAD.interval,
    HEAD.gained,
    HEAD.lost,
    HEAD.clear,
  ];
  const rows = (list: Comparison['differences'], note: string): string[][] =>
    list.map((row) => [
      `${row.arm}${note}`,
      row.of,
      String(row.questions),
      points(row.difference),
      `${points(row.low)} … ${points(row.high)}`,
      String(row.gained),
      String(row.lost),
      row.is_clear ? '✔' : '',
    ]);
  const half = session.text({ zh: '（未用于补救的一半）', en: ' (half without remedies)' });
  printTable([heads.map((head) => session.text(head)), ...rows(differences, ''), ...rows(kept, half)]);
}

function accuracyOf({ answers }: ArmFigures): string {
  const accuracy = answers?.accuracy;
  const share = typeof accuracy === 'number' ? accuracy : accuracy?.share;
  return share === undefined ? '' : percent(share);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function points(share: number): string {
  return `${share > 0 ? '+' : ''}${(share * 100).toFixed(1)}`;
}
