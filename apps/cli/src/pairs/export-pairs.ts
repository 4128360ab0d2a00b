import type { QuestionSqlPair } from '#libs/step-files';

export const EXPORT_FORMATS = ['jsonl', 'json', 'csv', 'sql'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

const COLUMNS = ['id', 'question', 'sql', 'kind', 'difficulty', 'source'] as const;

export function exported(pairs: readonly QuestionSqlPair[], format: ExportFormat): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(pairs, null, 2)}\n`;
    case 'jsonl':
      return pairs.map((pair) => `${JSON.stringify(pair)}\n`).join('');
    case 'csv':
      return [COLUMNS.join(','), ...pairs.map((pair) => COLUMNS.map((name) => field(pair[name])).join(','))]
        .map((line) => `${line}\r\n`)
        .join('');
    case 'sql':
      return pairs.map(({ question, sql }) => `${comment(question)}\n${sql.replace(/;?\s*$/, ';')}\n`).join('\n');
  }
}

/** RFC 4180. */
function field(value: string | null): string {
  const text = value ?? '';
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function comment(question: string): string {
  return question
    .split('\n')
    .map((line) => `-- ${line}`)
    .join('\n');
}
