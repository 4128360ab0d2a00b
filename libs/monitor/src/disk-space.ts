import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface DiskSpace {
  /** Used and free bytes without the reserved blocks, as `df` counts. */
  readonly totalBytes: number;
  /** Bytes available to unprivileged processes. */
  readonly freeBytes: number;
}

/** Of the file system that holds the folder, or will hold it; null if unknown. */
export async function diskSpaceOf(folder: string): Promise<DiskSpace | null> {
  try {
    const { blocks, bfree, bavail, bsize } = await statfs(folder);
    return { totalBytes: (blocks - bfree + bavail) * bsize, freeBytes: bavail * bsize };
  } catch (error) {
    const parent = dirname(folder);
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return isMissing && parent !== folder ? diskSpaceOf(parent) : null;
  }
}

/** Used share of the usable space. */
export function diskPercent(total: number | null, free: number | null): number | null {
  return total === null || free === null || total === 0 ? null : Math.round((1 - free / total) * 1000) / 10;
}
