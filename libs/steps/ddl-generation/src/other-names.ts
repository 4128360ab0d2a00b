import type { Relation } from '#libs/catalog';
import { LANGUAGES, type Language } from '#libs/language';
import { identifierWords } from '#libs/lexicon';
import type { Entity, Field } from '#libs/semantic-model';
import { tellingName, type RelationComments } from './comments.js';
import type { TableMeaning } from './table-meaning.js';

/**
 * What people call a table in either language, without the names that are shown already: a question in Chinese finds a
 * table with an English name, and the other way round.
 */
export function otherNames(
  { name, table }: Pick<Entity, 'name' | 'table'>,
  shown: readonly string[],
  language: Language,
): string[] {
  const names = ownFirst(language).flatMap((other) => {
    const telling = tellingName(name[other], table);
    return [...(telling === null ? [] : [telling]), ...name[other].synonyms];
  });
  return distinct(names, shown);
}

/** `ship_via 运输方式`: the names of the columns that their lines do not show. */
function columnNames({ name, label }: Field, shown: string, language: Language, taken: ReadonlySet<string>): string[] {
  const names = ownFirst(language).flatMap((other) => {
    const telling = other === language ? null : tellingName(label[other], name);
    return [
      ...(telling === null ? [] : [telling]),
      ...label[other].synonyms.filter((synonym) => !taken.has(synonym.toLowerCase())),
    ];
  });
  const found = distinct(names, [name, label[language].text, shown]);
  return found.length > 0 ? [`${name} ${found.join(SEPARATOR)}`] : [];
}

const SEPARATOR = ' / ';

/** The language of the document comes first. */
function ownFirst(language: Language): Language[] {
  return [language, ...LANGUAGES.filter((other) => other !== language)];
}

/** What the columns are called first of all: a synonym that is the name of another column would cross the two. */
function firstNames(fields: readonly Field[], except: Field): ReadonlySet<string> {
  return new Set(
    fields
      .filter((field) => field !== except)
      .flatMap(({ name, label }) => [
        identifierWords(name).join(' '),
        ...LANGUAGES.map((language) => label[language].text),
      ])
      .map((name) => name.toLowerCase()),
  );
}

interface Documented {
  readonly relation: Pick<Relation, 'name'>;
  readonly comments: RelationComments;
  readonly meaning: TableMeaning | undefined;
  readonly language: Language;
}

/** The lines of the section of names. */
export function nameLines({ relation, comments, meaning, language }: Documented, title: string | null): string[] {
  if (meaning === undefined) {
    return [];
  }
  const { entity } = meaning;
  const own = otherNames(entity, [title ?? '', relation.name], language);
  const columns = entity.fields
    .filter(({ role }) => role !== 'technical')
    .flatMap((field) =>
      columnNames(field, comments.columns.get(field.name)?.text ?? '', language, firstNames(entity.fields, field)),
    );
  return [
    ...(own.length > 0 ? [`${entity.table} ${own.join(SEPARATOR)}`] : []),
    ...(columns.length > 0 ? [columns.join(', ')] : []),
  ];
}

/** Those that are not shown anyway, not even as a part of what is. */
function distinct(names: readonly string[], shown: readonly string[]): string[] {
  const text = shown.join('\n').toLowerCase();
  return [...new Set(names)].filter((name) => !text.includes(name.toLowerCase()));
}
