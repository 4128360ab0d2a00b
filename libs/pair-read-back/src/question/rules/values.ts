import type { Condition, SlotDifference } from '#libs/sql-reading';
import type { QuestionFacts } from '../question-facts.js';
import { isNumber, type StatementFacts } from '../statement-facts.js';

/**
 * The values of a column as texts; null where they are too many, or not known.
 * @param whole only where no row has another one
 */
export type ValuesOf = (column: string, whole?: boolean) => readonly string[] | null;

const TESTED = new Set(['=', '<>', 'in', 'not in', 'like', 'ilike', 'not like', 'not ilike']);
const YES = new Set(['true', '1']);
const NO = new Set(['false', '0']);

/** Texts that the question quotes or names stand in the statement. */
export function valueDifferences(
  question: QuestionFacts,
  statement: StatementFacts,
  valuesOf: ValuesOf,
): SlotDifference[] {
  const { conditions } = statement.reading;
  const tested = conditions.filter(({ by, values }) => TESTED.has(by) && values.some(isText));
  const strange = tested.filter(({ values }) =>
    values.filter(isText).every((value) => !isSpelled(value, question.text)),
  );
  return [
    ...quotedDifferences(question, statement, strange),
    ...(question.has('denial')
      ? []
      : strange.flatMap((condition) => siblingDifference(condition, question, statement, valuesOf))),
    ...conditions.flatMap((condition) => flagDifference(condition, question)),
    ...conditions.flatMap((condition) => absentValue(condition, valuesOf)),
  ];
}

function isText(value: string): boolean {
  return (
    !isNumber(value) && /\p{L}/u.test(value) && !/^\d{4}-\d\d-\d\d/.test(value) && !/\binterval\b|[()^]/.test(value)
  );
}

/** Whole words in the order of the value, or each word of it by its beginning. */
function isSpelled(value: string, text: string): boolean {
  const plain = value.normalize('NFKC').toLowerCase().replaceAll(/[%_]/g, ' ').trim();
  const words = plain.match(/[\p{Script=Latin}\d]+|[\p{Script=Han}]+/gu) ?? [];
  return (
    plain === '' ||
    text.includes(plain) ||
    words.every((word) =>
      word.length < 4 ? text.includes(word) : text.includes(word.slice(0, Math.max(4, word.length - 3))),
    )
  );
}

function quotedDifferences(
  { quoted }: QuestionFacts,
  { text }: StatementFacts,
  strange: readonly Condition[],
): SlotDifference[] {
  const missing = quoted.filter((value) => !text.includes(value) && !isSpelled(value, text));
  const [instead] = strange;
  return missing.length > 0 && instead
    ? [
        {
          slot: 'value',
          expected: missing.join(', '),
          found: `${instead.of} ${instead.by} ${instead.values.join(', ')}`,
        },
      ]
    : [];
}

/** The question names another value of the column. */
function siblingDifference(
  { of, by, values }: Condition,
  question: QuestionFacts,
  { reading }: StatementFacts,
  valuesOf: ValuesOf,
): SlotDifference[] {
  if (by !== '=' && by !== 'in') {
    return [];
  }
  const used = new Set(reading.conditions.flatMap((one) => one.values.map((value) => value.toLowerCase())));
  const others = (valuesOf(of) ?? []).filter((value) => !used.has(value.toLowerCase()));
  const named = others.filter((value) => isNamed(value, question));
  return named.length === 0
    ? []
    : [{ slot: 'value', expected: named.join(', '), found: `${of} ${by} ${values.join(', ')}` }];
}

/** As words of their own; a short one may be any word, unless it is in capitals, as US is. */
function isNamed(value: string, { question, text }: QuestionFacts): boolean {
  const plain = value.normalize('NFKC').toLowerCase().trim();
  if (/\p{Script=Han}/u.test(plain)) {
    return plain.length >= 2 && text.includes(plain);
  }
  const isCode = /^[A-Z]{2,}$/.test(value);
  const word = new RegExp(`(?<![\\p{L}\\d])${escaped(isCode ? value : plain)}s?(?![\\p{L}\\d])`, 'u');
  return isText(plain) && (isCode || plain.length >= 3) && word.test(isCode ? question : text);
}

/** The difference when no row has any of the values of a condition; none while the values are not known for certain. */
function absentValue({ of, by, values }: Condition, valuesOf: ValuesOf): SlotDifference[] {
  const known = by === '=' || by === 'in' ? valuesOf(of, true) : null;
  const isCertain = known !== null && !known.every(isBoolean) && values.length > 0 && values.every(isLiteral);
  const spelled = new Set(known?.map(plainValue));
  return isCertain && !values.some((value) => spelled.has(plainValue(value)))
    ? [{ slot: 'value', expected: '', found: `${of} ${by} ${values.join(', ')}` }]
    : [];
}

/** Whole numbers and words; dates and decimals have several spellings. */
function isLiteral(value: string): boolean {
  return /^-?\d{1,15}$/.test(value) || isText(value);
}

/** They have many spellings in a statement. Of no values, nothing is known either. */
function isBoolean(value: string): boolean {
  return value === 't' || value === 'f';
}

function plainValue(value: string): string {
  const plain = value.normalize('NFKC').toLowerCase().trim();
  return isNumber(plain) ? String(Number(plain)) : plain;
}

/** Inactive customers are not those with `active = 1`. */
function flagDifference(
  { of, by, values: [value = '', ...others] }: Condition,
  { text, has }: QuestionFacts,
): SlotDifference[] {
  const name = /(?:^|\.)(?:is_)?([a-z]{4,})$/.exec(of)?.[1];
  if (name === undefined || by !== '=' || others.length > 0) {
    return [];
  }
  const isDenied = new RegExp(`\\b(?:in|un|non-?|not )${name}\\b`).test(text);
  const isStated = new RegExp(`(?<![\\w-]|not )${name}\\b`).test(text);
  const expected =
    isDenied && !isStated && YES.has(value)
      ? `not ${name}`
      : isStated && !isDenied && !has('negation') && NO.has(value)
        ? name
        : null;
  return expected === null ? [] : [{ slot: 'value', expected, found: `${of} = ${value}` }];
}

function escaped(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}/]/g, '\\$&');
}
