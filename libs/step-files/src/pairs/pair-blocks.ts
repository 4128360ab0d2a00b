import type { QuestionSqlPair } from './pair.js';

/** Within a line: with the breaks before it, each of many blank lines would be read from its own beginning. */
const INDENT = String.raw`[^\S\r\n\u2028\u2029]*`;
const BEGINNING = new RegExp(String.raw`^(?=${INDENT}Question\s*:)`, 'im');
const BLOCK = new RegExp(
  String.raw`^${INDENT}Question\s*:(?<question>[\s\S]*?)^${INDENT}SQL\s*:(?<sql>[\s\S]*)$`,
  'im',
);

export interface PairBlock {
  readonly question: string;
  readonly sql: string;
  /** Line where it begins, from 1. */
  readonly line: number;
}

/**
 * The blocks of a `_pair.sql` file: `Question:` and `SQL:`, each block begun by the next `Question:`. Where one of the two
 * is missing, its text is empty.
 */
export function parsePairBlocks(content: string): PairBlock[] {
  const blocks: PairBlock[] = [];
  let line = 1;
  for (const block of content.split(BEGINNING)) {
    if (block.trim() !== '') {
      const { question = '', sql = '' } = BLOCK.exec(block)?.groups ?? {};
      const blank = /^\s*\n/.exec(block)?.[0] ?? '';
      blocks.push({ question: question.trim(), sql: sql.trim(), line: line + newlines(blank) });
    }
    line += newlines(block);
  }
  return blocks;
}

export function renderPairBlocks(pairs: readonly Pick<QuestionSqlPair, 'question' | 'sql'>[]): string {
  return pairs.map(({ question, sql }) => `Question: ${question}\nSQL: ${sql}\n`).join('\n');
}

function newlines(text: string): number {
  return text.split('\n').length - 1;
}
