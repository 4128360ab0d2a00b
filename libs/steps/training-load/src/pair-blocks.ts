import { DomainError } from '#libs/domain-errors';
import { trainingLoadErrors } from './errors.js';
import type { Pair } from './pair-file.js';

const BLOCK = /^\s*Question\s*:(?<question>[\s\S]*?)^\s*SQL\s*:(?<sql>[\s\S]*)$/im;

/**
 * The pairs of a `_pair.sql` file: blocks of `Question:` and `SQL:`, each block begun by the next `Question:`.
 * @throws DomainError `pair_file_unreadable` naming the first block that is no pair
 */
export function parsePairBlocks(file: string, content: string): Pair[] {
  const blocks = content.split(/^(?=\s*Question\s*:)/im).filter((block) => block.trim() !== '');
  return blocks.map((block, index) => {
    const groups = BLOCK.exec(block)?.groups;
    const question = groups?.['question']?.trim() ?? '';
    const sql = groups?.['sql']?.trim() ?? '';
    if (question === '' || sql === '') {
      const reason = `block ${index + 1} is not "Question: …" followed by "SQL: …"`;
      throw new DomainError(trainingLoadErrors.pair_file_unreadable, { file, reason });
    }
    return { question, sql };
  });
}
