import { describe, expect, it } from '@jest/globals';
import { SchemaNames, type TableToName } from './index.js';

const table = (name: string, ...columns: string[]): TableToName => ({
  schema: 'public',
  name,
  comment: null,
  columns: columns.map((column) => ({ name: column, comment: null })),
});

function named(...tables: TableToName[]) {
  const names = new SchemaNames(tables);
  return {
    table: (name: string) => names.entity({ schema: 'public', name }),
    column: (name: string, column: string) => names.field({ schema: 'public', name }, column),
  };
}

describe('tables of what another table has', () => {
  it('are called by that one too', () => {
    const names = named(table('treatments', 'treatment_id'), table('outcomes', 'outcome_id', 'treatment_id'));
    expect(names.table('outcomes').zh.text).toBe('治疗结果');
    expect(names.table('outcomes').en.text).toBe('outcome');
  });

  it('keep their name where they belong to nothing, or where they say what they are of', () => {
    const names = named(table('notes', 'note_id'), table('exam', 'exam_id'), table('exam_results', 'id', 'exam_id'));
    expect(names.table('notes').zh.text).not.toContain('考试');
    expect(names.table('exam_results').zh.text).toBe('考试结果');
  });
});

describe('shortened keys', () => {
  it('are of the table that has them as its own', () => {
    const names = named(table('doctors', 'doc_id', 'name'), table('visits', 'visit_id', 'doc_id'));
    expect(names.column('doctors', 'doc_id').zh.text).toBe('医生编号');
    expect(names.column('visits', 'doc_id').zh.text).toBe('医生编号');
  });

  it('mean what they are short for elsewhere', () => {
    const names = named(table('documents', 'doc_id', 'title'), table('pages', 'page_id', 'doc_id'));
    expect(names.column('pages', 'doc_id').zh.text).toBe('文档编号');
  });
});

it('does not call transactions daily that are written every day', () => {
  const names = named(table('wallet_transactions_daily', 'id'), table('balances_daily', 'id'));
  expect(names.table('wallet_transactions_daily').zh.text).toBe('钱包交易');
  expect(names.table('wallet_transactions_daily').en.text).toBe('wallet transaction');
  expect(names.table('balances_daily').zh.text).toContain('每日');
});

it('puts the total before the amount', () => {
  const names = named(table('bills', 'total_drug_amount', 'total_freight', 'total_amount'));
  const labels = ['total_drug_amount', 'total_freight', 'total_amount'].map(
    (name) => names.column('bills', name).zh.text,
  );
  expect(labels).toEqual(['药品总金额', '总运费', '总金额']);
});

describe('synonyms', () => {
  const commented = (name: string, comment: string, column: string, columnComment: string): TableToName => ({
    schema: 'public',
    name,
    comment,
    columns: [{ name: column, comment: columnComment }],
  });

  it('are those of the meaning that the comment gives', () => {
    const names = named(
      commented('shipments', '运单表', 'to_city', '目的城市'),
      commented('customers', '客户表', 'sign_time', '签收时间'),
    );
    expect(names.column('shipments', 'to_city').zh.synonyms).toEqual([]);
    expect(names.column('customers', 'sign_time').zh.synonyms).toEqual([]);
    expect(names.table('customers').zh.synonyms).toContain('顾客');
  });

  it('are those of the surroundings', () => {
    const names = named(table('patients', 'id'), table('visits', 'id', 'patient_id', 'visit_date'));
    expect(names.table('visits').zh.text).toBe('就诊');
    expect(names.column('visits', 'visit_date').zh.text).toBe('就诊日期');
    expect(names.table('visits').en.synonyms).not.toContain('access');
  });
});

it('calls the hours of people a balance', () => {
  const names = named(
    table('employee', 'vacation_hours'),
    table('worker', 'sick_leave_hours'),
    table('plan', 'vacation_hours'),
  );
  expect(names.column('employee', 'vacation_hours').zh.text).toBe('可用休假时数');
  expect(names.column('worker', 'sick_leave_hours').zh.text).toBe('可用病假时数');
  expect(names.column('plan', 'vacation_hours').zh.text).toBe('休假时数');
});
