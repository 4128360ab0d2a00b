import type { AnomalyRule, Finding } from '../anomaly-rule.js';
import { ageText } from '../backups/ages.js';
import type { Observation } from '../observation.js';

/** No usable backup of the vector database was made for too long. Critical after twice that time. */
export class BackupOverdueRule implements AnomalyRule {
  readonly name = 'backup_overdue';

  check({ backups: { overview, waitedSeconds, overdueAfterSeconds } }: Observation): Finding[] {
    if (overdueAfterSeconds === null || waitedSeconds <= overdueAfterSeconds) {
      return [];
    }
    const [age, limit] = [ageText(waitedSeconds), ageText(overdueAfterSeconds)];
    const { newest } = overview;
    const severity = waitedSeconds > 2 * overdueAfterSeconds ? 'critical' : 'warning';
    const details = {
      age_seconds: newest === null ? null : Math.round(newest.ageSeconds),
      limit_seconds: Math.round(overdueAfterSeconds),
      newest: newest?.backup.timestamp ?? null,
    };
    return [
      newest === null
        ? {
            subject: 'vector_backup',
            severity,
            zh: `向量库没有可用的备份，已等待 ${age.zh}（上限 ${limit.zh}）。请查看 GET /vector/operations 中的备份操作`,
            en: `there is no usable backup of the vector database after ${age.en} (limit: ${limit.en}): see the backups in GET /vector/operations`,
            details,
          }
        : {
            subject: 'vector_backup',
            severity,
            zh: `最新的可用向量备份 ${newest.backup.timestamp} 已过去 ${age.zh}（上限 ${limit.zh}）。请查看 GET /vector/operations 中的备份操作`,
            en: `the newest usable vector backup, ${newest.backup.timestamp}, is ${age.en} old (limit: ${limit.en}): see the backups in GET /vector/operations`,
            details,
          },
    ];
  }
}
