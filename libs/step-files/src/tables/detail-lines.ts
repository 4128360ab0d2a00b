import { LANGUAGES, type ByLanguage } from '#libs/language';

/** The words by which readers of a `_detail.md` file know its lines. */
interface DetailWords {
  readonly examples: string;
  /** Roles of a column, first in its brackets. */
  readonly primaryKey: string;
  readonly foreignKey: string;
  readonly inferredKey: string;
  /** In notes. */
  readonly isPrimaryKey: string;
  readonly compositeKey: string;
  readonly isForeignKey: string;
  readonly isInferredKey: string;
  readonly values: string;
  /** Relations to other tables. */
  readonly refersTo: string;
  readonly referredToBy: string;
  /** Measured facts. */
  readonly from: string;
  readonly to: string;
  readonly frequent: string;
}

/** The Chinese words of columns and notes are those of the Python original and stay exact. */
export const DETAIL_WORDS: ByLanguage<DetailWords> = {
  zh: {
    examples: '示例',
    primaryKey: '主键',
    foreignKey: '外键',
    inferredKey: '推断外键',
    isPrimaryKey: '为主键',
    compositeKey: '复合主键',
    isForeignKey: '为外键',
    isInferredKey: '推断为外键',
    values: '取值',
    refersTo: '引用',
    referredToBy: '被引用于',
    from: '范围',
    to: '~',
    frequent: '常见值',
  },
  en: {
    examples: 'examples',
    primaryKey: 'primary key',
    foreignKey: 'foreign key',
    inferredKey: 'inferred foreign key',
    isPrimaryKey: 'is the primary key',
    compositeKey: 'composite primary key',
    isForeignKey: 'is a foreign key',
    isInferredKey: 'appears to refer',
    values: 'values',
    refersTo: 'refers to',
    referredToBy: 'referred to by',
    from: 'from',
    to: 'to',
    frequent: 'most frequent',
  },
};

const WORDS = LANGUAGES.map((language) => DETAIL_WORDS[language]);
const COMMENTED_COLUMN = /^- \S+ \(.+?\) - \S/;

/**
 * `frame`: headings, keys and relations · `telling`: columns with a comment, facts with values · `plain`: other columns
 * and facts.
 */
export type DetailLineKind = 'frame' | 'telling' | 'plain';

/** In any language: a file may be older than the language of its task. */
export function detailLineKind(line: string): DetailLineKind {
  if (!line.startsWith('- ') || WORDS.some((words) => namesKey(line, words))) {
    return 'frame';
  }
  return COMMENTED_COLUMN.test(line) || WORDS.some((words) => showsValues(line, words)) ? 'telling' : 'plain';
}

/** The document without the example values of its columns, which end a line; values such as ranges may hold brackets. */
export function withoutExamples(document: string): string {
  return document
    .split('\n')
    .map((line) => WORDS.reduce(withoutExamplesOf, line))
    .join('\n');
}

function withoutExamplesOf(line: string, { examples }: DetailWords): string {
  if (line.endsWith(']')) {
    return line.replace(new RegExp(` ?\\[${examples}: .*$`), '');
  }
  // No examples end after the last bracket: the rest of the line is not searched.
  const end = line.lastIndexOf(']') + 1;
  return line.slice(0, end).replace(new RegExp(` ?\\[${examples}: [^\\]]*\\]`, 'g'), '') + line.slice(end);
}

function namesKey(line: string, words: DetailWords): boolean {
  const roles = [words.primaryKey, words.foreignKey, words.inferredKey].map((role) => `[${role}`);
  const notes = [words.isPrimaryKey, words.compositeKey, words.isForeignKey, words.isInferredKey];
  const relations = [words.refersTo, words.referredToBy];
  return (
    [...roles, ...notes].some((text) => line.includes(text)) ||
    relations.some((relation) => line.startsWith(`- ${relation} `))
  );
}

function showsValues(line: string, { values, frequent, from, to }: DetailWords): boolean {
  const [, range] = line.split(`${from} `);
  return line.includes(values) || line.includes(frequent) || (range?.includes(` ${to} `) ?? false);
}
