import { describe, expect, it } from '@jest/globals';
import type { CopiedBackup, CopyState } from '#libs/vector-backup';
import { newestOn, stateOf } from './backup-words.js';

function backup(timestamp: string, storage: CopiedBackup['storage'], state: CopyState['state'] | null): CopiedBackup {
  const copy = state && { state, copiedAt: null, problem: null };
  const facts = { timestamp, storage, copy, incremental: true, damage: null, encryption: null, problem: null };
  return { ...facts, verification: { at: new Date(0), restoreSeconds: 2, seconds: 3 } } as unknown as CopiedBackup;
}

describe('a list of backups', () => {
  it('is in the language of the session', () => {
    expect(stateOf(backup('20250721_154914', 'first', 'missing'), 'en')).toEqual([
      'copy missing',
      'incremental',
      'verified (2 s)',
    ]);
    const inChinese = [
      ...stateOf(backup('20250721_154914', 'first', 'unknown'), 'zh'),
      ...stateOf(backup('20250721_154914', 'copy', 'verified'), 'zh'),
    ];
    expect(inChinese).toEqual(['副本状态未知', '增量', '已校验 (2 s)', '只有副本', '增量', '已校验 (2 s)']);
  });

  it('names a bad copy that is the only one', () => {
    expect(stateOf(backup('20250721_154914', 'copy', 'failed'), 'en').slice(0, 2)).toEqual([
      'only the copy',
      'copy failed',
    ]);
  });
});

describe('the newest backup', () => {
  const backups = [
    backup('20250723_154914', 'first', 'pending'),
    backup('20250722_154914', 'first', 'verified'),
    backup('20250721_154914', 'copy', 'verified'),
  ];

  it.each([
    ['auto', backups, '20250723_154914'],
    ['first', backups.slice(2), undefined],
    ['copy', backups, '20250722_154914'],
    ['copy', backups.slice(2), '20250721_154914'],
    ['copy', backups.slice(0, 1), undefined],
  ] as const)('on %s is one that it has', (storage, listed, timestamp) => {
    expect(newestOn(listed, storage)?.timestamp).toBe(timestamp);
  });
});
