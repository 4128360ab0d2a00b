import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020, type AnySchema, type ValidateFunction } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { z } from 'zod';
import { LANGUAGES, type Language } from '#libs/language';
import { entityOf, fieldOf, joinOf, shopModel } from '../file/shop-model.fixture.js';
import type { SemanticModel } from '../model.js';
import { OSI_VERSION, renderOsi } from './render-osi.js';

const SCHEMA = 'test/fixtures/ossie/osi-schema.json';

let validate: ValidateFunction;

beforeAll(async () => {
  validate = new Ajv2020({ allErrors: true, strict: false }).compile(
    JSON.parse(await readFile(SCHEMA, 'utf8')) as AnySchema,
  );
});

function exported(model: SemanticModel, language: Language = 'en'): unknown {
  return parse([...renderOsi(model, language)].join(''));
}

describe('semantic_model.osi.yaml', () => {
  it.each(LANGUAGES)('is valid by the schema of its version (%s)', (language) => {
    const file = exported(shopModel(), language);
    expect(validate(file)).toBe(true);
    expect(file).toMatchObject({ version: OSI_VERSION, semantic_model: [{ name: 'shop' }] });
  });

  it('is valid for names and texts of any kind', () => {
    const odd = entityOf(
      'Order.Line/Item',
      [
        fieldOf('Preis (€)', { description: 'a: b # c\nd', type: 'numeric' }),
        fieldOf('true'),
        fieldOf('__proto__', { isArray: true }),
      ],
      { description: '- "x"', key: ['Preis (€)'] },
    );
    const model = {
      database: '1e3',
      entities: [odd],
      relationships: [joinOf('Order.Line/Item', 'true', 'Order.Line/Item')],
      metrics: [],
    };
    const file = exported(model);
    expect(validate(file)).toBe(true);
    expect(file).toMatchObject({
      semantic_model: [
        {
          name: '1e3',
          datasets: [
            {
              primary_key: ['Preis (€)'],
              fields: [
                { description: 'a: b # c\nd', expression: { dialects: [{ expression: '"Preis (€)"' }] } },
                { name: 'true', datatype: 'Integer' },
                { name: '__proto__', datatype: 'Opaque' },
              ],
            },
          ],
        },
      ],
    });
  });

  it('finds mistakes, so that the two above say something', () => {
    expect(validate({ version: OSI_VERSION, semantic_model: [{ name: 'x', datasets: [{ name: 'a' }] }] })).toBe(false);
  });

  it('has one dataset, field, relationship and metric for each of the model, and says the rest in extensions', () => {
    const file = exported(shopModel());
    expect(file).toMatchObject({
      semantic_model: [
        {
          datasets: [
            { name: 'public.customers', source: 'shop.public.customers', primary_key: ['id'] },
            { name: 'public.items', fields: [{}, {}, {}, {}, {}, {}] },
            {
              name: 'public.orders',
              ai_context: { synonyms: ['orders', 'order'] },
              fields: [
                {},
                {},
                { dimension: { is_time: false }, ai_context: { instructions: 'Values: 0 = open, 1 = closed.' } },
                { dimension: { is_time: true }, datatype: 'DateTimeTz' },
                { datatype: 'Date', ai_context: { instructions: 'NULL means not shipped yet.' } },
              ],
            },
          ],
          relationships: [
            { name: 'public.items.items_order_id_fkey', from: 'public.items', to: 'public.orders', to_columns: ['id'] },
            { name: 'public.orders.orders_customer_id_fkey' },
          ],
          metrics: [
            {
              name: 'items_revenue',
              expression: {
                dialects: [
                  {
                    dialect: 'ANSI_SQL',
                    expression: 'SUM(public.items.price * public.items.quantity * (1 - public.items.discount))',
                  },
                ],
              },
            },
          ],
        },
      ],
    });
    const extensions = z
      .object({ semantic_model: z.tuple([z.object({ custom_extensions: z.tuple([z.object({ data: z.string() })]) })]) })
      .parse(file).semantic_model[0].custom_extensions;
    expect(JSON.parse(extensions[0].data)).toMatchObject({
      other_relationships: [{ name: 'items_seller_id_fkey', standing: 'hint' }],
    });
  });

  it('leaves out joins that hold for some rows only', () => {
    const model = shopModel();
    const conditional = joinOf('items', 'seller_id', 'customers', {
      id: 'c',
      condition: { field: 'price', value: '1' },
    });
    expect(exported({ ...model, relationships: [conditional] })).toMatchObject({
      semantic_model: [{ relationships: [] }],
    });
  });
});
