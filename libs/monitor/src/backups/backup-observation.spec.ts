import { describe, expect, it } from '@jest/globals';
import type { VectorBackupEntity } from '#libs/database';
import { BackupSizeJumpRule } from '../rules/backup-size-jump.rule.js';
import type { Observation } from '../observation.js';
import { badBackups, sizeJumps, type SizeJump } from './backup-observation.js';
import { storedBackup } from './stored-backup.fixture.js';

const NOW = new Date('2025-07-10T00:00:00Z');
const BAD = { code: 'vector_backup_damaged', zh: '坏', en: 'bad' };

/** Daily backups with these rows, the newest last, a day before NOW. */
function daily(rows: readonly (number | null)[], over: Partial<VectorBackupEntity> = {}): VectorBackupEntity[] {
  return rows.map((count, index) => {
    const startedAt = new Date(NOW.getTime() - (rows.length - index) * 86_400_000);
    const timestamp = `2025070${index}_030000`;
    return storedBackup({ startedAt, timestamp, rows: count, ...over });
  });
}

const jumps = (rows: readonly VectorBackupEntity[], percent = 50): SizeJump[] => sizeJumps(rows, percent, NOW);

describe('the size of a backup', () => {
  it.each<[string, (number | null)[], [number, number] | null]>([
    ['has nothing to compare with when it is the only one', [1_000], null],
    ['may vary', [1_000, 1_200, 900, 1_100], null],
    ['jumps down', [1_000, 1_010, 1_020, 12], [12, 1_010]],
    ['jumps up', [1_000, 1_010, 1_020, 4_000], [4_000, 1_010]],
    ['jumps against one other', [1_000, 100], [100, 1_000]],
    ['is reported once at a new level', [1_000, 1_000, 1_000, 4_000, 4_000], null],
    ['may return from an outlier', [1_000, 1_000, 1_000, 10, 1_000], null],
    ['is compared with five at most', [9_000, 9_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_010], null],
    ['may vary by a few rows in a small store', [10, 10, 40], null],
    ['is reported when nothing is left, even of a few rows', [10, 10, 0], [0, 10]],
    ['says nothing about backups of the original', [null, null], null],
  ])('%s: %j', (_, rows, found) => {
    expect(jumps(daily(rows)).map((jump) => jump.rows)).toEqual(found === null ? [] : [found]);
  });

  it('jumps in bytes alone, between backups of one form', () => {
    const [first, second, third] = daily([1_000, 1_000, 1_000]);
    const large = { ...third!, bytes: 90_000_000 };
    expect(jumps([first!, second!, large])).toMatchObject([
      { rows: null, bytes: [90_000_000, 10_000_000], compared: 2 },
    ]);
    expect(jumps([first!, second!, { ...large, form: 'csv zstd' }])).toEqual([]);
    expect(jumps([first!, second!, { ...large, form: 'csv none incremental' }])).toEqual([]);
  });

  it('is compared within a set, without bad and foreign backups, and not for ever', () => {
    const rows = daily([1_000, 1_000, 5]);
    expect(jumps(rows)).toHaveLength(1);
    expect(jumps([...rows.slice(0, 2), { ...rows[2]!, series: 'another' }])).toEqual([]);
    expect(jumps([...rows.slice(0, 2), { ...rows[2]!, problem: BAD }])).toEqual([]);
    expect(jumps([...rows.slice(0, 2), { ...rows[2]!, isOwn: false }])).toEqual([]);
    expect(sizeJumps(rows, 50, new Date(NOW.getTime() + 8 * 86_400_000))).toEqual([]);
    expect(jumps(rows, 10_000)).toEqual([]);
  });

  it('is told with both figures', () => {
    const [finding] = new BackupSizeJumpRule().check({
      backups: {
        jumps: jumps(daily([1_000, 1_000, 5], {}).map((row, at) => ({ ...row, bytes: at === 2 ? 90_000 : 9_000_000 }))),
      },
    } as unknown as Observation);
    expect(finding?.en).toContain('5 rows after 1000 rows; 87.9 KB after 8.6 MB (median of the 2 before it)');
    expect(finding?.zh).toContain('5 行，此前 1000 行；87.9 KB，此前 8.6 MB（此前 2 份的中位数）');
    expect(finding?.details).toMatchObject({ rows: 5, rows_before: 1_000, bytes: 90_000, bytes_before: 9_000_000 });
  });
});

describe('bad backups', () => {
  it('are told with whether a later one is usable', () => {
    const rows = daily([1, 1, 1, 1]);
    const bad = [rows[0]!, { ...rows[1]!, problem: BAD }, rows[2]!, { ...rows[3]!, problem: BAD, location: 'task_1' }];
    expect(badBackups(bad).map(({ path, hasLater }) => [path, hasLater])).toEqual([
      ['vector_bak', true],
      ['task_1/vector_bak', false],
    ]);
    expect(badBackups(bad.map((row) => ({ ...row, isOwn: false })))).toEqual([]);
  });
});
