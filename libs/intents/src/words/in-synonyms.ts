import { pluralWord } from '#libs/lexicon';
import type { ByLanguage, Language } from '#libs/language';
import type { Entity, Field, Metric, Name } from '#libs/semantic-model';
import type { Intent } from '../intent.js';

/** The plural of a synonym, which the model does not state. */
const PLURAL: ByLanguage<(text: string) => string> = {
  en: (text) => text.replace(/\S+$/, pluralWord),
  zh: (text) => text,
};

/**
 * The same question with the first synonym of each table, column and metric that has one, for its words only: a statement
 * is written from the intent itself.
 * @returns null when nothing in it has a synonym in the language
 */
export function inSynonyms(intent: Intent, language: Language): Intent | null {
  const renaming = new Renaming(language);
  const renamed = renaming.copyOf('intent', intent) as Intent;
  return renaming.count > 0 ? renamed : null;
}

class Renaming {
  count = 0;
  /** One copy of each object: names are compared by identity. */
  private readonly copies = new Map<unknown, unknown>();

  constructor(private readonly language: Language) {}

  /** @param slot name of the property of an intent that holds the value */
  copyOf(slot: string, value: unknown): unknown {
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    const known = this.copies.get(value) ?? this.make(slot, value);
    this.copies.set(value, known);
    return known;
  }

  private make(slot: string, value: object): unknown {
    switch (slot) {
      case 'subject':
      case 'entity':
      case 'target': {
        const entity = value as Entity;
        return { ...entity, name: this.renamed(entity.name) };
      }
      case 'field': {
        const field = value as Field;
        return { ...field, label: this.renamed(field.label) };
      }
      case 'metric': {
        const metric = value as Metric;
        return { ...metric, name: this.renamed(metric.name) };
      }
      case 'relationship':
        return value;
      default:
        return this.partsOf(slot, value);
    }
  }

  private partsOf(slot: string, value: object): unknown {
    if (Array.isArray(value)) {
      return value.map((item) => this.copyOf(slot, item));
    }
    if (value instanceof Map) {
      return new Map([...value].map(([key, item]) => [key, this.copyOf(slot, item)]));
    }
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.copyOf(key, item)]));
  }

  private renamed(name: ByLanguage<Name>): ByLanguage<Name> {
    const own = name[this.language];
    const [synonym] = own.synonyms.filter((text) => text !== own.text && text !== own.plural);
    if (!own.known || synonym === undefined) {
      return name;
    }
    this.count += 1;
    return { ...name, [this.language]: { ...own, text: synonym, plural: PLURAL[this.language](synonym) } };
  }
}
