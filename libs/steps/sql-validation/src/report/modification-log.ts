import { logTimestamp } from '#libs/clock';
import type { Language } from '#libs/language';
import type { Modification, Outcome } from '../outcome.js';
import { backupOf } from '#libs/step-files';
import { LABELS } from './labels.js';

const DOUBLE_RULE = '='.repeat(50);
const RULE = '-'.repeat(40);

/** `file_modifications_{ts}.log`: the changes to the pair file, with 0-based indexes of the original file. */
export function renderModificationLog(outcome: Outcome, modification: Modification, language: Language): string {
  const labels = LABELS[language];
  const place = (file: string, index: number): string =>
    `${labels.index}${index}${outcome.files.length > 1 ? ` (${file})` : ''}`;
  const section = (title: string, entries: readonly (readonly string[])[]): string[] =>
    entries.length === 0
      ? []
      : [
          title,
          RULE,
          ...entries.flatMap((lines, i) => lines.map((line, j) => (j === 0 ? `${i + 1}. ${line}` : `   ${line}`))),
          '',
        ];
  return [
    labels.changeTitle,
    DOUBLE_RULE,
    `${labels.changeTime}${logTimestamp(outcome.measuredAt, outcome.timeZone)}`,
    `${labels.originalFile}${modification.files.join(', ')}`,
    `${labels.backupFile}${modification.files.map(backupOf).join(', ')}`,
    '',
    ...section(
      labels.modifiedList(modification.modified.length),
      modification.modified.map(({ file, index, question, from, to }) => [
        place(file, index),
        `${labels.question}${question}`,
        `${labels.oldSql}${from}`,
        `${labels.newSql}${to}`,
      ]),
    ),
    ...section(
      labels.deletedList(modification.deleted.length),
      modification.deleted.map(({ file, index, question, sql, error }) => [
        place(file, index),
        `${labels.question}${question}`,
        `${labels.sql}${sql}`,
        `${labels.error}${error}`,
      ]),
    ),
    ...section(
      labels.duplicateList(outcome.duplicates.length),
      outcome.duplicates.map(({ file, number, pair }) => [
        place(file, number),
        `${labels.question}${pair.question}`,
        `${labels.sql}${pair.sql}`,
      ]),
    ),
  ].join('\n');
}
