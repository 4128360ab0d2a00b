import { describe, expect, it } from '@jest/globals';
import { SchemaNames } from './schema-names.js';

type Tables = Readonly<Record<string, string>>;

function namesOf(tables: Tables): { table(name: string): string; column(table: string, name: string): string } {
  const list = Object.entries(tables).map(([name, columns]) => ({
    schema: 'public',
    name,
    comment: null,
    columns: columns.split(' ').map((column) => ({ name: column, comment: null })),
  }));
  const names = new SchemaNames(list);
  return {
    table: (name) => names.entity({ schema: 'public', name }).zh.text,
    column: (table, name) => names.field({ schema: 'public', name: table }, name).zh.text,
  };
}

describe('words of an industry', () => {
  it('are those of road transport among trucks, drivers and carriers', () => {
    const names = namesOf({
      trucks: 'truck_id unit_number model_year',
      drivers: 'driver_id full_name terminal_id',
      carriers: 'carrier_id name',
      loads: 'load_id truck_id driver_id',
      stops: 'stop_id load_id detention_minutes',
      terminals: 'terminal_id city',
    });
    expect(['loads', 'stops', 'terminals'].map((name) => names.table(name))).toEqual(['车次', '停靠点', '站点']);
    expect([names.column('trucks', 'model_year'), names.column('stops', 'detention_minutes')]).toEqual([
      '年款',
      '滞留分钟数',
    ]);
  });

  it('mean what they mean elsewhere where fewer than three tables are of the industry', () => {
    const names = namesOf({ servers: 'id load memory', terminals: 'id name', flights: 'id gate', trucks: 'id plate' });
    expect([names.column('servers', 'load'), names.table('terminals')]).toEqual(['负载', '航站楼']);
  });

  it('a table of states with their regions is one of places, and one of an order is not', () => {
    const names = namesOf({ states: 'code name region', order_states: 'code name', countries: 'code name' });
    expect([names.table('states'), names.table('order_states')]).toEqual(['州/省', '订单状态']);
    const other = namesOf({ state: 'abbr name', ticket: 'id state' });
    expect([other.table('state'), other.column('ticket', 'state')]).toEqual(['州/省', '状态']);
  });

  it('are those of an insurer', () => {
    const names = namesOf({
      policies: 'policy_id policy_number deductible effective_date',
      claims: 'claim_id policy_id loss_date adjuster_id',
      endorsements: 'endorsement_id policy_id',
      claimants: 'claimant_id claim_id',
    });
    expect(['policies', 'claims', 'endorsements'].map((name) => names.table(name))).toEqual(['保单', '理赔', '批单']);
    expect(names.column('claims', 'loss_date')).toBe('出险日期');
  });

  it('of a part of a business are meant by the tables of the part only', () => {
    const names = namesOf({
      product_reviews: 'id product_id rating',
      employee_reviews: 'id employee_id rating',
      candidates: 'id name',
      interviews: 'id candidate_id',
    });
    expect(names.column('employee_reviews', 'rating')).toBe('绩效等级');
    expect(names.column('product_reviews', 'rating')).not.toBe('绩效等级');
  });
});
