import { describe, expect, it } from '@jest/globals';
import { fileTimestamp } from '#libs/clock';
import { KEEP_ALL } from './plan-retention.fixture.js';
import { planRetention, type RetainedBackup, type RetentionRules } from './plan-retention.js';

const BERLIN = 'Europe/Berlin';

/** A whole backup that was not verified, of an instant in the zone. */
function backup(instant: string, over: Partial<RetainedBackup> = {}, timeZone = BERLIN): RetainedBackup {
  const startedAt = new Date(instant);
  const timestamp = fileTimestamp(startedAt, timeZone);
  return { timestamp, startedAt, base: null, isVerified: false, isUsable: true, ...over };
}

function plan(
  backups: readonly RetainedBackup[],
  rules: Partial<RetentionRules>,
  { now = '2025-12-31T12:00:00Z', timeZone = BERLIN, made }: { now?: string; timeZone?: string; made?: string } = {},
) {
  const clock = { now: new Date(now), timeZone, ...(made === undefined ? {} : { made }) };
  return planRetention(backups, { ...KEEP_ALL, ...rules }, clock);
}

/** Timestamps that stay, newest first, with the reasons. */
function kept(...args: Parameters<typeof plan>): string[] {
  return plan(...args)
    .filter(({ keeps }) => keeps)
    .map(({ backup: { timestamp }, reasons }) => `${timestamp} ${reasons.join(' ')}`);
}

/** One backup at noon UTC of each day from the first on. */
function daily(first: string, days: number): RetainedBackup[] {
  const start = Date.parse(`${first}T12:00:00Z`);
  return Array.from({ length: days }, (_, day) => backup(new Date(start + day * 86_400_000).toISOString()));
}

