import { Inject, Injectable } from '@nestjs/common';
import { parseTimestamp } from '#libs/clock';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import type { VectorOperationEntity } from '#libs/database';
import type { JsonObject } from '#libs/pipeline';
import { isSameDatabase } from '#libs/postgres';
import { SecretBox } from '#libs/secrets';
import { StaleStepsService } from '#libs/tasks';
import { BackupLocations } from '../folder/backup-locations.js';
import { manifestName, partsOf } from '../folder/backup-names.js';
import { parseManifest } from '../manifest.js';
import { restoreParametersSchema } from './operation-parameters.js';

/** Tells the tasks that an operation removed, or brought back, what they had loaded into the configured store. */
@Injectable()
export class StaleLoads {
  constructor(
    private readonly staleStepsService: StaleStepsService,
    private readonly locations: BackupLocations,
    private readonly secrets: SecretBox,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  /** Doing it twice has the effect of once. @param result of the operation, whose effects are committed */
  async mark(operation: VectorOperationEntity, result: JsonObject): Promise<void> {
    if (operation.kind === 'verify' || operation.kind === 'copy' || !this.isOnStore(operation)) {
      return;
    }
    if (operation.kind === 'restore') {
      await this.markRestored(operation);
    } else if (result['truncate_performed'] === true) {
      await this.staleStepsService.storeTruncated();
    }
  }

  private async markRestored({ parameters }: VectorOperationEntity): Promise<void> {
    const restore = restoreParametersSchema.parse(parameters);
    // A restore into a schema of its own leaves the store as it is.
    if (restore.schema === null) {
      await this.staleStepsService.storeRestored({
        snapshotAt: await this.snapshotAt(restore.source_task_id, restore.timestamp),
        replaced: restore.truncate_before_restore || restore.on_conflict === 'replace',
      });
    }
  }

  private isOnStore({ operationId, connectionSecret }: VectorOperationEntity): boolean {
    return (
      connectionSecret === null ||
      isSameDatabase(this.secrets.decrypt(connectionSecret, operationId), this.config.vectorDatabaseUrl)
    );
  }

  /** The snapshot of the backup; of a backup without a manifest, the time in its name. */
  private async snapshotAt(taskId: string | null, timestamp: string): Promise<Date> {
    const name = manifestName(timestamp);
    const text = await this.locations.folder(taskId).readText(name);
    if (text !== null) {
      return new Date(parseManifest(text, name).snapshot_at);
    }
    const iso = partsOf(timestamp).second.replace(/^(....)(..)(..)_(..)(..)(..)$/, '$1-$2-$3T$4:$5:$6');
    return parseTimestamp(iso, this.config.timeZone) ?? new Date(0);
  }
}
