import type { Arm } from '#libs/evaluation';
import type { Language, Text } from '#libs/language';
import type { NotCounted, ReportedFailure } from '../facts/report.js';
import { ARM_NAMES, CAUSE_NAMES, HEADINGS, LABELS, labelled, listed } from '../words/labels.js';
import { OUTCOME_NAMES, REASON_NAMES, REMEDY_SENTENCES } from '../words/verdict-names.js';
import type { Entry, Table } from './block.js';
import { table } from './summary-tables.js';

/** Names of a cause that are shown, and remedies of a question: the cheapest come first. */
const MOST_NAMES = 10;
const MOST_REMEDIES = 3;

const WHY_NOT_COUNTED: Readonly<Record<NotCounted['status'], Text>> = {
  leaked: { zh: '与训练数据中的问题相同或几乎相同', en: 'nearly repeats a question of the training data' },
  unusable: { zh: '标准 SQL 无法使用', en: 'the gold statement cannot be used' },
};

export function failureEntries(failures: readonly ReportedFailure[], language: Language): Entry[] {
  return failures.map(({ position, question_id: id, question, causes, answers }) => ({
    kind: 'entry',
    title: `${position + 1}. ${question}`,
    facts: [
      { name: 'ID', text: id },
      ...causes.map(({ code, what }) => ({
        name: LABELS.cause[language],
        text: withNames(CAUSE_NAMES[code], code === 'model_wrong' ? [] : what, language),
      })),
      ...Object.entries(answers).flatMap(([arm, { outcome, reasons, sqlstate, sql }]) => [
        {
          name: `${LABELS.answer[language]} (${ARM_NAMES[arm as Arm][language]})`,
          text: withNames(
            OUTCOME_NAMES[outcome],
            [...reasons.map((reason) => REASON_NAMES[reason][language]), ...(sqlstate === null ? [] : [sqlstate])],
            language,
          ),
        },
        ...(sql === null ? [] : [{ name: 'SQL', text: sql, isCode: true }]),
      ]),
      ...remediesOf(causes).map((remedy) => ({
        name: LABELS.remedy[language],
        text: REMEDY_SENTENCES[language](remedy),
      })),
    ],
  }));
}

function remediesOf(causes: ReportedFailure['causes']): ReportedFailure['causes'][number]['remedies'] {
  const byId = new Map(causes.flatMap(({ remedies }) => remedies).map((remedy) => [remedy.id, remedy]));
  return [...byId.values()].slice(0, MOST_REMEDIES);
}

export function notCountedTable(questions: readonly NotCounted[], language: Language): Table | null {
  const rows = questions.map(({ question_id: id, question, status, note }) => [
    id,
    question,
    note === null ? WHY_NOT_COUNTED[status][language] : labelled(WHY_NOT_COUNTED[status], note, language),
  ]);
  return table(
    HEADINGS.not_counted,
    [{ zh: 'ID', en: 'ID' }, LABELS.questions, LABELS.reason],
    rows,
    [0, 1, 2],
    language,
  );
}

function withNames(text: Text, names: readonly string[], language: Language): string {
  if (names.length === 0) {
    return text[language];
  }
  const shown = names.length > MOST_NAMES ? [...names.slice(0, MOST_NAMES), '…'] : names;
  return labelled(text, listed(shown, language), language);
}
