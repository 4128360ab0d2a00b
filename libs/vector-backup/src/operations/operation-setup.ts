import type { VectorOperationMilestone } from '#libs/database';
import type { BackupLocations } from '../folder/backup-locations.js';
import type { OperationContext } from '../progress.js';

/** What the work of an operation finds prepared. */
export interface OperationSetup {
  /** Of the request, or the configured vector database. */
  readonly connectionString: string;
  readonly locations: BackupLocations;
  readonly timeZone: string;
  readonly lockTimeoutMs: number;
  readonly keep: number | null;
  readonly context: OperationContext;
  /** Writes down what must be known after a crash. @throws DomainError `vector_lease_lost` */
  reach(milestone: VectorOperationMilestone): Promise<void>;
  /** What the server says of a transaction whose end nobody heard of. */
  wasCommitted(transactionId: string): Promise<boolean>;
}
