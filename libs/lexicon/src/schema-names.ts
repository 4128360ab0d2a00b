import { LANGUAGES, type ByLanguage, type Language } from '#libs/language';
import { expanded, isAbbreviation } from './abbreviations.js';
import type { WordContext } from './context.js';
import { findTerm, isTermWord } from './dictionary.js';
import { identifierWords } from './identifier-words.js';
import { industriesOf, type Industry } from './industries.js';
import { areInitials, wordsOfInitials } from './initials.js';
import { singularWord } from './inflection.js';
import type { Name } from './name.js';
import { withOwners } from './owned-tables.js';
import { ownerFirst } from './owner-first.js';
import { nameOf, type Named } from './name-of.js';
import { columnPrefix, gluedPrefix, modulePrefixes, subjectWords } from './prefixes.js';
import { GluedNames } from './split-glued.js';
import { isFunctionWord } from './translate.js';

export interface TableToName {
  readonly schema: string;
  readonly name: string;
  readonly comment: string | null;
  readonly columns: readonly { readonly name: string; readonly comment: string | null }[];
}

type TableId = Pick<TableToName, 'schema' | 'name'>;

/** The names of the tables and columns of one database in each language, distinct among tables and within a table. */
export class SchemaNames {
  private readonly glued: GluedNames;
  private readonly modules: ReadonlySet<string>;
  /** Letters that all tables of a schema begin with, in lower case. */
  private readonly prefixes: ReadonlyMap<string, string>;
  private readonly tables: ReadonlyMap<string, TableToName>;
  private readonly fieldsByTable = new Map<string, ReadonlyMap<string, ByLanguage<Name>>>();
  private written: ReadonlySet<string> | null = null;
  /** The noun of the table that a column is the shortened key of, by the column's name. */
  private keyNouns: ReadonlyMap<string, string> | null = null;
  private arounds: ReadonlyMap<string, ReadonlySet<string>> | null = null;
  private industries: readonly Industry[] | null = null;
  private entities: ReadonlyMap<string, ByLanguage<Name>> | null = null;

  constructor(tables: readonly TableToName[]) {
    this.tables = new Map(tables.map((table) => [idOf(table), table]));
    this.glued = new GluedNames(unglued(schemaWords(tables)));
    const split = (word: string): readonly string[] => this.glued.split(word);
    this.prefixes = new Map(
      [...Map.groupBy(tables, ({ schema }) => schema)].map(([schema, list]) => [
        schema,
        gluedPrefix(
          list.map(({ name }) => name.toLowerCase()),
          split,
        ) ?? '',
      ]),
    );
    this.modules = modulePrefixes(tables.map((table) => identifierWords(this.ownName(table))));
  }

  entity(table: TableId): ByLanguage<Name> {
    this.entities ??= withOwners(
      distinct([...this.tables].map(([id, one]) => [id, this.readings(one)])),
      this.tables,
      (column) => this.split(identifierWords(column)),
    );
    return this.entities.get(idOf(table)) ?? nameOf(this.tableNamed(table, null));
  }

  field(table: TableId, column: string): ByLanguage<Name> {
    return this.fields(idOf(table)).get(column) ?? this.words(identifierWords(column));
  }

  /** The name of some words that are no column. @param comment what they are called in a comment */
  words(words: readonly string[], comment: string | null = null): ByLanguage<Name> {
    return nameOf({
      identifier: words.length > 0 ? words.join(' ') : (comment ?? ''),
      words: words.flatMap((word) => this.glued.split(word)),
      comment,
    });
  }

  private readings(table: TableToName): readonly Named[] {
    const short = this.tableNamed(table, table.comment);
    const long = { ...short, words: this.split(identifierWords(table.name)) };
    const bySchema = { ...long, comment: null, words: [...identifierWords(table.schema), ...long.words] };
    const ways = [short, long, { ...short, comment: null }, { ...long, comment: null }];
    return [...ways, ...ways.slice(2).map((way) => ({ ...way, isLiteral: true })), bySchema];
  }

  private tableNamed(table: TableId, comment: string | null): Named {
    const columns = this.tables.get(idOf(table))?.columns ?? [];
    const context: WordContext = {
      table: [],
      siblings: new Set(columns.flatMap(({ name }) => expanded(this.split(identifierWords(name))))),
      around: this.around(table.schema),
      industries: this.ofIndustries(),
      isTable: true,
    };
    return { identifier: table.name, words: this.wordsOf(table), comment, isTable: true, context };
  }

