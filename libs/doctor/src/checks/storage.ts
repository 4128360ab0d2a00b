import type { AppConfig } from '#libs/config';
import { openStorage } from '#libs/files';
import { diskPercent, diskSpaceOf } from '#libs/monitor';
import { fail, ok, warn, type Check } from '../check.js';
import { found, remedies } from '../messages.js';

const WARN_PERCENT = 90;
const FAIL_PERCENT = 97;
const GIGABYTE = 1024 ** 3;

/** Writes and removes a file. @throws DomainError `storage_unavailable` */
export async function storageChecks({ storage }: Pick<AppConfig, 'storage'>): Promise<Check[]> {
  const opened = openStorage(storage);
  await opened.files.check();
  return [ok('storage', found.storage_ok({ location: opened.location }))];
}

/** Of the outputs, or, with a bucket, of the data directory. */
export async function diskChecks({
  storage,
  dataDirectory,
}: Pick<AppConfig, 'storage' | 'dataDirectory'>): Promise<Check[]> {
  const folder = storage.kind === 'folder' ? storage.directory : dataDirectory;
  const space = await diskSpaceOf(folder);
  const percent = diskPercent(space?.totalBytes ?? null, space?.freeBytes ?? null);
  if (space === null || percent === null) {
    return [];
  }
  const free = `${(space.freeBytes / GIGABYTE).toFixed(1)} GB`;
  if (percent < WARN_PERCENT) {
    return [ok('disk', found.disk_ok({ percent, free }))];
  }
  const message = found.disk_full({ folder, percent, free });
  return [percent < FAIL_PERCENT ? warn('disk', message, remedies.disk()) : fail('disk', message, remedies.disk())];
}
