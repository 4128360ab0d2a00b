import type { VectorBackupEntity } from '#libs/database';
import type { Text } from '#libs/language';
import type { BackupOverview } from '#libs/vector-backup';

/** Earlier backups that a size is compared with. */
const MOST_COMPARED = 5;
/** A jump that is older has been seen, or is the new normal. */
const JUMP_DAYS = 7;
/** Less is noise of a small store, whatever the percentage. */
const LEAST_DIFFERENCE: Readonly<Record<Measure, number>> = { rows: 50, bytes: 64 * 1024 };

type Measure = 'rows' | 'bytes';

/** What the rules see of the backups of the configured vector database. */
export interface BackupObservation {
  readonly overview: BackupOverview;
  /** Since the newest usable backup or, if that is later, since backups are expected. */
  readonly waitedSeconds: number;
  /** From here on a backup is overdue; null: none is expected. */
  readonly overdueAfterSeconds: number | null;
  /** From here on a newer backup should have been verified; null: not reported. */
  readonly unverifiedAfterSeconds: number | null;
  /** Old backups are verified in turn, so that the newest verification is never old. */
  readonly verifiesInTurn: boolean;
  readonly bad: readonly BadBackup[];
  readonly jumps: readonly SizeJump[];
}

export interface BadBackup {
  /** `vector_bak`, or that of a task. */
  readonly path: string;
  readonly timestamp: string;
  readonly reason: Text;
  /** A later backup of the database is usable. */
  readonly hasLater: boolean;
}

/** The newest backup of a set, and the median of those before it. */
export interface SizeJump {
  readonly path: string;
  readonly timestamp: string;
  readonly compared: number;
  readonly rows: readonly [now: number, before: number] | null;
  readonly bytes: readonly [now: number, before: number] | null;
}

/** @param rows oldest first */
export function badBackups(rows: readonly VectorBackupEntity[]): BadBackup[] {
  const own = rows.filter(({ isOwn }) => isOwn);
  const lastUsable = own.findLastIndex(({ problem }) => problem === null);
  return own.flatMap(({ problem, location, timestamp }, index) =>
    problem === null ? [] : [{ path: pathOf(location), timestamp, reason: problem, hasLater: lastUsable > index }],
  );
}

/**
 * Sets whose newest backup differs from the one before it and from the median of those before, in rows or in bytes. Both
 * have to differ: a new level is reported once, and the return from an outlier is not. A backup without rows is always
 * reported after one with rows.
 * @param rows oldest first
 * @param percent by which a size has to differ
 */
export function sizeJumps(rows: readonly VectorBackupEntity[], percent: number, now: Date): SizeJump[] {
  const usable = rows.filter(({ isOwn, problem }) => isOwn && problem === null);
  return [...Map.groupBy(usable, ({ series }) => series).values()].flatMap((set) => {
    const newest = set.at(-1);
    if (newest === undefined || now.getTime() - newest.startedAt.getTime() > JUMP_DAYS * 86_400_000) {
      return [];
    }
    const before = set.slice(0, -1);
    // An incremental backup has the bytes of what has changed, which is any number.
    const alike = newest.form.endsWith('incremental') ? [] : before.filter(({ form }) => form === newest.form);
    const inRows = jumpOf('rows', newest, before, percent);
    const inBytes = jumpOf('bytes', newest, alike, percent);
    return inRows === null && inBytes === null
      ? []
      : [
          {
            path: pathOf(newest.location),
            timestamp: newest.timestamp,
            compared: Math.min(MOST_COMPARED, inRows === null ? alike.length : before.length),
            rows: inRows,
            bytes: inBytes,
          },
        ];
  });
}

function jumpOf(
  measure: Measure,
  newest: VectorBackupEntity,
  before: readonly VectorBackupEntity[],
  percent: number,
): readonly [number, number] | null {
  const earlier = before.map((backup) => backup[measure]).filter((size) => size !== null);
  const [now, last] = [newest[measure], earlier.at(-1)];
  if (now === null || last === undefined) {
    return null;
  }
  const usual = medianOf(earlier.slice(-MOST_COMPARED));
  const jumps = [usual, last].every((size) => differs(now, size, percent, LEAST_DIFFERENCE[measure]));
  return jumps ? [now, usual] : null;
}

function differs(now: number, before: number, percent: number, least: number): boolean {
  const difference = Math.abs(now - before);
  const isEmptied = now === 0 && before > 0;
  return isEmptied || (difference >= least && difference > (before * percent) / 100);
}

/** Of at least one value; the lower one of two in the middle. */
function medianOf(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor((values.length - 1) / 2)] ?? 0;
}

function pathOf(location: string): string {
  return location === '' ? 'vector_bak' : `${location}/vector_bak`;
}
