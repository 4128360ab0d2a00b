import type { ByLanguage, Text } from '#libs/language';
import { inEveryLanguage } from '#libs/language';
import { LONGEST_QUESTION } from '#libs/step-files';

/** Why a question of a set is refused. */
export type ProblemCode =
  | 'not_an_object'
  | 'question_missing'
  | 'question_too_long'
  | 'sql_missing'
  | 'sql_of_unanswerable'
  | 'sql_too_long'
  | 'too_many_statements'
  | 'id_repeated'
  | 'question_repeated'
  | 'nul'
  | 'sql_refused';

export interface QuestionProblem {
  /** Line of a text file, row of a sheet, or number of a question in a request; from 1. */
  readonly line: number;
  readonly code: ProblemCode;
  readonly reason: Text;
}

export const QUESTION_LIMITS = {
  characters: LONGEST_QUESTION,
  sqlCharacters: 100_000,
  statements: 20,
  idCharacters: 200,
} as const;

interface Particulars {
  /** Line of the earlier one. */
  readonly earlier: number;
  readonly detail: string;
}

const REASONS: ByLanguage<Readonly<Record<ProblemCode, (particulars: Particulars) => string>>> = {
  zh: {
    not_an_object: () => '不是包含问题和 SQL 的对象',
    question_missing: () => '缺少问题（question、nlq、nl_prompt 或“问题”）',
    question_too_long: () => `问题超过 ${QUESTION_LIMITS.characters} 个字符`,
    sql_missing: () => '缺少标准 SQL（gold_sql、golden_sql、sql、query 或“SQL”）',
    sql_of_unanswerable: () => '无法回答的问题不能带有 SQL',
    sql_too_long: () => `SQL 超过 ${QUESTION_LIMITS.sqlCharacters} 个字符`,
    too_many_statements: () => `标准 SQL 超过 ${QUESTION_LIMITS.statements} 条`,
    id_repeated: ({ earlier }) => `id 与第 ${earlier} 行相同`,
    question_repeated: ({ earlier }) => `问题与第 ${earlier} 行重复`,
    nul: () => '含有 PostgreSQL 无法保存的字符（U+0000）',
    sql_refused: ({ detail }) => `标准 SQL 无法使用：${detail}`,
  },
  en: {
    not_an_object: () => 'it is not an object with a question and SQL',
    question_missing: () => 'the question is missing (question, nlq or nl_prompt)',
    question_too_long: () => `the question has more than ${QUESTION_LIMITS.characters} characters`,
    sql_missing: () => 'the gold SQL is missing (gold_sql, golden_sql, sql or query)',
    sql_of_unanswerable: () => 'an unanswerable question has no SQL',
    sql_too_long: () => `the SQL has more than ${QUESTION_LIMITS.sqlCharacters} characters`,
    too_many_statements: () => `there are more than ${QUESTION_LIMITS.statements} gold statements`,
    id_repeated: ({ earlier }) => `the id is that of line ${earlier}`,
    question_repeated: ({ earlier }) => `the question is that of line ${earlier}`,
    nul: () => 'it holds a character that PostgreSQL cannot store (U+0000)',
    sql_refused: ({ detail }) => `the gold SQL cannot be used: ${detail}`,
  },
};

export function problem(
  line: number,
  code: ProblemCode,
  { earlier = 0, detail }: { readonly earlier?: number; readonly detail?: Text } = {},
): QuestionProblem {
  const reason = inEveryLanguage((language) => REASONS[language][code]({ earlier, detail: detail?.[language] ?? '' }));
  return { line, code, reason };
}
