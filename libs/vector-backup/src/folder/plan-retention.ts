import { logTimestamp } from '#libs/clock';
import type { ListedBackup } from './list-backups.js';
import { byTime } from './backup-names.js';

/** Which backups of a folder stay; a backup stays if any rule keeps it. All null: every one. */
export interface RetentionRules {
  /** The newest ones. */
  readonly keep: number | null;
  /** Those that are not older than this. */
  readonly keepDays: number | null;
  /** The newest one of each of the last days, ISO weeks and months that have one. */
  readonly keepDaily: number | null;
  readonly keepWeekly: number | null;
  readonly keepMonthly: number | null;
}

export const KEEP_REASONS = [
  'no_rules',
  'newest',
  'count',
  'age',
  'daily',
  'weekly',
  'monthly',
  'last_verified',
  'base',
  'not_counted_recent',
] as const;
export const REMOVE_REASONS = ['no_rule', 'not_counted_old'] as const;
export type KeepReason = (typeof KEEP_REASONS)[number];
export type RemoveReason = (typeof REMOVE_REASONS)[number];

export interface RetentionDecision<B> {
  readonly backup: B;
  readonly keeps: boolean;
  /** All that apply, in the order of the rules. */
  readonly reasons: readonly (KeepReason | RemoveReason)[];
}

/** What the plan looks at. */
export interface RetainedBackup extends Pick<ListedBackup, 'timestamp' | 'startedAt' | 'base'> {
  readonly isVerified: boolean;
  /** False: known to be bad, or without one of the tables that every store has. */
  readonly isUsable: boolean;
}

export interface RetentionClock {
  readonly now: Date;
  /** Days, weeks and months are those of its wall clock. */
  readonly timeZone: string;
  /** The backup that was just made: it stays, also when another one has overtaken it. */
  readonly made?: string;
}

/**
 * Decides for each backup of one folder, newest first. Invariants: the newest one stays, the last verified one that can be
 * restored stays, and what a backup that stays is based on stays. An unusable backup takes no place of another one; it
 * stays until it is older than every usable one that stays, because a part of it may be of help.
 */
export function planRetention<B extends RetainedBackup>(
  backups: readonly B[],
  rules: RetentionRules,
  clock: RetentionClock,
): RetentionDecision<B>[] {
  const byAge = backups.toSorted((left, right) => byTime(right.timestamp, left.timestamp));
  const byTimestamp = new Map(byAge.map((backup) => [backup.timestamp, backup]));
  const reasons = new Map<string, Set<KeepReason>>(byAge.map(({ timestamp }) => [timestamp, new Set()]));
  const keep = (chosen: readonly RetainedBackup[], reason: KeepReason): void => {
    for (const { timestamp } of chosen) {
      reasons.get(timestamp)?.add(reason);
    }
  };
  if (Object.values(rules).every((rule) => rule === null)) {
    keep(byAge, 'no_rules');
  }
  const sound = byAge.filter((backup) => isSound(backup, byTimestamp));
  const made = byAge.filter(({ timestamp }) => timestamp === clock.made);
  keep([...byAge.slice(0, 1), ...sound.slice(0, 1), ...made], 'newest');
  keep(sound.slice(0, rules.keep ?? 0), 'count');
  keep(
    sound.filter((backup) => isYoung(backup, rules.keepDays, clock.now)),
    'age',
  );
  keep(
    newestOfEach(sound, rules.keepDaily, (backup) => dayOf(backup, clock)),
    'daily',
  );
  keep(
    newestOfEach(sound, rules.keepWeekly, (backup) => isoWeekOf(dayOf(backup, clock))),
    'weekly',
  );
  keep(
    newestOfEach(sound, rules.keepMonthly, (backup) => dayOf(backup, clock).slice(0, 7)),
    'monthly',
  );
  keep(sound.filter(({ isVerified }) => isVerified).slice(0, 1), 'last_verified');
  const oldestKept = sound.findLast(({ timestamp }) => (reasons.get(timestamp)?.size ?? 0) > 0);
  const bad = byAge.filter((backup) => !sound.includes(backup));
  keep(
    bad.filter(({ timestamp }) => oldestKept === undefined || byTime(timestamp, oldestKept.timestamp) > 0),
    'not_counted_recent',
  );
  for (const backup of byAge.filter(({ timestamp }) => (reasons.get(timestamp)?.size ?? 0) > 0)) {
    keep(basesOf(backup, byTimestamp), 'base');
  }
  return byAge.map((backup) => {
    const own = [...(reasons.get(backup.timestamp) ?? [])];
    const removed: RemoveReason = sound.includes(backup) ? 'no_rule' : 'not_counted_old';
    return { backup, keeps: own.length > 0, reasons: own.length > 0 ? own : [removed] };
  });
}

/** Neither the backup nor one that it is based on is known to be bad or gone. */
function isSound(backup: RetainedBackup, byTimestamp: ReadonlyMap<string, RetainedBackup>): boolean {
  const chain = [backup, ...basesOf(backup, byTimestamp)];
  const isWhole = chain.at(-1)?.base === null;
  return isWhole && chain.every(({ isUsable }) => isUsable);
}

/** The backups that a restore of this one reads as well, as far as they are there. */
function basesOf<B extends RetainedBackup>(backup: B, byTimestamp: ReadonlyMap<string, B>): B[] {
  const found: B[] = [];
  // A damaged manifest could name itself.
  for (let next = byTimestamp.get(backup.base ?? ''); next !== undefined && !found.includes(next);) {
    found.push(next);
    next = byTimestamp.get(next.base ?? '');
  }
  return found;
}

function isYoung({ startedAt }: RetainedBackup, days: number | null, now: Date): boolean {
  return days !== null && now.getTime() - startedAt.getTime() <= days * 24 * 3_600_000;
}

/** @param backups newest first */
function newestOfEach<B>(backups: readonly B[], count: number | null, periodOf: (backup: B) => string): B[] {
  const newest = new Map<string, B>();
  for (const backup of backups) {
    const period = periodOf(backup);
    if (!newest.has(period)) {
      newest.set(period, backup);
    }
  }
  return [...newest.values()].slice(0, count ?? 0);
}

/** `YYYY-MM-DD` of the wall clock. */
function dayOf({ startedAt }: RetainedBackup, { timeZone }: RetentionClock): string {
  return logTimestamp(startedAt, timeZone).slice(0, 10);
}

/** The Monday of the ISO week that the day is in. */
function isoWeekOf(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  const sinceMonday = (date.getUTCDay() + 6) % 7;
  return new Date(date.getTime() - sinceMonday * 24 * 3_600_000).toISOString().slice(0, 10);
}
