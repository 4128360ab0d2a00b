import { isoTimestamp } from '#libs/clock';
import type { Language } from '#libs/language';
import { isValid } from '#libs/statement-validation';
import { countOutcome, currentSql, problemText, type Counts, type Outcome } from '../outcome.js';
import { wasRepaired, type PairResult } from '../pair-result.js';
import { countProofs, weakPairs } from '../proof/proof-report.js';
import { disagreements } from '../read-back/read-backs.js';
import { LABELS, type Labels } from './labels.js';

const DOUBLE_RULE = '='.repeat(50);
const RULE = '-'.repeat(40);

/** `sql_validation_{ts}_summary.log`, for people. */
export function renderSummary(outcome: Outcome, language: Language): string {
  const labels = LABELS[language];
  const counts = countOutcome(outcome.results);
  const invalid = outcome.results.filter(({ final }) => !isValid(final));
  const repaired = outcome.results.filter(wasRepaired);
  const disagreeing = disagreements(outcome.results);
  return [
    labels.title,
    DOUBLE_RULE,
    '',
    `${labels.inputFile}${outcome.files.join(', ')}`,
    `${labels.time}${isoTimestamp(outcome.measuredAt, outcome.timeZone)}`,
    `${labels.duration}${outcome.duration.toFixed(2)}${labels.seconds}`,
    '',
    ...summaryLines(outcome, counts, labels),
    '',
    ...repairLines(counts, labels),
    '',
    ...changeLines(outcome, labels),
    '',
    ...proofLines(outcome, labels, language),
    ...(invalid.length > 0
      ? [labels.errors(invalid.length), DOUBLE_RULE, ...invalid.flatMap((r, i) => errorLines(r, i, labels))]
      : []),
    ...(repaired.length > 0
      ? ['', labels.repaired(repaired.length), DOUBLE_RULE, ...repaired.flatMap((r, i) => repairedLines(r, i, labels))]
      : []),
    ...(disagreeing.length > 0
      ? [
          '',
          labels.disagreements(disagreeing.length),
          DOUBLE_RULE,
          ...disagreeing.flatMap((r, i) => disagreementLines(r, i, labels)),
        ]
      : []),
    '',
  ].join('\n');
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)}%`;
}

function summaryLines({ results, duplicates }: Outcome, counts: Counts, labels: Labels): string[] {
  return [
    labels.summary,
    `  ${labels.total}${results.length}`,
    `  ${labels.valid}${counts.valid}`,
    `  ${labels.invalid}${counts.invalid}`,
    `  ${labels.rate}${percent(counts.successRate)}`,
    `  ${labels.average}${counts.averageTime.toFixed(3)}${labels.seconds}`,
    `  ${labels.retries}${counts.retries}`,
    `  ${labels.empty}${counts.validEmpty}`,
    `  ${labels.timeouts}${counts.timeouts}`,
    `  ${labels.duplicates}${duplicates.length}`,
  ];
}

function repairLines({ repair }: Counts, labels: Labels): string[] {
  return [
    labels.repairs,
    `  ${labels.attempted}${repair.attempted}`,
    `  ${labels.successful}${repair.successful}`,
    `  ${labels.failed}${repair.failed}`,
    ...(repair.attempted > 0 ? [`  ${labels.repairRate}${percent(repair.successful / repair.attempted)}`] : []),
  ];
}

function changeLines({ modification }: Outcome, labels: Labels): string[] {
  return [
    labels.changes,
    `  ${labels.modified}${modification?.modified.length ?? 0}`,
    `  ${labels.deleted}${modification?.deleted.length ?? 0}`,
    `  ${labels.failedChanges}0`,
  ];
}

function proofLines({ results, evidences }: Outcome, labels: Labels, language: Language): string[] {
  if (evidences === null) {
    return [];
  }
  const { proven, not_proven: notProven, conditions, mutants, same_result_groups: groups } = countProofs(evidences);
  const weak = weakPairs(results, evidences, language);
  return [
    labels.proof,
    `  ${labels.proven}${proven}`,
    `  ${labels.notProven}${notProven}`,
    `  ${labels.conditions}${conditions.checked}`,
    `  ${labels.vacuous}${conditions.vacuous}`,
    `  ${labels.mutants}${mutants.made}`,
    `  ${labels.living}${mutants.living}`,
    `  ${labels.sameResults}${groups}`,
    '',
    ...(weak.length > 0
      ? [
          labels.weak(weak.length),
          DOUBLE_RULE,
          ...weak.flatMap(({ question, reasons }, index) => [
            `${index + 1}. ${labels.question}${question}`,
            ...reasons.map((reason) => `   ${labels.reason}${reason}`),
          ]),
          '',
        ]
      : []),
  ];
}

function errorLines(result: PairResult, position: number, labels: Labels): string[] {
  const { repair, first } = result;
  const tried = repair
    ? [
        `   ${repair.by === 'model' ? labels.modelRepair : labels.ruleRepair}${labels.repairFailed}`,
        `   ${labels.repairError}${repair.error ?? ''}`,
      ]
    : [`   ${labels.modelRepair}${labels.notTried}`];
  return [
    '',
    `${position + 1}. ${labels.question}${result.pair.question}`,
    `   ${labels.error}${problemText(result)}`,
    ...(first.retries > 0 ? [`   ${labels.retried(first.retries)}`] : []),
    ...tried,
    `   ${labels.fullSql}`,
    `   ${result.pair.sql}`,
    RULE,
  ];
}

function repairedLines(result: PairResult, position: number, labels: Labels): string[] {
  return [
    '',
    `${position + 1}. ${labels.question}${result.pair.question}`,
    `   ${labels.originalError}${problemText(result)}`,
    `   ${labels.repairedSql}`,
    `   ${currentSql(result)}`,
    RULE,
  ];
}

function disagreementLines(result: PairResult, position: number, labels: Labels): string[] {
  return [
    '',
    `${position + 1}. ${labels.question}${result.pair.question}`,
    ...(result.readBack?.slots ?? []).map(
      ({ slot, expected, found }) =>
        `   [${slot}] ${labels.expected}${expected || labels.nothing}; ${labels.found}${found || labels.nothing}`,
    ),
    `   ${labels.sql}${currentSql(result)}`,
    RULE,
  ];
}
