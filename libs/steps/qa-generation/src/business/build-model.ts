import {
  columnWords,
  identifierWords,
  relationName,
  sharedPrefixes,
  type Catalog,
  type Column,
  type ColumnProfile,
  type Relation,
  type RelationProfile,
} from '#libs/catalog';
import type { ByLanguage, Language } from '#libs/language';
import { qualifiedName, quoteIdentifier } from '#libs/postgres';
import { conditionValues } from './condition-values.js';
import { isAdditive, isSoftDelete, roleOf } from './field-role.js';
import { readablePart } from './readable-part.js';
import { relationWords } from './relation-words.js';
import { plural } from './inflection.js';
import { entityLabel, fieldLabel } from './label.js';
import { addLinks } from './links.js';
import { isOfInterest, type BusinessModel, type Entity, type Field, type SoftDelete } from './model.js';
import { isInfinite, measuredValues, periodsOf } from './period.js';
import { titleOf } from './title.js';

/** Builds the business model from the catalog and its profiles. */
export function buildModel(whole: Catalog, profiles: readonly RelationProfile[], language: Language): BusinessModel {
  const measured = new Map(profiles.map((profile) => [relationName(profile), profile]));
  const catalog = readablePart(whole, measured);
  const prefixes = sharedPrefixes(catalog);
  const aliases = new Set<string>();
  const labels = new Set<string>();
  const referenced = new Set(
    catalog.relations.flatMap(({ foreignKeys }) =>
      foreignKeys.map(({ referencedSchema: schema, referencedTable: name }) => relationName({ schema, name })),
    ),
  );
  const entities = catalog.relations
    // A relation that cannot be read (no privilege, never refreshed) gives no question that can be answered.
    .filter((relation) => relation.columns.length > 0 && !measured.get(relationName(relation))?.failure)
    .map((relation) => {
      const words = relationWords(relation, prefixes);
      const label = distinctLabel(relation, words, labels, language);
      const profile = measured.get(relationName(relation));
      const isReferenced = referenced.has(relationName(relation));
      return entityOf(relation, profile, { words, label, alias: aliasFor(words, aliases), isReferenced, language });
    });
  const model = { language, entities };
  addLinks(model, catalog, measured);
  return model;
}

interface Naming {
  readonly words: readonly string[];
  readonly label: string;
  readonly alias: string;
  /** Another listed relation refers to it, so it is an entity of its own. */
  readonly isReferenced: boolean;
  readonly language: Language;
}

function entityOf(relation: Relation, profile: RelationProfile | undefined, naming: Naming): Entity {
  const { label, alias, language } = naming;
  const profiles = new Map(profile?.columns.map((measured) => [measured.column, measured]));
  const fields = withShortLabels(
    relation.columns.map((column) => fieldOf(column, relation, profiles.get(column.name), naming)),
    naming,
  );
  const key = relation.primaryKey?.columns ?? relation.foreignKeys.flatMap(({ columns }) => columns);
  const links = relation.foreignKeys.length;
  const ofInterest = fields.filter(isOfInterest);
  return {
    id: relationName(relation),
    table:
      relation.schema === 'public' ? quoteIdentifier(relation.name) : qualifiedName(relation.schema, relation.name),
    alias,
    label,
    plural: RULES[language].plural(label),
    fields,
    title: titleOf(fields, key, naming),
    key: key.map(quoteIdentifier),
    isBridge: links === 2 && ofInterest.length === 0 && !naming.isReferenced,
    rowCount: profile?.rowCount ?? null,
    softDelete: softDeleteOf(relation.columns),
    links: [],
  };
}

function fieldOf(
  column: Column,
  relation: Relation,
  profile: ColumnProfile | undefined,
  { label: entity, words: own, language }: Naming,
): Field {
  const words = identifierWords(column.name);
  const role = roleOf(column, relation, profile);
  const spoken = RULES[language].words(column, relation);
  const plain = fieldLabel(spoken, column.comment, language);
  const isOwnName = plain === entity || (RULES[language].translates && isForeignName(plain, words, own));
  const label = role === 'flag' ? RULES[language].flag(plain) : isOwnName ? ownName(entity, language) : plain;
  return {
    name: column.name,
    sql: quoteIdentifier(column.name),
    type: column.type,
    label,
    short: label,
    role,
    additive: role === 'measure' && isAdditive(`${words.join(' ')} ${column.comment ?? ''}`),
    values: conditionValues(column, profile, language),
    topShare: profile?.topValues[0]?.share ?? null,
    distinctCount: profile?.distinctCount ?? null,
    notNull: column.notNull,
    nullShare: profile?.nullShare ?? null,
    hasBlanks: [...(profile?.topValues.map(({ value }) => value) ?? []), ...(profile?.sampleValues ?? [])].includes(''),
    holdsInfinity: role === 'date' && measuredValues(profile).some(isInfinite),
    periods: role === 'date' ? periodsOf(profile, language) : null,
  };
}

