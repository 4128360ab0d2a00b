import {
  identifierWords,
  referencedName,
  relationName,
  type Catalog,
  type ForeignKey,
  type RelationProfile,
} from '#libs/catalog';
import type { ByLanguage } from '#libs/language';
import { quoteIdentifier } from '#libs/postgres';
import type { BusinessModel, Entity, Link } from './model.js';
import { fieldLabel } from './label.js';

/** Adds the foreign keys between the entities of the model; one that leaves the list is left out. */
export function addLinks(model: BusinessModel, catalog: Catalog, profiles: ReadonlyMap<string, RelationProfile>): void {
  const byId = new Map(model.entities.map((entity) => [entity.id, entity]));
  for (const relation of catalog.relations) {
    const from = byId.get(relationName(relation));
    for (const key of relation.foreignKeys) {
      const to = byId.get(referencedName(key));
      if (from && to) {
        from.links.push(linkOf(key, from, to, profiles.get(from.id), model));
      }
    }
  }
}

function linkOf(
  key: ForeignKey,
  from: Entity,
  to: Entity,
  profile: RelationProfile | undefined,
  { language }: BusinessModel,
): Link {
  const columns = from.fields.filter(({ name }) => key.columns.includes(name));
  const measured = profile?.columns.find(({ column }) => column === key.columns[0]);
  return {
    name: key.name,
    from,
    to,
    fromColumns: key.columns.map(quoteIdentifier),
    toColumns: key.referencedColumns.map(quoteIdentifier),
    role: roleOfLink(key.columns, to, language),
    optional: columns.some(({ notNull }) => !notNull),
    distinctCount: key.columns.length === 1 ? (measured?.distinctCount ?? null) : null,
  };
}

/** The end of a column's name that only says "key": `language_code`, `language_id`. */
function withoutKeyWord(words: readonly string[]): readonly string[] {
  return words.length > 1 && /^(id|code|no|key|uuid)$/.test(words.at(-1) ?? '') ? words.slice(0, -1) : words;
}

const ROLES_OF_PEOPLE = new Set(['manager', 'owner', 'author', 'assignee', 'reviewer', 'supervisor', 'leader']);
const REPORTS_TO = ['reports', 'to'];

/** Which identifier words are a role as they are, and the words for `reports to`. */
const ROLES: ByLanguage<{ person: (word: string) => boolean; readonly superior: readonly string[] }> = {
  zh: { person: () => false, superior: REPORTS_TO },
  en: { person: (word) => ROLES_OF_PEOPLE.has(word), superior: ['manager'] },
};

/** `original_language_id` → `original language`; `language_id` → just the language. */
function roleOfLink(columns: readonly string[], to: Entity, language: BusinessModel['language']): string {
  const [column] = columns;
  const words = column === undefined || columns.length > 1 ? [] : withoutKeyWord(identifierWords(column));
  const target = new Set(identifierWords(to.id.slice(to.id.indexOf('.') + 1)));
  const extra = words.filter((word) => !target.has(word) && !target.has(`${word}s`));
  if (extra.length === 0) {
    return to.label;
  }
  // `manager_staff_id` is a manager.
  const last = words.at(-1) ?? '';
  const { person, superior } = ROLES[language];
  if (person(words[0] ?? '') && words.length === 2 && target.has(last)) {
    return words[0] ?? '';
  }
  const role = fieldLabel(words.join(' ') === 'reports to' ? superior : words, null, language);
  // `resolved by` is not a noun, but its Chinese `解决人` is.
  return words.at(-1) === 'by' && !role.endsWith('人') ? `${to.label} (${role})` : role;
}
