import type { ResolvedConfig } from '#libs/config';
import type { VectorOperationEntity, VectorOperationKind } from '#libs/database';
import type { JsonObject } from '#libs/pipeline';
import type { SecretBox } from '#libs/secrets';
import { wasTransactionCommitted } from '../database/transaction-outcome.js';
import type { BackupLocations } from '../folder/backup-locations.js';
import type { OperationContext } from '../progress.js';
import type { OperationSetup } from './operation-setup.js';
import type { BackupCopies } from '../copy/backup-copies.js';
import { recoverBackup, runBackup } from './run-backup.js';
import { runCopy } from './run-copy.js';
import { recoverRestore, runRestore } from './run-restore.js';
import { runVerify } from './run-verify.js';

interface OperationWork {
  run(operation: VectorOperationEntity, setup: OperationSetup): Promise<JsonObject>;
  /** @returns the result of an earlier attempt that was complete, or null */
  recover(operation: VectorOperationEntity, setup: OperationSetup): Promise<JsonObject | null>;
}

export const WORK: Readonly<Record<VectorOperationKind, OperationWork>> = {
  backup: { run: runBackup, recover: recoverBackup },
  restore: { run: runRestore, recover: recoverRestore },
  verify: { run: runVerify, recover: async () => null },
  copy: { run: runCopy, recover: async () => null },
};

export interface OperationServices {
  readonly locations: BackupLocations;
  readonly copies: BackupCopies;
  readonly secrets: SecretBox;
  readonly config: ResolvedConfig;
}

/** The setup of the work of one operation. */
export function setUp(
  { operationId, connectionSecret }: VectorOperationEntity,
  { locations, copies, secrets, config }: OperationServices,
  context: OperationContext,
  saveMilestone: OperationSetup['saveMilestone'],
): OperationSetup {
  const connectionString =
    connectionSecret === null ? config.vectorDatabaseUrl : secrets.decrypt(connectionSecret, operationId);
  return {
    connectionString,
    locations,
    copies,
    timeZone: config.timeZone,
    lockTimeoutMs: config.vectorBackup.lockTimeoutMs,
    retention: config.vectorBackup.retention,
    context,
    saveMilestone,
    wasCommitted: (transactionId) => wasTransactionCommitted(connectionString, transactionId, context.signal),
  };
}
