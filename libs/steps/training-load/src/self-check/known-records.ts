import { FILENAME_MAPPING_FILE, parseFilenameMapping, readIfPresent } from '#libs/step-files';
import type { StepFiles } from '#libs/steps/step';
import type { TrainingRecord } from '../training-data.js';

/** What a record of the load is about. */
export interface KnownRecord {
  /** `schema.table` */
  readonly tables: readonly string[];
  /** Id of the pair; null for DDL and documents. */
  readonly pair: string | null;
}

/** By the source of the record. */
export type KnownRecords = ReadonlyMap<string, KnownRecord>;

const EXTENSION = /(_detail)?\.[^.]*$/;

/** What each record of the load is about. */
export async function knownRecords(
  files: Pick<StepFiles, 'list' | 'read'>,
  records: AsyncIterable<TrainingRecord>,
): Promise<KnownRecords> {
  const mapping = parseFilenameMapping((await readIfPresent(files, FILENAME_MAPPING_FILE)) ?? '');
  const tableOfBase = new Map([...mapping].map(([table, detail]) => [detail.replace(EXTENSION, ''), table]));
  const known = new Map<string, KnownRecord>();
  for await (const { source, file, pair } of records) {
    const base = file.replace(EXTENSION, '');
    const tables = pair ? pair.tables : [tableOfBase.get(base) ?? tableOfPlainName(base)];
    known.set(source, { tables, pair: pair?.id ?? null });
  }
  return known;
}

/** Of a file that was uploaded under the name of its table: `table` in public, `schema__table` elsewhere. */
function tableOfPlainName(base: string): string {
  return base.includes('__') ? base.replace('__', '.') : `public.${base}`;
}
