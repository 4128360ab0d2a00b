import { isLanguage } from '#libs/language';
import { isTooLongQuestion } from '#libs/step-files';
import type { EvaluationQuestion } from '../types/question.js';
import { QUESTION_LIMITS, type ProblemCode } from './question-problem.js';

/** A record of a file, with keys in lower case. */
export type QuestionRecord = Readonly<Record<string, unknown>>;

/**
 * Names of the fields in the formats of others: ours, IBM's text2sql-eval-toolkit (`question`, `sql`, `evidence`), BIRD
 * (`question_id`, `SQL`), Spider (`query`), Google's golden sets (`nlq`, `golden_sql`) and evalbench (`nl_prompt`,
 * `golden_sql` by dialect), SQLBot (问题, 示例SQL).
 */
const NAMES = {
  id: ['id', 'question_id'],
  question: ['question', 'nlq', 'nl_prompt', 'nl_query', '问题', '自然语言问题'],
  sql: ['gold_sql', 'golden_sql', 'sql', 'query', 'sql语句', '示例sql', '标准sql'],
  language: ['language', '语言'],
  hint: ['hint', 'evidence', '提示'],
  unanswerable: ['unanswerable', '无法回答'],
} as const;

const FURTHER_SQL = /^(?:gold_|golden_)?sql_\d+$/;
const DIALECT = /^postgres(?:ql)?$/;
const YES = new Set<unknown>([true, 1, 'true', 'yes', '1', '是']);

export type ReadQuestion = Omit<EvaluationQuestion, 'id' | 'origin'> & { readonly id: string | null };

/** @returns what is wrong with the record, or the question */
export function readQuestion(record: QuestionRecord): { readonly problems: ProblemCode[] } | ReadQuestion {
  const question = textOf(fieldOf(record, 'question'));
  const statements = [fieldOf(record, 'sql'), ...furtherSql(record)].flatMap(statementsOf);
  const goldSql = [...new Set(statements)];
  const unanswerable = YES.has(normalised(fieldOf(record, 'unanswerable')));
  const hint = textOf(fieldOf(record, 'hint'));
  const id = textOf(fieldOf(record, 'id')).slice(0, QUESTION_LIMITS.idCharacters);
  const checks: readonly (readonly [boolean, ProblemCode])[] = [
    [question === '', 'question_missing'],
    [isTooLongQuestion(question), 'question_too_long'],
    [goldSql.length === 0 && !unanswerable, 'sql_missing'],
    [goldSql.length > 0 && unanswerable, 'sql_of_unanswerable'],
    [goldSql.some((sql) => sql.length > QUESTION_LIMITS.sqlCharacters), 'sql_too_long'],
    [goldSql.length > QUESTION_LIMITS.statements, 'too_many_statements'],
    [[question, hint, id, ...goldSql].some((text) => text.includes('\0')), 'nul'],
  ];
  const problems = checks.filter(([isWrong]) => isWrong).map(([, code]) => code);
  if (problems.length > 0) {
    return { problems };
  }
  const language = normalised(fieldOf(record, 'language'));
  return {
    id: id === '' ? null : id,
    question,
    goldSql,
    language: typeof language === 'string' && isLanguage(language) ? language : null,
    unanswerable,
    hint: hint === '' ? null : hint.slice(0, QUESTION_LIMITS.characters),
  };
}

function fieldOf(record: QuestionRecord, field: keyof typeof NAMES): unknown {
  return NAMES[field]
    .map((name) => record[name])
    .find((value) => value !== undefined && value !== null && value !== '');
}

function furtherSql(record: QuestionRecord): unknown[] {
  return Object.keys(record)
    .filter((key) => FURTHER_SQL.test(key))
    .map((key) => record[key]);
}

/** A text, a list of texts (also as JSON in a cell), or an object of them by dialect. */
function statementsOf(value: unknown): string[] {
  if (Array.isArray(value)) {
    return value.flatMap(statementsOf);
  }
  if (typeof value === 'object' && value !== null) {
    const own = Object.entries(value).filter(([dialect]) => DIALECT.test(dialect.toLowerCase()));
    return own.flatMap(([, statements]) => statementsOf(statements));
  }
  const text = textOf(value);
  return text.startsWith('[') ? listIn(text) : text === '' ? [] : [text];
}

function listIn(text: string): string[] {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list.flatMap((member) => statementsOf(textOf(member))) : [text];
  } catch {
    return [text];
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim().toWellFormed() : '';
}

function normalised(value: unknown): unknown {
  return typeof value === 'string' ? value.trim().toLowerCase() : value;
}
