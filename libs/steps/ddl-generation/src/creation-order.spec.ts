import { describe, expect, it } from '@jest/globals';
import { creationOrder, type ObjectToCreate, type PartToCreate } from './creation-order.js';

const part = (id: string, needs: string[], more: Partial<PartToCreate> = {}): PartToCreate => ({
  id,
  needs,
  wanted: true,
  essential: false,
  ...more,
});

const object = (key: string, needs: string[] = [], parts: PartToCreate[] = [], rank = 0): ObjectToCreate => ({
  key,
  rank,
  needs,
  parts,
});

/** `a`, `b without fk`, `b.fk` */
function written(objects: readonly ObjectToCreate[]): string[] {
  return creationOrder(objects).steps.map((step) =>
    'part' in step
      ? `${step.key}.${step.part}`
      : [step.key, ...(step.late.size > 0 ? [`without ${[...step.late].join(', ')}`] : [])].join(' '),
  );
}

function leftOut(objects: readonly ObjectToCreate[]): string[] {
  return creationOrder(objects).leftOut.map(
    ({ key, part: id, missing }) => `${key}${id === null ? '' : `.${id}`}: ${missing.join(', ')}`,
  );
}

describe('creationOrder', () => {
  it('creates what is needed first, also for a part', () => {
    expect(written([object('a', ['b']), object('b', [], [part('fk', ['c'])]), object('c')])).toEqual(['c', 'b', 'a']);
  });

  it('opens a circle at a part, which follows as soon as it can', () => {
    expect(
      written([object('a', [], [part('fk', ['b'])]), object('b', [], [part('fk', ['c'])]), object('c', ['a'])]),
    ).toEqual(['a without fk', 'c', 'b', 'a.fk']);
  });

  it('creates an object that needs itself, and then the part that does', () => {
    expect(written([object('v', [], [part('query', ['v'], { essential: true })])])).toEqual([
      'v without query',
      'v.query',
    ]);
  });

  it('prefers the least rank among what can come next', () => {
    expect(written([object('view', [], [], 2), object('table', [], [], 1), object('type')])).toEqual([
      'type',
      'table',
      'view',
    ]);
  });

  it('leaves out what needs something absent, and what needs that', () => {
    const objects = [
      object('view', ['table']),
      object('table', ['gone']),
      object('other', [], [part('fk', ['table']), part('index', [])]),
      object('query', [], [part('query', ['view'], { essential: true })]),
    ];
    expect(leftOut(objects).sort()).toEqual(['other.fk: table', 'query: view', 'table: gone', 'view: table']);
    expect(written(objects)).toEqual(['other without fk']);
  });

  it('names the members of a circle that no part opens, and goes on without them', () => {
    const objects = [object('a', ['b']), object('b', ['a']), object('c', [], [part('default', ['a'])]), object('d')];
    expect(leftOut(objects).sort()).toEqual(['a: ', 'b: ', 'c.default: a']);
    expect(written(objects)).toEqual(['d', 'c without default']);
  });

  it('accounts for every object and part of graphs at random', () => {
    let seed = 7;
    const random = (below: number): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    for (let round = 0; round < 300; round += 1) {
      const size = 2 + random(9);
      // One key more than there are objects: what needs it needs something absent.
      const key = (): string => `o${random(size + 1)}`;
      const objects = Array.from({ length: size }, (_, index) =>
        object(
          `o${index}`,
          Array.from({ length: random(2) }, key),
          Array.from({ length: random(3) }, (_part, id) => part(`p${id}`, [key()], { essential: random(4) === 0 })),
          random(3),
        ),
      );
      const { steps, leftOut: absent } = creationOrder(objects);
      const created = new Set<string>();
      for (const step of steps) {
        const own = objects.find(({ key: name }) => name === step.key);
        const now =
          'part' in step ? [step.part] : (own?.parts.map(({ id }) => id) ?? []).filter((id) => !step.late.has(id));
        const needs = [
          ...('part' in step ? [] : (own?.needs ?? []).filter((need) => need !== step.key)),
          ...(own?.parts ?? []).filter(({ id }) => now.includes(id)).flatMap((each) => each.needs),
        ];
        expect(needs.filter((need) => !created.has(need) && need !== step.key)).toEqual([]);
        created.add(step.key);
        now.forEach((id) => created.add(`${step.key}.${id}`));
      }
      const gone = new Set(absent.map(({ key: name, part: id }) => (id === null ? name : `${name}.${id}`)));
      for (const { key: name, parts } of objects) {
        const names = gone.has(name) ? [name] : [name, ...parts.map(({ id }) => `${name}.${id}`)];
        expect(names.filter((each) => created.has(each) === gone.has(each))).toEqual([]);
      }
    }
  });
});
