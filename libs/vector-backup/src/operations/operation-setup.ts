import type { VectorOperationMilestone } from '#libs/database';
import type { BackupCopies } from '../copy/backup-copies.js';
import type { BackupLocations } from '../folder/backup-locations.js';
import type { RetentionRules } from '../folder/plan-retention.js';
import type { OperationContext } from '../progress.js';

/** Everything that the work of an operation needs. */
export interface OperationSetup {
  /** Of the request, or the configured vector database. */
  readonly connectionString: string;
  readonly locations: BackupLocations;
  readonly copies: Pick<BackupCopies, 'folderToWrite' | 'folderOf'>;
  readonly timeZone: string;
  readonly lockTimeoutMs: number;
  readonly retention: RetentionRules;
  readonly context: OperationContext;
  /** Saves facts that a successor needs after a crash. @throws DomainError `lease_lost` */
  saveMilestone(milestone: VectorOperationMilestone): Promise<void>;
  /** Asks the server about a transaction whose COMMIT got no answer. */
  wasCommitted(transactionId: string): Promise<boolean>;
}
