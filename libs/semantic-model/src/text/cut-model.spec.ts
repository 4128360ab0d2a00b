import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { first, FILE, rerun, table } from '../file/model-file-runs.fixture.js';
import { CutModel } from './cut-model.js';
import { followingState, itemDigest, personState, statementProblem, stateOf, withStates } from './change-item.js';
import type { FileItem } from '../file/model-file.js';
import type { Plain } from '../file/statement.js';

const cut = (text: string): CutModel => CutModel.of(text, FILE);
const orders = (model: CutModel): FileItem => model.item('datasets', 'public.orders') as FileItem;
const changed = (model: CutModel, key: string, value: Plain): CutModel => {
  const item = orders(model);
  const raw = withStates('table', item, { [key]: personState('table', item, value, 'en') }) as Plain;
  return model.with('datasets', () => true, raw, item.name);
};

describe('a model cut into items', () => {
  it('is the same text again, whatever is between them', () => {
    const text = first();
    expect(cut(text).text).toBe(text);
    expect(cut(text).names('datasets')).toEqual(['public.customers', 'public.items', 'public.orders']);
    expect(cut(text).names('relationships')).toHaveLength(3);
    expect(cut(text).mentioning('relationships', ['public.customers', 'public.orders'])).toHaveLength(1);
    expect(cut(text).item('datasets', 'public.gone')).toBeNull();
    const odd = text.replace('datasets:', '# a remark\nnote_of_mine: 1\ndatasets:');
    expect(cut(odd).text).toBe(odd);
  });

  it('changes one item and leaves the others as they stand, byte by byte', () => {
    const text = first();
    const after = changed(cut(text), 'kind', 'log').text;
    const before = text.split('\n');
    const lines = after.split('\n').filter((line) => !before.includes(line));
    expect(lines).toEqual(['    kind: log', '    evidence: {kind: person}']);
    expect(parse(after)).toMatchObject({ complete: true, datasets: [{}, {}, { name: 'public.orders', kind: 'log' }] });
    const { model, warnings } = rerun(() => after);
    expect(warnings).toEqual([]);
    expect(table(model, 'public.orders')).toMatchObject({ kind: 'log', evidence: { kind: { source: 'person' } } });
  });

  it('takes files of any layout, and refuses one that is no model', () => {
    const flow = 'datasets: [{name: a.b, label: x, fields: [{name: c, role: key}]}]\nextra: {y: 1}\n';
    const model = cut(flow);
    expect(model.names('datasets')).toEqual(['a.b']);
    expect(parse(model.text)).toEqual({
      ...{ version: 1, extra: { y: 1 }, relationships: [], metrics: [] },
      datasets: [{ name: 'a.b', label: 'x', fields: [{ name: 'c', role: 'key' }] }],
    });
    const deep = 'datasets:\n      - name: a.b\n        kind: log\n';
    expect(cut(deep).item('datasets', 'a.b')?.values.get('kind')).toBe('log');
    expect(() => cut('datasets: {a: 1}')).toThrow(expect.objectContaining({ code: 'semantic_model_wrong_shape' }));
    expect(() => cut('a: [')).toThrow(expect.objectContaining({ code: 'semantic_model_malformed' }));
  });

  it('adds the first join and the last one, and removes one', () => {
    const join = { name: 'j', from: 'a.b', to: 'a.b', from_columns: ['x'], to_columns: ['y'] };
    const added = cut('datasets: []\nrelationships: []\ncomplete: true\n').with('relationships', () => true, join, 'j');
    expect(parse(added.text)).toMatchObject({ relationships: [join], complete: true });
    expect(added.with('relationships', () => true, null, 'j').names('relationships')).toEqual([]);
    expect(parse(cut('datasets: []\n').with('relationships', () => true, join, 'j').text)).toMatchObject({
      relationships: [join],
    });
  });

  it('has names that YAML would read otherwise', () => {
    const text = 'datasets:\n  - name: "public.b: c"\n    fields:\n      - name: "null"\n        role: key\n';
    const item = cut(text).item('datasets', 'public.b: c') as FileItem;
    const raw = withStates('table', item, { kind: personState('table', item, 'log', 'zh') }) as Plain;
    expect(parse(cut(text).with('datasets', () => true, raw, item.name).text)).toEqual({
      datasets: [
        { name: 'public.b: c', kind: 'log', evidence: { kind: '人工' }, fields: [{ name: 'null', role: 'key' }] },
      ],
    });
  });
});

describe('a statement that is given back', () => {
  it('follows the database from the next run on, even when the database changed since', () => {
    const edited = changed(cut(first()), 'kind', 'log');
    const item = orders(edited);
    const raw = withStates('table', item, { kind: followingState('snapshot', 'en') }) as Plain;
    const text = edited.with('datasets', () => true, raw, item.name).text;
    expect(text).toContain('kind: follows the database');
    expect(table(rerun(() => text).model, 'public.orders')).toMatchObject({
      kind: 'event',
      evidence: { kind: { source: 'data' } },
    });
    const gone = withStates('table', item, { kind: followingState(undefined, 'zh') }) as Plain;
    const without = edited.with('datasets', () => true, gone, item.name).text;
    expect(table(rerun(() => without).model, 'public.orders')?.kind).toBe('event');
  });

  it('has another digest than before, and the same one again', () => {
    const model = cut(first());
    const before = itemDigest(orders(model));
    const edited = changed(model, 'kind', 'log');
    expect(itemDigest(orders(edited))).not.toBe(before);
    const back = withStates('table', orders(edited), { kind: stateOf('table', orders(model), 'kind') }) as Plain;
    expect(itemDigest(orders(edited.with('datasets', () => true, back, 'public.orders')))).toBe(before);
  });
});

describe('statementProblem', () => {
  const columns = new Set(['id', 'status']);

  it('names what is wrong and what is near', () => {
    expect(statementProblem('table', 'knd', 'log', columns)).toEqual({
      kind: 'unknown_key',
      key: 'knd',
      nearest: 'kind',
    });
    expect(statementProblem('table', 'kind', 'logs', columns)).toMatchObject({ kind: 'wrong_value', key: 'kind' });
    expect(statementProblem('table', 'time', 'statu', columns)).toEqual({
      ...{ kind: 'unknown_column', key: 'time', name: 'statu', nearest: 'status' },
    });
    expect(statementProblem('column', 'unit', { kind: 'currency', field: 'x' }, columns)?.kind).toBe('unknown_column');
    expect(statementProblem('metric', 'expression', 'a; DROP TABLE b', columns)?.kind).toBe('wrong_value');
    expect(statementProblem('table', 'soft_delete', { field: 'status', alive: '= 0 OR 1' }, columns)?.kind).toBe(
      'wrong_value',
    );
    expect(statementProblem('relationship', 'standing', 'rejected', columns)).toBeNull();
    expect(statementProblem('metric', 'standing', 'rejected', columns)).toBeNull();
    expect(statementProblem('column', 'values', { 1: { zh: '启用', en: 'on' }, 2: null }, columns)).toBeNull();
  });
});
