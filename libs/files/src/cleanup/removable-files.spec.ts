import { describe, expect, it } from '@jest/globals';
import { removableKind, type AgedFile } from './removable-files.js';

const BEFORE = new Date('2025-06-01T00:00:00Z');
const OLD = new Date('2025-05-01T00:00:00Z');
const NEWEST = new Set(['exec_2']);

function kindOf(file: Partial<AgedFile> & { name: string }, asked: { newestRuns?: boolean; backups?: boolean } = {}) {
  const rules = { before: BEFORE, newestRuns: false, backups: false, ...asked };
  return removableKind({ modifiedAt: OLD, output: null, ...file }, rules, NEWEST);
}

describe('removableKind', () => {
  const current = { name: 'a.ddl', output: { step: 'ddl_generation' as const, executionId: 'exec_2' } };
  const upload = { name: 'notes.md', output: { step: null, executionId: null } };

  it('keeps the newest run and what was uploaded, unless asked', () => {
    expect([kindOf(current), kindOf(upload)]).toEqual([null, null]);
    expect([kindOf(current, { newestRuns: true }), kindOf(upload, { newestRuns: true })]).toEqual([
      'newest_run',
      'newest_run',
    ]);
  });

  it('takes outputs of earlier runs, kept copies and files without a record', () => {
    expect(kindOf({ ...current, output: { step: 'ddl_generation', executionId: 'exec_1' } })).toBe('superseded');
    expect(kindOf({ ...upload, name: 'notes.md_bak1' })).toBe('kept_copy');
    expect(kindOf({ name: 'stray.txt' })).toBe('unrecorded');
  });

  it('keeps backups unless asked', () => {
    for (const name of ['vector_bak/x.csv', 'file_bak_20250101_000000/a.ddl']) {
      expect([kindOf({ name }), kindOf({ name }, { backups: true })]).toEqual([null, 'backup']);
    }
  });

  it('never takes files of the system, the log, or anything young', () => {
    const everything = { newestRuns: true, backups: true };
    for (const name of ['task_config.json', 'table_list.txt', 'data_pipeline.log', 'data_pipeline.log.1']) {
      expect(kindOf({ name }, everything)).toBeNull();
    }
    expect(kindOf({ name: 'stray.txt', modifiedAt: BEFORE }, everything)).toBeNull();
  });
});
