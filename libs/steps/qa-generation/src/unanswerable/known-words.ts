import type { ByLanguage, Text } from '#libs/language';
import { chineseFor, type Name } from '#libs/lexicon';
import type { Entity, SemanticModel } from '#libs/semantic-model';
import type { Concept } from './concepts.js';

/** Fewer Chinese characters are part of too many words. */
const SHORTEST_CHINESE = 2;
/** Their values have attributes that no column names. */
const FREE_FORM = /^(jsonb?|hstore|xml)\b/;
/** Tables of names with values hold any attribute. */
const ANY_ATTRIBUTE = /\b(attribute|attributes|properties|custom field|custom fields)\b|属性|自定义字段/;

/** What the names, comments and values of a model tell about. */
export class KnownWords {
  private readonly text: string;
  /** Anything may be an attribute of something. */
  readonly isOpen: boolean;

  constructor({ entities }: Pick<SemanticModel, 'entities'>) {
    this.text = entities.flatMap(textsOf).join('\n').toLowerCase();
    this.isOpen = entities.some(({ name }) => namedBy(name).some((text) => ANY_ATTRIBUTE.test(text.toLowerCase())));
  }

  /** The names of the concept where nothing in the model is near to it, and the lexicon has the words; else null. */
  absent({ english, near }: Concept): Text | null {
    const zh = chineseFor(english.split(' '));
    if (zh === null) {
      return null;
    }
    const inChinese = near
      .flatMap((word) => chineseFor([word]) ?? [])
      .filter((text) => text.length >= SHORTEST_CHINESE);
    return [english, english.replaceAll(' ', '_'), zh, ...near, ...inChinese].some((word) => this.text.includes(word))
      ? null
      : { zh, en: english };
  }
}

/** Whether all its attributes are columns. */
export function isClosed({ fields }: Pick<Entity, 'fields'>): boolean {
  return fields.every(({ type }) => !FREE_FORM.test(type));
}

/** Every name, synonym, comment and value. */
function textsOf({ table, name, description, fields }: Entity): string[] {
  return [
    table,
    description ?? '',
    ...namedBy(name),
    ...fields.flatMap((field) => [
      field.name,
      field.description ?? '',
      ...namedBy(field.label),
      ...field.values.flatMap(({ value, meaning }) => [value, ...Object.values(meaning ?? {})]),
    ]),
  ];
}

function namedBy(name: ByLanguage<Name>): string[] {
  return Object.values(name).flatMap(({ text, synonyms }) => [text, ...synonyms]);
}
