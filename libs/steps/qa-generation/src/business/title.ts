import { identifierWords } from '#libs/catalog';
import type { ByLanguage, Language } from '#libs/language';
import { singular } from './inflection.js';
import type { Field, Title } from './model.js';

interface EntityNaming {
  readonly label: string;
  readonly words: readonly string[];
  readonly language: Language;
}

interface TitleLabels {
  /** First and last name together. */
  readonly fullName: string;
  idOf(label: string): string;
  spellId(label: string): string;
}

const LABELS: ByLanguage<TitleLabels> = {
  zh: {
    fullName: '姓名',
    idOf: (label) => `${label}编号`,
    spellId: (label) => label.replace(/ ?\bid\b/i, '编号'),
  },
  en: {
    fullName: 'name',
    idOf: (label) => `${label} ID`,
    spellId: (label) => label.replace(/\bid\b/, 'ID'),
  },
};

const words = (field: Field): string => identifierWords(field.name).join(' ');

/** The fields that identify a row of an entity for people. */
export function titleOf(fields: readonly Field[], key: readonly string[], naming: EntityNaming): Title {
  const first = fields.find((field) => words(field) === 'first name');
  const last = fields.find((field) => words(field) === 'last name');
  if (first && last) {
    return { fields: [first, last], labels: [LABELS[naming.language].fullName], isName: true };
  }
  const name = nameField(fields, naming.words);
  return name ? { fields: [name], labels: [name.label], isName: true } : keyTitle(fields, key, naming);
}

function nameField(fields: readonly Field[], entityWords: readonly string[]): Field | undefined {
  const own = entityWords.join(' ');
  const ownSingular = singular(own);
  const names = fields.filter(({ role }) => role === 'title');
  return (
    names.find(
      (field) => /^(name|title|名称|姓名|标题)$/.test(words(field)) || words(field) === `${ownSingular} name`,
    ) ??
    // `city.city`, `country.country`, `address.address`
    fields.find((field) => [own, ownSingular].includes(words(field)) && isNaming(field)) ??
    names[0]
  );
}

function isNaming({ role, type }: Field): boolean {
  return ['text', 'title', 'category'].includes(role) || (role === 'shown' && /char|text/.test(type));
}

/** A bare surrogate key says nothing: when it happened and what kind it was says more. */
function contextTitle(fields: readonly Field[], key: readonly string[]): Title | null {
  if (key.length !== 1 || !/^(id|uuid|guid|pk)$/i.test(key[0] ?? '')) {
    return null;
  }
  const context = ['date', 'category'].flatMap((role) => fields.find((field) => field.role === role) ?? []);
  return context.length === 2 ? { fields: context, labels: context.map(({ label }) => label), isName: false } : null;
}

/** Without a name the key is used: its part that is neither a date nor a link, if there is one. */
function keyTitle(fields: readonly Field[], key: readonly string[], naming: EntityNaming): Title {
  const context = contextTitle(fields, key);
  if (context) {
    return context;
  }
  const parts = fields.filter(({ name }) => key.includes(name));
  const own = parts.filter(({ role }) => role !== 'date');
  const chosen = own.length > 0 ? own : parts.length > 0 ? parts : fields.slice(0, 1);
  return { fields: chosen, labels: chosen.map((field) => keyLabel(field, naming)), isName: false };
}

/** `id` alone is ambiguous next to other columns; `order id` is not. */
function keyLabel(field: Field, { label, language }: EntityNaming): string {
  if (/^(id|主键|主键id|唯一标识)$/i.test(field.label)) {
    return LABELS[language].idOf(label);
  }
  return LABELS[language].spellId(field.label);
}
