import type { ByLanguage, Text } from '#libs/language';
import type { Entity, Field, FieldValue, Metric, Name, Relationship, SemanticModel } from '#libs/semantic-model';

/** `order/orders` and `订单/笔`: singular and plural, noun and measure word. */
export function names(en: string, zh: string): ByLanguage<Name> {
  const [one = '', many = `${one}s`] = en.split('/');
  const [noun = '', measureWord = '个'] = zh.split('/');
  return {
    en: { text: one, plural: many, measureWord: null, known: true, synonyms: [] },
    zh: { text: noun, plural: noun, measureWord, known: true, synonyms: [] },
  };
}

/** A name that no language understands. */
export function unknownName(identifier: string): ByLanguage<Name> {
  const name: Name = { text: identifier, plural: identifier, measureWord: null, known: false, synonyms: [] };
  return { en: name, zh: { ...name, measureWord: '条' } };
}

const CATEGORIES: Readonly<Record<string, string>> = {
  integer: 'N',
  smallint: 'N',
  real: 'N',
  boolean: 'B',
  date: 'D',
  jsonb: 'U',
};

export function field(name: string, type: string, label: ByLanguage<Name>, more: Partial<Field> = {}): Field {
  const base = type.replace(/\(.*/, '');
  return {
    name,
    type,
    typeCategory: CATEGORIES[base] ?? (base === 'numeric' ? 'N' : base.startsWith('timestamp') ? 'D' : 'S'),
    isArray: type.endsWith('[]'),
    notNull: true,
    role: 'text',
    label,
    description: null,
    additivity: 'none',
    unit: null,
    sensitive: null,
    values: [],
    valuesComplete: false,
    range: null,
    quartiles: [],
    distinctCount: null,
    nullShare: 0,
    nullMeaning: null,
    hasBlanks: false,
    hasInfinity: false,
    evidence: {},
    ...more,
  };
}

export function value(text: string, share: number, meaning: Text | null = null): FieldValue {
  return { value: text, share, meaning };
}

export function entity(table: string, name: ByLanguage<Name>, fields: readonly Field[], more: Partial<Entity>): Entity {
  return {
    id: `public.${table}`,
    schema: 'public',
    table,
    kind: 'thing',
    name,
    description: null,
    fields,
    key: ['id'],
    title: ['name'],
    titleRepeats: false,
    time: null,
    softDelete: null,
    rowCount: null,
    importance: 0.5,
    rowSecurity: false,
    evidence: {},
    ...more,
  };
}

/** `orders.customer_id → customer.id` */
export function relationship(reference: string, more: Partial<Relationship> = {}): Relationship {
  const [, from = '', column = '', to = '', key = ''] = /^(\w+)\.(\w+) → (\w+)\.(\w+)$/.exec(reference) ?? [];
  return {
    id: `${from}_${column}_fkey`,
    from: `public.${from}`,
    to: `public.${to}`,
    fromFields: [column],
    toFields: [key],
    cardinality: 'many_to_one',
    optional: false,
    noneValue: null,
    condition: null,
    elements: null,
    role: null,
    declared: true,
    standing: 'fact',
    distinctCount: null,
    evidence: [{ source: 'declared', confidence: 1, because: null }],
    ...more,
  };
}

export function metric(
  id: string,
  of: string,
  name: ByLanguage<Name>,
  more: Pick<Metric, 'expression'> & Partial<Metric>,
): Metric {
  return {
    id,
    entity: `public.${of}`,
    name,
    additivity: 'additive',
    unit: null,
    evidence: { source: 'name', confidence: 0.9, because: null },
    ...more,
  };
}

export function modelOf(
  entities: readonly Entity[],
  relationships: readonly Relationship[],
  metrics: readonly Metric[] = [],
): SemanticModel {
  return { database: 'shop', entities, relationships, metrics };
}
