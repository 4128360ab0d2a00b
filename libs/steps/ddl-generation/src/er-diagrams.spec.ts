import { expect, it } from '@jest/globals';
import { entity, field, modelOf, names, relationship } from '../../../../test/harness/model-builder.js';
import { erDiagrams } from './er-diagrams.js';

it('draws the tables of a theme with their keys and joins', () => {
  const id = field('id', 'integer', names('id', '编号'), { role: 'key' });
  const model = modelOf(
    [
      entity(
        'sale',
        names('sale', '销售'),
        [
          field('price (€)', 'numeric(10,2)', names('price', '价格'), { role: 'measure' }),
          id,
          field('shop_id', 'integer', names('shop', '门店'), { role: 'reference' }),
        ],
        {},
      ),
      entity('Shop "A"', names('shop', '门店'), [id], {}),
      entity('other', names('other', '其他'), [id], {}),
    ],
    [
      relationship('sale.shop_id → shop.id', { to: 'public.Shop "A"' }),
      relationship('sale.x → sale.id', { declared: false, standing: 'hint', optional: true }),
      relationship('sale.other_id → other.id'),
    ],
  );
  const theme = { topicName: 'Sales', description: '', bizEntities: [], bizMetrics: [] };
  const themes = [{ ...theme, relatedTables: ['public.sale', 'public.Shop "A"', 'public.gone'] }];
  expect([...erDiagrams(themes, model, 'en')].join('')).toBe(
    [
      '# Entity relationships',
      '',
      '## Sales',
      '',
      '```mermaid',
      'erDiagram',
      '  "sale" {',
      '    integer id PK',
      '    integer shop_id FK',
      '    numeric_10_2 price',
      '  }',
      '  "Shop  A " {',
      '    integer id PK',
      '  }',
      '  "sale" }o--|| "Shop  A " : "shop_id"',
      '  "sale" }o..o| "sale" : "x?"',
      '```',
      '',
    ].join('\n'),
  );
});
