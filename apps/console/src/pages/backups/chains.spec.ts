import { describe, expect, it } from '@jest/globals';
import { chainsOf, neededFor, type Backup } from './chains.js';

const backup = (timestamp: string, base: string | null = null) =>
  ({ timestamp, base_timestamp: base, created_at: timestamp, size_bytes: 1 }) as Backup;
const names = (backups: readonly Backup[]) => backups.map(({ timestamp }) => timestamp);
const byTimestamp = (backups: readonly Backup[]) => new Map(backups.map((one) => [one.timestamp, one]));

describe('chainsOf', () => {
  it('puts incremental backups to the one that they are based on, the newest chain first', () => {
    const backups = [backup('5', '2'), backup('4'), backup('3', '2'), backup('2', '1'), backup('1')];
    expect(chainsOf(backups).map(names)).toEqual([['1', '2', '3', '5'], ['4']]);
  });

  it('keeps the rest of a chain whose beginning is gone', () => {
    expect(chainsOf([backup('3', '2'), backup('2', '1')]).map(names)).toEqual([['2', '3']]);
  });
});

describe('neededFor', () => {
  it('names what a restore reads, and not what comes later or beside', () => {
    const backups = [backup('1'), backup('2', '1'), backup('3', '2'), backup('4', '2')];
    expect(names(neededFor(backup('4', '2'), byTimestamp(backups)))).toEqual(['1', '2', '4']);
  });

  it('ends for manifests that name each other', () => {
    const backups = [backup('1', '2'), backup('2', '1')];
    expect(neededFor(backups[0] as Backup, byTimestamp(backups))).toHaveLength(2);
  });
});
