import type { Arm } from '#libs/evaluation';
import type { Language, Text } from '#libs/language';
import type { EvaluationReport, ReportedDifference } from '../facts/report.js';
import { ARM_NAMES, CAUSE_NAMES, FAILED, HEADINGS, LABELS, MEASURE_NAMES, NO, PASSED, YES } from '../words/labels.js';
import { optionalPercent, percent, pointsText, shareText } from '../words/numbers.js';
import { OUTCOME_NAMES, REASON_NAMES } from '../words/verdict-names.js';
import type { Table } from './block.js';

const GATE_NAMES: Readonly<Record<string, Text>> = {
  min_context_sufficiency: MEASURE_NAMES.sufficiency,
  min_all_tables: LABELS.all_tables,
};

export function armsTable({ arms }: EvaluationReport, language: Language): Table | null {
  const head = [
    LABELS.arm,
    LABELS.embedder,
    LABELS.questions,
    MEASURE_NAMES.sufficiency,
    LABELS.all_tables,
    LABELS.recall,
    LABELS.columns,
    LABELS.joins,
    LABELS.values,
    LABELS.skeleton,
    LABELS.tokens,
  ];
  const rows = arms.map((arm) => [
    ARM_NAMES[arm.arm][language],
    arm.embedder ?? '–',
    String(arm.questions),
    shareText(arm.sufficiency),
    shareText(arm.all_tables),
    percent(arm.recall_at['10']),
    optionalPercent(arm.columns),
    optionalPercent(arm.joins),
    optionalPercent(arm.values),
    shareText(arm.skeleton_any),
    `${arm.tokens.median} / ${arm.tokens.p90}`,
  ]);
  return table(HEADINGS.arms, head, rows, [0, 1], language);
}

export function answersTable({ arms }: EvaluationReport, language: Language): Table | null {
  const { arm: first, questions: asked, with_extra_columns: further, accuracy_on_copies: copied, not_asked } = LABELS;
  const head = [first, asked, MEASURE_NAMES.accuracy, further, copied, LABELS.unanswerable, not_asked];
  const rows = arms.flatMap(({ arm, answers }) => {
    if (answers === null) {
      return [];
    }
    const { questions, accuracy, with_extra_columns: wider, accuracy_on_copies: strict = null, outcomes } = answers;
    const declined = answers.unanswerable?.share ?? null;
    const others = (outcomes['not_asked'] ?? 0) + (outcomes['not_judged'] ?? 0);
    const shares = [accuracy, wider, strict, declined].map(shareText);
    return [[ARM_NAMES[arm][language], String(questions), ...shares, String(others)]];
  });
  return table(HEADINGS.answers, head, rows, [0], language);
}

/** Outcomes and reasons that occur, by arm. */
export function reasonsTable({ arms }: EvaluationReport, language: Language): Table | null {
  const judged = arms.flatMap(({ arm, answers }) => (answers === null ? [] : [{ arm, answers }]));
  const rowsOf = (part: 'outcomes' | 'reasons', names: Readonly<Record<string, Text>>): string[][] => {
    const occurring = Object.entries(names).filter(([code]) => judged.some(({ answers }) => code in answers[part]));
    return occurring.map(([code, name]) => [
      name[language],
      ...judged.map(({ answers }) => String(answers[part][code] ?? 0)),
    ]);
  };
  const rows = [...rowsOf('outcomes', OUTCOME_NAMES), ...rowsOf('reasons', REASON_NAMES)];
  const head = [LABELS.reason, ...judged.map(({ arm }) => ARM_NAMES[arm])];
  return table(HEADINGS.reasons, head, rows, [0], language);
}

export function differencesTable(differences: readonly ReportedDifference[], language: Language): Table | null {
  const head = [
    LABELS.measure,
    LABELS.compared,
    LABELS.questions,
    LABELS.difference,
    LABELS.gained,
    LABELS.lost,
    LABELS.clear,
  ];
  const rows = differences.map(({ measure, first, second, questions, gained, lost, is_clear: isClear, ...points }) => {
    const [before, after] = [first, second].map((arm) => ARM_NAMES[arm as Arm][language]);
    return [
      MEASURE_NAMES[measure][language],
      before === after ? String(after) : `${before} → ${after}`,
      String(questions),
      pointsText(points),
      String(gained),
      String(lost),
      (isClear ? YES : NO)[language],
    ];
  });
  return table(HEADINGS.differences, head, rows, [0, 1, 6], language);
}

export function causesTable({ causes }: EvaluationReport, language: Language): Table | null {
  const rows = causes.map(({ cause, questions }) => [CAUSE_NAMES[cause][language], String(questions)]);
  return table(HEADINGS.causes, [LABELS.cause, LABELS.questions], rows, [0], language);
}

export function gateTable({ gate }: EvaluationReport, language: Language): Table | null {
  const rows = (gate?.checks ?? []).map(({ name, arm, minimum, reached, passed }) => [
    `${GATE_NAMES[name]?.[language] ?? name} (${ARM_NAMES[arm][language]})`,
    `${minimum}%`,
    `${reached}%`,
    (passed ? PASSED : FAILED)[language],
  ]);
  const head = [LABELS.gate, LABELS.minimum, LABELS.reached, LABELS.outcome];
  return table(HEADINGS.gate, head, rows, [0, 3], language);
}

/** @returns null without rows */
export function table(
  caption: Text,
  head: readonly Text[],
  rows: readonly (readonly string[])[],
  texts: readonly number[],
  language: Language,
): Table | null {
  if (rows.length === 0) {
    return null;
  }
  return { kind: 'table', caption: caption[language], head: head.map((text) => text[language]), rows, texts };
}