  /** A name that has to be guessed is none where another table has it by itself. */
  private wordsOf(table: TableId): readonly string[] {
    const words = this.writtenWords(table);
    const guessed = this.withoutView(words) ?? this.behindInitials(table, words) ?? writtenOut(words);
    this.written ??= new Set([...this.tables.values()].map((one) => plainly(this.writtenWords(one))));
    if (guessed === null) {
      return words;
    }
    return this.written.has(plainly(guessed)) ? [] : guessed;
  }

  /** The words of all tables of the schema, in the singular. */
  private around(schema: string): ReadonlySet<string> {
    return this.wordsBySchema().get(schema) ?? new Set();
  }

  private wordsBySchema(): ReadonlyMap<string, ReadonlySet<string>> {
    this.arounds ??= new Map(
      [...Map.groupBy(this.tables.values(), (table) => table.schema)].map(([name, list]) => [
        name,
        new Set(list.flatMap((table) => expanded(this.wordsOf(table)).map(singularWord))),
      ]),
    );
    return this.arounds;
  }

  private ofIndustries(): readonly Industry[] {
    this.industries ??= industriesOf(new Set([...this.wordsBySchema().values()].flatMap((words) => [...words])));
    return this.industries;
  }

  private writtenWords(table: TableId): readonly string[] {
    const words = this.split(subjectWords(identifierWords(this.ownName(table)), this.modules));
    const columns = this.tables.get(idOf(table))?.columns ?? [];
    return ownerFirst(
      words,
      columns.map(({ name }) => identifierWords(name)),
    );
  }

  /** The words behind initials; null where the name is none. */
  private behindInitials(table: TableId, words: readonly string[]): readonly string[] | null {
    const [first = ''] = words;
    if (words.length !== 1 || !areInitials(first) || findTerm(expanded([first])) !== undefined) {
      return null;
    }
    const columns = this.tables.get(idOf(table))?.columns ?? [];
    return wordsOfInitials(
      first,
      columns.map(({ name }) => this.split(identifierWords(name))),
    );
  }

  /** `vstorewithaddresses` → store, with, addresses: a v before glued words is that of a view. Null for other names. */
  private withoutView(words: readonly string[]): readonly string[] | null {
    const [first = ''] = words;
    const rest = this.glued.split(first.slice(1));
    const isView =
      words.length === 1 &&
      /^v[a-z]{5,}$/.test(first) &&
      !isTermWord(first) &&
      rest.every((word) => isTermWord(word) || isFunctionWord(word));
    return isView ? rest : null;
  }

  /** `doc_id` is the key of doctors where `doctors` has it: the first letters of its noun, whatever they are short for elsewhere. */
  private keyWords(column: string, words: readonly string[]): readonly string[] {
    this.keyNouns ??= new Map(
      [...this.tables.values()].flatMap((table) => {
        const noun = singularWord(expanded(this.wordsOf(table)).at(-1) ?? '');
        return table.columns
          .filter(({ name }) => isShortKey(this.split(identifierWords(name)), noun))
          .map(({ name }) => [name.toLowerCase(), noun] as const);
      }),
    );
    const noun = this.keyNouns.get(column.toLowerCase());
    return noun === undefined ? words : [noun, ...words.slice(1)];
  }

  private ownName({ schema, name }: TableId): string {
    const prefix = this.prefixes.get(schema) ?? '';
    return name.toLowerCase().startsWith(prefix) ? name.slice(prefix.length) : name;
  }

  private split(words: readonly string[]): string[] {
    return words.flatMap((word) => this.glued.split(word));
  }

  private fields(id: string): ReadonlyMap<string, ByLanguage<Name>> {
    const known = this.fieldsByTable.get(id);
    if (known) {
      return known;
    }
    const table = this.tables.get(id);
    const fields = table ? this.nameFields(table) : new Map<string, ByLanguage<Name>>();
    this.fieldsByTable.set(id, fields);
    return fields;
  }

  private nameFields(table: TableToName): ReadonlyMap<string, ByLanguage<Name>> {
    const prefix = columnPrefix(
      table.columns.map(({ name }) => name),
      (word) => this.glued.split(word),
    );
    const own = ownLetters(table.columns.map(({ name }) => name));
    const wordsOf = (name: string): readonly string[] =>
      this.keyWords(name, this.split(withoutLetters(identifierWords(name), own)));
    const stripped = (name: string): string =>
      prefix !== '' && name.toLowerCase().startsWith(prefix) && name.length > prefix.length
        ? name.slice(prefix.length)
        : name;
    const columns = table.columns.map((column) => ({ ...column, words: wordsOf(stripped(column.name)) }));
    const context: WordContext = {
      table: expanded(this.wordsOf(table)).map(singularWord),
      siblings: new Set(columns.flatMap(({ words }) => expanded(words))),
      around: this.around(table.schema),
      industries: this.ofIndustries(),
    };
    return distinct(
      columns.map(({ name, comment, words }) => {
        const short = { identifier: name, words, comment, context };
        const long = { ...short, words: wordsOf(name) };
        return [name, [short, { ...short, comment: null }, { ...long, comment: null }]];
      }),
    );
  }
}