/** Leaves the name of the entity out of labels where that leaves a label that no other field has. */
function withShortLabels(fields: readonly Field[], { label: entity, language }: Naming): Field[] {
  const { separator, shortLabel } = RULES[language];
  const prefix = `${entity}${separator}`;
  const shortOf = ({ label }: Field): string =>
    label.startsWith(prefix) && shortLabel.test(label.slice(prefix.length)) ? label.slice(prefix.length) : label;
  const taken = Map.groupBy(
    fields.flatMap((field) => [...new Set([field.label, shortOf(field)])]),
    (label) => label,
  );
  return fields.map((field) => (taken.get(shortOf(field))?.length === 1 ? { ...field, short: shortOf(field) } : field));
}

/** A column without a Chinese word that repeats the name of its own table: `section_name` of `section_route`. */
function isForeignName(label: string, words: readonly string[], own: readonly string[]): boolean {
  const [last, ...others] = words.toReversed();
  return !/\p{Script=Han}/u.test(label) && last === 'name' && others.every((word) => own.includes(word));
}

/** The column `city` of a city is its name; the column `address` of an address is more. */
function ownName(label: string, language: Language): string {
  const { address, name } = RULES[language];
  return /(地址|\baddress)$/.test(label) ? address(label) : name(label);
}

/** `active` → `active flag`, `启用` → `是否启用`; `is active`, `has children` stay. */
function enFlag(label: string): string {
  return /^(is|has|can|was|allow)\b|\bflag$/.test(label) ? label : `${label.replace(/ status$/, '')} flag`;
}

function zhFlag(label: string): string {
  return /是否|有无/.test(label) || !/\p{Script=Han}/u.test(label)
    ? label
    : `是否${label.replace(/(状态|标记|标志)$/u, '')}`;
}

interface NamingRules {
  plural(label: string): string;
  /** The words of a column's name, as far as the language can use them. */
  words(column: Column, relation: Relation): string[];
  /** Between the name of an entity and the rest of a label. */
  readonly separator: string;
  /** A label that is clear without the name of its entity. */
  readonly shortLabel: RegExp;
  /** Identifiers are in another language. */
  readonly translates: boolean;
  readonly address: (label: string) => string;
  readonly name: (label: string) => string;
  flag(label: string): string;
}

const RULES: ByLanguage<NamingRules> = {
  zh: {
    plural: (label) => label,
    words: columnWords,
    separator: '',
    shortLabel: /^(?!第)\p{Script=Han}{2,}$/u,
    translates: true,
    address: (label) => `详细${label}`,
    name: (label) => `${label}名称`,
    flag: zhFlag,
  },
  en: {
    plural,
    words: (column) => identifierWords(column.name),
    separator: ' ',
    shortLabel: /^\w{3,}$/,
    translates: false,
    address: (label) => `street ${label}`,
    name: (label) => `${label} name`,
    flag: enFlag,
  },
};

function softDeleteOf(columns: readonly Column[]): SoftDelete | null {
  const marker = columns.find(isSoftDelete);
  if (!marker) {
    return null;
  }
  const tests: Readonly<Record<string, string>> = { D: 'IS NULL', B: '= FALSE', N: '= 0', S: "= '0'" };
  const test = tests[marker.typeCategory];
  return test === undefined ? null : { column: quoteIdentifier(marker.name), test };
}

/** Tables with the same label (same name in two schemas, same comment) are distinguished by their names. */
function distinctLabel(relation: Relation, words: readonly string[], taken: Set<string>, language: Language): string {
  const plain = entityLabel(words, relation.comment, language);
  const candidates = [
    plain,
    words.join(' '),
    `${relation.schema} ${words.join(' ')}`,
    `${relation.schema}.${relation.name}`,
  ];
  const label = candidates.find((candidate) => !taken.has(candidate)) ?? plain;
  taken.add(label);
  return label;
}

/** Initials of the words: `order_items` → `oi`; letters are added where that is taken or reserved. */
function aliasFor(words: readonly string[], taken: Set<string>): string {
  const latin = words.map((word) => word.replace(/[^a-z0-9]/g, '')).filter((word) => /^[a-z]/.test(word));
  const base = latin.map((word) => word.charAt(0)).join('') || 't';
  const candidates = [base, latin.map((word) => word.slice(0, 2)).join(''), latin.join('_')];
  const free = (name: string): boolean => name !== '' && !taken.has(name) && quoteIdentifier(name) === name;
  let alias = candidates.find(free);
  for (let number = 2; alias === undefined; number += 1) {
    alias = free(`${base}${number}`) ? `${base}${number}` : undefined;
  }
  taken.add(alias);
  return alias;
}
