import type { SlotDifference } from '#libs/sql-reading';
import type { QuestionFacts } from '../question-facts.js';
import type { StatementFacts } from '../statement-facts.js';

/** The columns of a table, named as readings name it; empty where it is not known. */
export type ColumnsOf = (table: string) => readonly string[];

const PLAIN_COLUMN = /^[\p{L}\p{N}_$]+(\.[\p{L}\p{N}_$]+){1,2}$/u;
/** A name of two words or more, which no question has by chance. The id of something is written in many ways. */
const SEVERAL_WORDS = /^(?!.*_id$)[a-z]{3,}(_[a-z]{2,})+$/;

/** The statement has the columns whose names stand in the question, and shows none twice. */
export function columnDifferences(
  { text: question }: QuestionFacts,
  { reading, text }: StatementFacts,
  columnsOf: ColumnsOf,
): SlotDifference[] {
  const differs = (expected: string, found: string): SlotDifference => ({ slot: 'column', expected, found });
  const tables = [...new Set(reading.tables)];
  const twice =
    tables.length === reading.tables.length && reading.sets.length === 0
      ? reading.shown.filter((column, at) => reading.shown.indexOf(column) < at && PLAIN_COLUMN.test(column))
      : [];
  const columns = new Set(tables.flatMap(columnsOf));
  const named = [...columns].filter((name) => isNamed(name, question));
  const used = [text, ...reading.joins].join('\n');
  const absent = named.filter(
    (name) =>
      !used.includes(name) &&
      !named.some((longer) => longer !== name && longer.includes(name)) &&
      !isTable(name, tables),
  );
  return [
    ...twice.map((column) => differs('', `${column}, ${column}`)),
    ...absent.map((name) => differs(name, reading.shown.join(', '))),
  ];
}

/** The name stands in the question as words of their own. */
function isNamed(name: string, question: string): boolean {
  const words = name.replaceAll('_', ' ');
  // Nearly no name is in a question at all, and a pattern of its own takes longer to make than a text to search.
  return (
    question.includes(words) && SEVERAL_WORDS.test(name) && new RegExp(`(?<![\\w-])${words}s?(?![\\w-])`).test(question)
  );
}

/** Order details are rows, not a column. */
function isTable(name: string, tables: readonly string[]): boolean {
  return tables.some((table) => table.replace(/^.*\./, '').startsWith(name));
}
