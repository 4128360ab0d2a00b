import type { components } from '#clients/typescript';

export type Backup = components['schemas']['ListedBackup'];
export type Location = components['schemas']['BackupLocationView'];

/** A complete backup, or the rest of a chain whose beginning is gone, and the incremental ones on it; oldest first. */
export type Chain = readonly Backup[];

/** Chains of a location, the one with the newest backup first. Two backups may be based on the same one. */
export function chainsOf(backups: readonly Backup[]): Chain[] {
  const byTimestamp = new Map(backups.map((backup) => [backup.timestamp, backup]));
  const chains = new Map<string, Backup[]>();
  for (const backup of backups.toReversed()) {
    const [root] = neededFor(backup, byTimestamp);
    const key = root?.timestamp ?? backup.timestamp;
    chains.set(key, [...(chains.get(key) ?? []), backup]);
  }
  const newest = (chain: Chain) => chain.at(-1)?.created_at ?? '';
  return [...chains.values()].sort((left, right) => newest(right).localeCompare(newest(left)));
}

/** The backups that a restore of this one reads, oldest first; itself the last. */
export function neededFor(backup: Backup, byTimestamp: ReadonlyMap<string, Backup>): Chain {
  const needed: Backup[] = [];
  // A damaged manifest could name itself.
  for (let next: Backup | undefined = backup; next !== undefined && !needed.includes(next);) {
    needed.unshift(next);
    next = next.base_timestamp === null ? undefined : byTimestamp.get(next.base_timestamp);
  }
  return needed;
}

export function sizeOf(backups: readonly Backup[]): number {
  return backups.reduce((sum, { size_bytes: size }) => sum + size, 0);
}
