import junit, { type Builder } from 'junit-report-builder';
import type { ByLanguage, Language } from '#libs/language';
import type { TaskDiff } from '../api-client.js';

export const DIFF_FORMATS = ['text', 'markdown', 'junit', 'json'] as const;
export type DiffFormat = (typeof DIFF_FORMATS)[number];

type AlteredTable = TaskDiff['tables']['altered'][number];

interface Words {
  readonly upToDate: string;
  readonly outOfDate: string;
  readonly checked: (tables: number, pairs: number) => string;
  readonly tables: string;
  readonly pairs: string;
  readonly added: string;
  readonly removed: string;
}

const WORDS: ByLanguage<Words> = {
  zh: {
    upToDate: '与数据库一致',
    outOfDate: '已过期',
    checked: (tables, pairs) => `已比较 ${tables} 个表、${pairs} 条 SQL`,
    tables: '表',
    pairs: '问题与 SQL',
    added: '数据库中有，尚无文档',
    removed: '有文档，但数据库中已不存在或不可读',
  },
  en: {
    upToDate: 'up to date',
    outOfDate: 'out of date',
    checked: (tables, pairs) => `tables compared: ${tables}, pairs: ${pairs}`,
    tables: 'Tables',
    pairs: 'Pairs',
    added: 'in the database, without a document',
    removed: 'documented, but gone from the database or not readable',
  },
};

/** The report of `task diff`, with a line break at its end. */
export function renderDiff(diff: TaskDiff, format: DiffFormat, language: Language): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(diff)}\n`;
    case 'junit':
      return renderJunit(diff, WORDS[language]);
    case 'markdown':
      return renderMarkdown(diff, WORDS[language]);
    case 'text':
      return renderText(diff, WORDS[language]);
  }
}

interface TableProblem {
  readonly table: string;
  readonly changes: readonly string[];
}

function tableProblems({ tables }: TaskDiff, words: Words): TableProblem[] {
  return [
    ...tables.added.map((table) => ({ table, changes: [words.added] })),
    ...tables.removed.map((table) => ({ table, changes: [words.removed] })),
    ...tables.altered.map((altered) => ({ table: altered.table, changes: changesOf(altered) })),
  ];
}

function changesOf(altered: AlteredTable): string[] {
  return [
    ...altered.added_columns.map((column) => `+ ${column}`),
    ...altered.removed_columns.map((column) => `- ${column}`),
    ...altered.altered_columns.map(({ column, before, after }) => `~ ${column}: ${before} → ${after}`),
    ...altered.added_rules.map((rule) => `+ ${rule}`),
    ...altered.removed_rules.map((rule) => `- ${rule}`),
  ];
}

function headOf({ task_id: id, database, up_to_date: isUpToDate, tables, pairs }: TaskDiff, words: Words): string {
  const verdict = isUpToDate ? words.upToDate : words.outOfDate;
  return `${id} – ${database}: ${verdict} (${words.checked(tables.checked, pairs.checked)})`;
}

function renderText(diff: TaskDiff, words: Words): string {
  const tables = tableProblems(diff, words).flatMap(({ table, changes }) => [
    `  ${table}`,
    ...changes.map((change) => `    ${change}`),
  ]);
  const pairs = diff.pairs.stale.flatMap(({ id, question, reason }) => [`  ${id}  ${question}`, `    ${reason}`]);
  const lines = [
    headOf(diff, words),
    ...(tables.length > 0 ? [`${words.tables}:`, ...tables] : []),
    ...(pairs.length > 0 ? [`${words.pairs}:`, ...pairs] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function renderMarkdown(diff: TaskDiff, words: Words): string {
  const tables = tableProblems(diff, words).map(
    ({ table, changes }) => `| \`${table}\` | ${changes.map((change) => cell(change)).join('<br>')} |`,
  );
  const pairs = diff.pairs.stale.map(
    ({ id, question, reason }) => `| \`${id}\` | ${cell(question)} | ${cell(reason)} |`,
  );
  const lines = [
    `## ${cell(headOf(diff, words))}`,
    ...(tables.length > 0 ? ['', `### ${words.tables}`, '', '| | |', '|---|---|', ...tables] : []),
    ...(pairs.length > 0 ? ['', `### ${words.pairs}`, '', '| | | |', '|---|---|---|', ...pairs] : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** A text in a cell of a Markdown table. */
function cell(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('|', '\\|')
    .replaceAll(/\s*\n\s*/g, ' ');
}

/** One suite each for tables and pairs. What is up to date is one passed case, so that a report is never empty. */
function renderJunit(diff: TaskDiff, words: Words): string {
  // Its types describe another form of module than the one that is there.
  const builder = (junit as unknown as Builder).newBuilder();
  const suite = (
    name: string,
    checked: number,
    problems: readonly { readonly name: string; readonly text: string }[],
  ): void => {
    const cases = builder.testSuite().name(`${diff.task_id} ${name}`);
    for (const problem of problems) {
      cases.testCase().className(name).name(problem.name).failure(problem.text, words.outOfDate);
    }
    if (checked > problems.length || problems.length === 0) {
      cases
        .testCase()
        .className(name)
        .name(`${words.upToDate}: ${checked - problems.length}`);
    }
  };
  const tables = tableProblems(diff, words).map(({ table, changes }) => ({ name: table, text: changes.join('\n') }));
  const pairs = diff.pairs.stale.map(({ question, sql, reason }) => ({ name: question, text: `${reason}\n${sql}` }));
  suite('tables', diff.tables.checked, tables);
  suite('pairs', diff.pairs.checked, pairs);
  return `${builder.build().trimEnd()}\n`;
}
