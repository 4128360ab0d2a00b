import { checkReadOnlyStatement, withoutEnd } from '#libs/sql-safety';
import { normalisedQuestion, type QuestionSqlPair } from '#libs/step-files';

/** A pair as its author makes it; see `describePairs` for the record of the pair file. */
export type GeneratedPair = Pick<QuestionSqlPair, 'question' | 'sql' | 'kind' | 'source'> &
  Partial<Pick<QuestionSqlPair, 'learnt'>>;

/** The statement with exactly one semicolon at its end; nothing inside is touched. */
export function closed(sql: string): string {
  const text = withoutEnd(sql.trim());
  // A comment at the end would swallow the semicolon.
  return text.includes('--', text.lastIndexOf('\n') + 1) ? `${text}\n;` : `${text};`;
}

/** Remembers pairs by their question and by the structure of their statement. */
export class SeenPairs {
  private readonly marks = new Set<string>();

  /** @returns false for a duplicate, also one with another wording. */
  async add({ question, sql }: Pick<GeneratedPair, 'question' | 'sql'>): Promise<boolean> {
    const check = await checkReadOnlyStatement(sql);
    const marks = [normalisedQuestion(question), ...(check.ok ? [check.fingerprint] : [])];
    if (marks.some((mark) => this.marks.has(mark))) {
      return false;
    }
    marks.forEach((mark) => this.marks.add(mark));
    return true;
  }
}
