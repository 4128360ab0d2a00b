import type { StepName } from '#libs/pipeline';
import { isBackupFile, isKeptCopy, isLogFile, isSystemFile } from '#libs/step-files';

/** Why a file may go. */
export const CLEANUP_KINDS = [
  'leftover',
  'archive',
  'kept_copy',
  'superseded',
  'unrecorded',
  'newest_run',
  'backup',
] as const;
export type CleanupKind = (typeof CLEANUP_KINDS)[number];

export interface CleanupRules {
  /** Files that changed after this instant stay. */
  readonly before: Date;
  /** Also the outputs of the newest run of each step, and what clients uploaded. */
  readonly newestRuns: boolean;
  /** Also exports of the vector tables and folders that earlier versions put aside. */
  readonly backups: boolean;
}

/** A published file as the cleanup looks at it. */
export interface AgedFile {
  readonly name: string;
  readonly modifiedAt: Date;
  /** Null for a file without a record. */
  readonly output: { readonly step: StepName | null; readonly executionId: string | null } | null;
}

/**
 * The kind of a file that may be removed, or null for one that stays. Files of the system and the log always stay:
 * they go with their task.
 * @param newestExecutions ids of the executions whose outputs are in use.
 */
export function removableKind(
  file: AgedFile,
  rules: CleanupRules,
  newestExecutions: ReadonlySet<string>,
): CleanupKind | null {
  if (file.modifiedAt >= rules.before || isSystemFile(file.name) || isLogFile(file.name)) {
    return null;
  }
  if (isBackupFile(file.name)) {
    return rules.backups ? 'backup' : null;
  }
  if (file.output === null) {
    return 'unrecorded';
  }
  if (isKeptCopy(file.name) && file.output.step === null) {
    return 'kept_copy';
  }
  const { step, executionId } = file.output;
  if (step !== null && executionId !== null && !newestExecutions.has(executionId)) {
    return 'superseded';
  }
  return rules.newestRuns ? 'newest_run' : null;
}
