import type { MigrationInterface } from 'typeorm';
import { CreateTaskTables1763700000000 } from './1763700000000-create-task-tables.js';
import { CreateMonitoringTables1795293684000 } from './1795293684000-create-monitoring-tables.js';
import { CreateSecurityTables1795293685000 } from './1795293685000-create-security-tables.js';
import { CreateArchivesAndSchedules1795293920000 } from './1795293920000-create-archives-and-schedules.js';
import { CreateEmbeddings1795294500000 } from './1795294500000-create-embeddings.js';
import { CreateVectorOperations1795294702000 } from './1795294702000-create-vector-operations.js';
import { CreateModelLedger1795295400000 } from './1795295400000-create-model-ledger.js';
import { AddTaskCreator1795296799000 } from './1795296799000-add-task-creator.js';
import { IndexNewestExecutions1795303096000 } from './1795303096000-index-newest-executions.js';
import { CreateRequestCounts1795325100000 } from './1795325100000-create-request-counts.js';
import { AddAuditDetails1795325200000 } from './1795325200000-add-audit-details.js';
import { AddArchiveLeases1795958700000 } from './1795958700000-add-archive-leases.js';
import { AddOperationWaits1795960200000 } from './1795960200000-add-operation-waits.js';
import { AddTakeovers1795997000000 } from './1795997000000-add-takeovers.js';
import { CreateFileChanges1795998000000 } from './1795998000000-create-file-changes.js';
import { CreatePairReviews1795999000000 } from './1795999000000-create-pair-reviews.js';
import { AddRunsAndMessages1796011000000 } from './1796011000000-add-runs-and-messages.js';
import { CreateEvaluations1796021000000 } from './1796021000000-create-evaluations.js';
import { CreateNotifications1796022000000 } from './1796022000000-create-notifications.js';
import { CreateVectorBackups1796023000000 } from './1796023000000-create-vector-backups.js';
import { AddBackupCopies1796024000000 } from './1796024000000-add-backup-copies.js';
import { CreateProcesses1796025000000 } from './1796025000000-create-processes.js';
import { CreateModelEdits1796026000000 } from './1796026000000-create-model-edits.js';
import { CreateRetrievedPairs1796026100000 } from './1796026100000-create-retrieved-pairs.js';
import { AddRunOptions1796030000000 } from './1796030000000-add-run-options.js';
import { AddCopiesLocation1796031000000 } from './1796031000000-add-copies-location.js';
import { AddBackupCopyState1796041000000 } from './1796041000000-add-backup-copy-state.js';

/** A migration: its name ends in the milliseconds of the file's name, which order it. */
export interface Migration extends MigrationInterface {
  readonly name: string;
}

/** Every migration, oldest first. A published one is never changed. */
export const MIGRATIONS: readonly (new () => Migration)[] = [
  CreateTaskTables1763700000000,
  CreateMonitoringTables1795293684000,
  CreateSecurityTables1795293685000,
  CreateArchivesAndSchedules1795293920000,
  CreateEmbeddings1795294500000,
  CreateVectorOperations1795294702000,
  CreateModelLedger1795295400000,
  AddTaskCreator1795296799000,
  IndexNewestExecutions1795303096000,
  CreateRequestCounts1795325100000,
  AddAuditDetails1795325200000,
  AddArchiveLeases1795958700000,
  AddOperationWaits1795960200000,
  AddTakeovers1795997000000,
  CreateFileChanges1795998000000,
  CreatePairReviews1795999000000,
  AddRunsAndMessages1796011000000,
  CreateEvaluations1796021000000,
  CreateNotifications1796022000000,
  CreateVectorBackups1796023000000,
  AddBackupCopies1796024000000,
  CreateProcesses1796025000000,
  CreateModelEdits1796026000000,
  CreateRetrievedPairs1796026100000,
  AddRunOptions1796030000000,
  AddCopiesLocation1796031000000,
  AddBackupCopyState1796041000000,
];