/** `clm` of a table that begins with `clm_id`: it stands for the table; null where it is a word, or the table has no such key. */
function ownLetters([first = '']: readonly string[]): string | null {
  const [letters = '', id, more] = identifierWords(first);
  const isKey = id === 'id' && more === undefined && letters.length >= 2 && letters.length <= 4;
  return isKey && !isTermWord(letters) && !isAbbreviation(letters) ? letters : null;
}

function withoutLetters(words: readonly string[], letters: string | null): readonly string[] {
  const [first, second] = words;
  return first === letters && second !== undefined && !/^(id|no|code|cd|key)$/.test(second) ? words.slice(1) : words;
}

/** `emp` → employee; null for other names. */
function writtenOut(words: readonly string[]): readonly string[] | null {
  const [first = ''] = words;
  return words.length === 1 && isAbbreviation(first) ? expanded(words) : null;
}

/** `doc`, `id` for a doctor. */
function isShortKey([first = '', second = '', third]: readonly string[], noun: string): boolean {
  const isKey = third === undefined && /^(id|no|code|num)$/.test(second);
  return isKey && first.length > 2 && noun.startsWith(first) && noun !== first && isAbbreviation(first);
}

const plainly = (words: readonly string[]): string => words.map(singularWord).join(' ');

const idOf = ({ schema, name }: TableId): string => `${schema}.${name}`;

/** Without words that are themselves several words of the lexicon: comments mention glued names too. */
function unglued(words: ReadonlySet<string>): ReadonlySet<string> {
  const lexicon = new GluedNames(new Set());
  return new Set([...words].filter((word) => lexicon.split(word).length === 1));
}

/** Words that the schema writes apart, in names and English comments. */
function schemaWords(tables: readonly TableToName[]): ReadonlySet<string> {
  const texts = tables.flatMap(({ name, comment, columns }) => [
    ...identifierWords(name),
    ...identifierWords(comment ?? '').filter((word) => word.length >= 4),
    ...columns.flatMap((column) => {
      const words = identifierWords(column.name);
      return [
        ...(words.length > 1 ? words : []),
        ...identifierWords(column.comment ?? '').filter((word) => word.length >= 4),
      ];
    }),
  ]);
  return new Set(texts.filter((word) => /^[a-z]{3,12}$/.test(word)));
}

/**
 * The first reading of each whose text no other one has. Where all readings are taken, a synonym that is free; else the
 * identifier.
 */
function distinct(readings: readonly (readonly [string, readonly Named[]])[]): ReadonlyMap<string, ByLanguage<Name>> {
  const named = readings.map(([id, ways]) => ({
    id,
    ways,
    first: nameOf(ways[0] ?? { identifier: id, words: [], comment: null }),
  }));
  const result = new Map<string, Record<Language, Name>>(named.map(({ id, first }) => [id, { ...first }]));
  for (const language of LANGUAGES) {
    const groups = Map.groupBy(named, ({ first }) => first[language].text.toLowerCase());
    const taken = new Set(groups.keys());
    for (const [text, group] of groups) {
      const whole =
        group.find(
          ({ ways: [short] }) => short && nameOf({ ...short, comment: null })[language].text.toLowerCase() === text,
        ) ?? group.find(({ ways: [short, long] }) => short?.words.length === long?.words.length);
      for (const { id, ways, first } of group.length > 1 ? group : []) {
        const isFirst = id === whole?.id && first[language].text.toLowerCase() === text;
        const names = result.get(id);
        if (names && !isFirst && first[language].known) {
          names[language] = free(ways.slice(1), first[language], language, taken);
          taken.add(names[language].text.toLowerCase());
        }
      }
    }
  }
  return result;
}

function free(ways: readonly Named[], first: Name, language: Language, taken: ReadonlySet<string>): Name {
  const names = ways.map((way) => nameOf(way)[language]);
  const isFree = (text: string): boolean => !taken.has(text.toLowerCase());
  const other = names.find(({ known, text }) => known && isFree(text));
  const synonym = first.synonyms.find(isFree);
  const identifier = ways[0]?.identifier ?? first.text;
  if (other || synonym === undefined) {
    return other ?? { ...first, text: identifier, plural: identifier, known: false };
  }
  return { ...first, text: synonym, plural: synonym, synonyms: [first.text] };
}
