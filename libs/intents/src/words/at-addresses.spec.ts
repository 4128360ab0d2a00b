import { expect, it } from '@jest/globals';
import { ModelIndex } from '#libs/semantic-model';
import { entity, field, modelOf, names, relationship, value } from '../../../../test/harness/model-builder.js';
import { key, name, reference } from '../../../../test/harness/shop-things.js';
import { propose } from '../index.js';

const PLACES = ['Lyon', 'Oslo'].map((town) => value(town, 0.4));

it('says places of what has the address', () => {
  const address = entity(
    'address',
    names('address/addresses', '地址/个'),
    [key(), field('town', 'text', names('town', '城镇'), { role: 'dimension', values: PLACES, distinctCount: 2 })],
    { title: [], rowCount: 50 },
  );
  const clinic = entity(
    'clinic',
    names('clinic', '诊所/家'),
    [key(), name('name', '名称'), reference('address_id', 'address', '地址')],
    {
      rowCount: 40,
    },
  );
  const model = modelOf([address, clinic], [relationship('clinic.address_id → address.id', { distinctCount: 40 })]);
  const asked = (language: 'en' | 'zh') =>
    [...propose(new ModelIndex(model), { language })]
      .filter(({ joins }) => joins.length > 0)
      .flatMap(({ questions }) => questions);
  expect(asked('en')).toContain('How many clinics are in Lyon?');
  expect(asked('zh')).toContain('城镇为“Lyon”的诊所有多少家？');
  expect(asked('en').join()).not.toMatch(/for addresses/);
});