describe('the plan of retention', () => {
  it('keeps all without rules, and has nothing to decide in an empty folder', () => {
    expect(plan(daily('2025-01-01', 3), {}).every(({ keeps }) => keeps)).toBe(true);
    expect(plan([], { keep: 1 })).toEqual([]);
  });

  it.each<Partial<RetentionRules>>([{ keep: 1 }, { keepDays: 1 }, { keepDaily: 1 }, { keepMonthly: 1 }])(
    'never takes the only backup, whatever its age and state: %j',
    (rules) => {
      for (const over of [{}, { isVerified: true }, { isUsable: false }]) {
        expect(plan([backup('2001-01-01T00:00:00Z', over)], rules).map(({ keeps }) => keeps)).toEqual([true]);
      }
    },
  );

  it('keeps the newest by count', () => {
    expect(kept(daily('2025-03-01', 4), { keep: 2 })).toEqual([
      '20250304_130000 newest count',
      '20250303_130000 count',
    ]);
  });

  it('keeps what is not older than the days, to the second', () => {
    const backups = [backup('2025-12-24T11:59:59Z'), backup('2025-12-24T12:00:00Z'), backup('2025-12-30T00:00:00Z')];
    expect(kept(backups, { keepDays: 7 })).toEqual(['20251230_010000 newest age', '20251224_130000 age']);
  });

  it('keeps the newest of each day, and days without a backup do not count', () => {
    const backups = [
      backup('2025-03-01T08:00:00Z'),
      backup('2025-03-01T20:00:00Z'),
      backup('2025-03-05T08:00:00Z'),
      backup('2025-03-09T08:00:00Z'),
      backup('2025-03-09T09:00:00Z'),
    ];
    expect(kept(backups, { keepDaily: 3 })).toEqual([
      '20250309_100000 newest daily',
      '20250305_090000 daily',
      '20250301_210000 daily',
    ]);
  });

  it('ends a day at midnight of the zone, not of UTC', () => {
    // 23:30 and 00:30 in Shanghai are one day in UTC.
    const [before, after] = ['2025-03-01T15:30:00Z', '2025-03-01T16:30:00Z'].map((at) =>
      backup(at, {}, 'Asia/Shanghai'),
    );
    const rules = { keepDaily: 2 };
    expect(kept([before!, after!], rules, { timeZone: 'Asia/Shanghai' })).toHaveLength(2);
    expect(kept([before!, after!], rules, { timeZone: 'UTC' })).toHaveLength(1);
  });

  it('knows the days of a clock change by their wall clock', () => {
    // In Berlin 2025-03-30 has 23 hours, and 2025-10-26 has 02:30 twice.
    const spring = [
      backup('2025-03-29T22:59:00Z'),
      backup('2025-03-29T23:00:00Z'),
      backup('2025-03-30T21:59:00Z'),
      backup('2025-03-30T22:00:00Z'),
    ];
    expect(kept(spring, { keepDaily: 9 }).map((line) => line.slice(0, 15))).toEqual([
      '20250331_000000',
      '20250330_235900',
      '20250329_235900',
    ]);
    const [first, second] = [
      backup('2025-10-26T00:30:00Z'),
      backup('2025-10-26T01:30:00Z', { timestamp: '20251026_023000_2' }),
    ];
    expect(first.timestamp).toBe('20251026_023000');
    expect(kept([first, second], { keepDaily: 9 })).toEqual(['20251026_023000_2 newest daily']);
  });

  it('knows weeks from Monday on, also over the end of a year', () => {
    // 2024-12-30 is a Monday, 2025-01-05 its Sunday.
    const backups = daily('2024-12-28', 11);
    expect(kept(backups, { keepWeekly: 3 })).toEqual([
      '20250107_130000 newest weekly',
      '20250105_130000 weekly',
      '20241229_130000 weekly',
    ]);
  });

  it('knows months by their ends, of 28, 29, 30 and 31 days', () => {
    const year = kept(daily('2023-12-01', 396), { keepMonthly: 24 }).map((line) => line.slice(0, 8));
    expect(year.toReversed()).toEqual([
      ...['20231231', '20240131', '20240229', '20240331', '20240430', '20240531', '20240630', '20240731'],
      ...['20240831', '20240930', '20241031', '20241130', '20241230'],
    ]);
    expect(kept([...daily('2025-02-26', 4)], { keepMonthly: 2 }).map((line) => line.slice(0, 8))).toEqual([
      '20250301',
      '20250228',
    ]);
  });

  it('thins a year of daily backups out to grandfathers, fathers and sons', () => {
    const lines = kept(daily('2025-01-01', 365), { keepDaily: 7, keepWeekly: 4, keepMonthly: 12 });
    const count = (reason: string) => lines.filter((line) => line.includes(reason)).length;
    expect([count('daily'), count('weekly'), count('monthly')]).toEqual([7, 4, 12]);
    expect(lines).toHaveLength(7 + 3 + 10);
  });

  it('keeps the last verified backup, and lets it go once a later one is verified', () => {
    const [old, ...others] = [backup('2025-01-01T12:00:00Z', { isVerified: true }), ...daily('2025-03-01', 3)];
    expect(kept([old, ...others], { keep: 1 })).toEqual([
      '20250303_130000 newest count',
      '20250101_130000 last_verified',
    ]);
    const later = { ...others[2]!, isVerified: true };
    expect(kept([old, ...others.slice(0, 2), later], { keep: 1 })).toEqual([
      '20250303_130000 newest count last_verified',
    ]);
  });

  it('keeps every base of what stays, and no base of what goes', () => {
    const [full, first, second, other] = daily('2025-03-01', 4);
    const chain = [
      full!,
      { ...first!, base: full!.timestamp },
      { ...second!, base: first!.timestamp, isVerified: true },
      other!,
    ];
    expect(kept(chain, { keep: 1 })).toEqual([
      '20250304_130000 newest count',
      '20250303_130000 last_verified',
      '20250302_130000 base',
      '20250301_130000 base',
    ]);
    const unverified = chain.map((each) => ({ ...each, isVerified: false }));
    expect(kept(unverified, { keep: 1 })).toEqual(['20250304_130000 newest count']);
  });

  it('gives no place to unusable backups and their increments, and removes them once they are the oldest', () => {
    const [first, bad, onBad, good, newest] = daily('2025-03-01', 5);
    const backups = [
      first!,
      { ...bad!, isUsable: false, isVerified: true },
      { ...onBad!, base: bad!.timestamp, isVerified: true },
      good!,
      { ...newest!, isUsable: false },
    ];
    expect(kept(backups, { keep: 2 })).toEqual([
      '20250305_130000 newest not_counted_recent',
      '20250304_130000 newest count',
      '20250303_130000 not_counted_recent',
      '20250302_130000 not_counted_recent base',
      '20250301_130000 count',
    ]);
    expect(plan(backups, { keep: 1 }).flatMap(({ keeps, reasons }) => (keeps ? [] : reasons))).toEqual([
      'not_counted_old',
      'not_counted_old',
      'no_rule',
    ]);
  });

  it('keeps all of a folder with bad backups only, and has an end in a forged chain', () => {
    const bad = daily('2025-03-01', 3).map((each) => ({ ...each, isUsable: false }));
    expect(kept(bad, { keep: 1 })).toHaveLength(3);
    const [self, missing] = daily('2025-03-01', 2);
    const forged = [
      { ...self!, base: self!.timestamp },
      { ...missing!, base: '20200101_000000' },
    ];
    expect(kept(forged, { keep: 1 })).toHaveLength(2);
  });

  it('keeps the backup that was just made, also when another one has overtaken it', () => {
    const [made, overtaking] = daily('2025-03-01', 2);
    expect(kept([made!, overtaking!], { keep: 1 }, { made: made!.timestamp })).toEqual([
      '20250302_130000 newest count',
      '20250301_130000 newest',
    ]);
  });

  it('never breaks a chain or takes the last verified backup, whatever the rules', () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * below);
    };
    for (let round = 0; round < 300; round += 1) {
      const backups: RetainedBackup[] = [];
      for (const each of daily('2025-01-01', 1 + random(25))) {
        const base = random(2) === 0 ? (backups[random(backups.length)]?.timestamp ?? null) : null;
        backups.push({ ...each, base, isVerified: random(4) === 0, isUsable: random(6) !== 0 });
      }
      const rule = () => (random(3) === 0 ? 1 + random(5) : null);
      const rules = { keep: rule(), keepDays: rule(), keepDaily: rule(), keepWeekly: rule(), keepMonthly: rule() };
      const decisions = plan(backups, rules);
      const staying = new Map(
        decisions.filter(({ keeps }) => keeps).map((each) => [each.backup.timestamp, each.backup]),
      );
      const baseless = [...staying.values()].filter(({ base }) => base !== null && !staying.has(base));
      expect(baseless).toEqual([]);
      const all = new Map(backups.map((each) => [each.timestamp, each]));
      const isRestorable = ({ base, isUsable }: RetainedBackup): boolean =>
        isUsable && (base === null || isRestorable(all.get(base)!));
      const lastVerified = backups.findLast((each) => each.isVerified && isRestorable(each));
      expect(lastVerified === undefined || staying.has(lastVerified.timestamp)).toBe(true);
      expect(staying.has(backups.at(-1)!.timestamp)).toBe(true);
    }
  });
});
