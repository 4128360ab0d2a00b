import { Inject, Injectable } from '@nestjs/common';
import { isoTimestamp } from '#libs/clock';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import type { VectorOperationEntity } from '#libs/database';
import type { Language } from '#libs/language';
import { waitingOf } from '../tasks/waiting.js';
import type { OperationView } from './vector-operation.dto.js';

const ROUTE = '/api/v0/data_pipeline/vector/operations';

/** Operations as the API shows them. */
@Injectable()
export class VectorOperationMapper {
  constructor(@Inject(CONFIG) private readonly config: ResolvedConfig) {}

  view(row: VectorOperationEntity, language: Language): OperationView {
    return {
      operation_id: row.operationId,
      kind: row.kind,
      status: row.status,
      task_id: row.taskId,
      parameters: row.parameters,
      progress: row.progress,
      result: row.result,
      error: row.error && { code: row.error.code, message: row.error[language], details: row.error.details },
      waiting: waitingOf(row, language, this.config.timeZone),
      cancel_requested: row.cancelRequestedAt !== null,
      attempts: row.attempts,
      worker_id: row.workerId,
      created_at: this.time(row.createdAt),
      started_at: row.startedAt && this.time(row.startedAt),
      completed_at: row.completedAt && this.time(row.completedAt),
      files: this.fileNames(row).map((name) => ({
        file_name: name,
        download_url: `${this.url(row.operationId)}/files/${encodeURIComponent(name)}`,
      })),
    };
  }

  /** Files of a completed backup. */
  fileNames(row: VectorOperationEntity): string[] {
    const result = (row.kind === 'backup' ? row.result : null) ?? {};
    const { deleted_file: deleted } = (result['incremental'] ?? {}) as { deleted_file?: string };
    const tables = tablesOf(row).map(({ backup_file }) => backup_file);
    return [...tables, deleted, result['manifest_file'], result['log_file']].filter((name) => typeof name === 'string');
  }

  /** SHA-256 of a file of a backup; null for its manifest and its log. */
  fileHash(row: VectorOperationEntity, name: string): string | null {
    return tablesOf(row).find(({ backup_file }) => backup_file === name)?.sha256 ?? null;
  }

  url(operationId: string): string {
    return `${ROUTE}/${operationId}`;
  }

  time(instant: Date): string {
    return isoTimestamp(instant, this.config.timeZone);
  }
}

function tablesOf({ kind, result }: VectorOperationEntity): { backup_file: string; sha256: string }[] {
  const tables = kind === 'backup' ? result?.['tables_backed_up'] : undefined;
  return Object.values((tables ?? {}) as Record<string, { backup_file: string; sha256: string }>);
}
