import type { Language } from '#libs/language';
import type { EvaluationReport } from '../facts/report.js';
import { HEADINGS, LABELS, LEVEL_NAMES, NOTES, PHASE_NAMES, SENTENCES } from '../words/labels.js';
import { timeText } from '../words/numbers.js';
import type { Block, Table } from './block.js';
import { failureEntries, notCountedTable } from './question-blocks.js';
import { answersTable, armsTable, causesTable, differencesTable, gateTable, reasonsTable } from './summary-tables.js';
import { trendBlocks } from './trend-blocks.js';

/** The whole report in one language; parts without content are left out. */
export function reportBlocks(report: EvaluationReport, language: Language): Block[] {
  const { differences, since, failures, not_counted: notCounted } = report;
  const section = (name: keyof typeof HEADINGS, ...blocks: readonly (Block | null)[]): Block[] => {
    const found = blocks.filter((block) => block !== null);
    return found.some(({ kind }) => kind !== 'paragraph')
      ? [{ kind: 'heading', level: 2, text: HEADINGS[name][language] }, ...found]
      : [];
  };
  const note = (name: keyof typeof NOTES): Block => ({ kind: 'paragraph', text: NOTES[name][language] });
  const shown = (of: { readonly questions: number; readonly shown: readonly unknown[] }): Block => ({
    kind: 'paragraph',
    text: SENTENCES[language].shown(of.shown.length, of.questions),
  });
  return [
    { kind: 'heading', level: 1, text: LABELS.title[language] },
    headTable(report, language),
    { kind: 'paragraph', text: SENTENCES[language].counted(report.questions) },
    ...section('gate', gateTable(report, language)),
    ...section('answers', answersTable(report, language), note('answers')),
    ...section('reasons', reasonsTable(report, language)),
    ...section('arms', armsTable(report, language), note('arms')),
    ...section('differences', differencesTable(differences, language), note('differences')),
    ...section('since', since && differencesTable(since.differences, language)),
    ...section('trend', ...trendBlocks(report, language)),
    ...section('causes', causesTable(report, language)),
    ...section('failures', shown(failures), ...failureEntries(failures.shown, language)),
    ...section('not_counted', shown(notCounted), notCountedTable(notCounted.shown, language)),
  ];
}

function headTable({ evaluation }: EvaluationReport, language: Language): Table {
  const rows: (readonly [keyof typeof LABELS, string | null])[] = [
    ['database', evaluation.database],
    ['task', evaluation.task_id],
    ['evaluation', evaluation.evaluation_id],
    ['measured_at', timeText(evaluation.created_at)],
    ['question_set', evaluation.question_set],
    ['level', LEVEL_NAMES[evaluation.level][language]],
    ['phase', PHASE_NAMES[evaluation.phase][language]],
    ['model', evaluation.model],
    ['status', evaluation.status === 'completed' ? null : evaluation.status],
  ];
  return {
    kind: 'table',
    caption: LABELS.evaluation[language],
    head: [],
    rows: rows.flatMap(([name, value]) => (value === null ? [] : [[LABELS[name][language], value]])),
    texts: [0, 1],
  };
}
