import { STEP_NAMES } from '#libs/pipeline';

/** Written by the system around the steps: what the task is, how it ended, what was logged. */
const SYSTEM_FILES: ReadonlySet<string> = new Set([
  'task_config.json',
  'task_result.json',
  'table_list.txt',
  ...STEP_NAMES.map((step) => `${step}_result.json`),
]);

/** Whether clients must not replace or delete the file. Names of some file systems know no case. */
export function isSystemFile(name: string): boolean {
  return SYSTEM_FILES.has(name.toLowerCase()) || isLogFile(name);
}

/** The log of the task and its rotated predecessors: they grow, so nobody records their hash. */
export function isLogFile(name: string): boolean {
  return /^data_pipeline\.log(\.\d+)?$/i.test(name);
}

/** Copies of other data: exports of the vector tables, and what complete runs of the Python original put aside. */
export function isBackupFile(name: string): boolean {
  return /^(vector_bak|file_bak_[^/]*)\//.test(name);
}

/** What an upload with `overwrite_mode: backup` kept of the file before it. */
export function isKeptCopy(name: string): boolean {
  return /_bak\d+$/.test(name);
}
