import { column, profileOf, relation } from '../../../../test/harness/made-catalog.js';
import { entity, field, modelOf, names } from '../../../../test/harness/model-builder.js';
import type { ColumnProfile, Relation } from '#libs/catalog';
import type { Language } from '#libs/language';
import type { Entity, Field, Relationship } from '#libs/semantic-model';
import { commentsOf } from './comments.js';
import { renderDdl } from './render-ddl.js';
import { renderDetail } from './render-detail.js';
import { tableMeanings } from './table-meaning.js';

export const id = field('id', 'integer', names('id', '编号'), { role: 'key' });
const shop = entity('shop', names('shop', '门店/家'), [id], { importance: 0.5 });
const person = entity('person', names('person/people', '人员/位'), [id], { importance: 0.5 });
const product = entity('product', names('product', '产品'), [id], { importance: 0.6 });
const item = entity('item', names('item', '明细/条'), [id], { kind: 'line', importance: 0.7 });

/** The documents of `sale`, with these fields and joins. */
export function documentsOf(
  fields: readonly Field[],
  joins: readonly Relationship[] = [],
  more: { entity?: Partial<Entity>; relation?: Partial<Relation>; profiles?: readonly ColumnProfile[] } = {},
): (language: Language) => { detail: string[]; ddl: string } {
  const sale = entity('sale', names('sale', '销售单/笔'), [id, ...fields], { kind: 'event', ...more.entity });
  const model = modelOf([sale, shop, person, product, item], joins);
  const columns = sale.fields.map(({ name, type, description }) => column(name, type, { comment: description }));
  const table = relation('sale', columns, { comment: sale.description, ...more.relation });
  return (language) => {
    const meaning = tableMeanings(model)('public.sale');
    const comments = commentsOf(table, undefined, meaning?.entity, language);
    const profile = profileOf('sale', 100, ...(more.profiles ?? []));
    return {
      detail: renderDetail({ relation: table, comments, profile, meaning, lookups: new Map(), language }).split('\n'),
      ddl: renderDdl(table, comments, meaning, language),
    };
  };
}
