import type { AnomalyRule, Finding } from '../anomaly-rule.js';
import { ageText } from '../backups/ages.js';
import type { Observation } from '../observation.js';

/** There is a second storage, and what is newest on the first one is not whole there. */
export class BackupCopyMissingRule implements AnomalyRule {
  readonly name = 'backup_copy_missing';

  /** @param hours a copy of a large backup may take so long */
  constructor(private readonly hours: number) {}

  check({ backups: { overview } }: Observation): Finding[] {
    const { uncopied, newestCopied } = overview;
    const limitSeconds = this.hours * 3_600;
    if (uncopied === null || uncopied.ageSeconds <= limitSeconds) {
      return [];
    }
    const [age, limit] = [ageText(uncopied.ageSeconds), ageText(limitSeconds)];
    const { timestamp, copyState } = uncopied.backup;
    return [
      {
        subject: 'vector_backup',
        severity: 'warning',
        zh: `向量备份 ${timestamp} 在第二存储上没有完好的副本，已有 ${age.zh}（上限 ${limit.zh}）。原因见 GET /vector/restore/list 的 copy；下一次备份会重新复制`,
        en: `the vector backup ${timestamp} has had no whole copy on the second storage for ${age.en} (limit: ${limit.en}): see copy in GET /vector/restore/list; the next backup requests it again`,
        details: {
          timestamp,
          copy: copyState,
          age_seconds: Math.round(uncopied.ageSeconds),
          limit_seconds: limitSeconds,
          newest_copied: newestCopied?.backup.timestamp ?? null,
        },
      },
    ];
  }
}
