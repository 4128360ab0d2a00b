import type { AnomalyRule, Finding } from '../anomaly-rule.js';
import type { Observation } from '../observation.js';

/** A backup whose files are not those of its manifest, or that did not restore. Critical while none after it is usable. */
export class BackupDamagedRule implements AnomalyRule {
  readonly name = 'backup_damaged';

  check({ backups: { bad } }: Observation): Finding[] {
    return bad.map(({ path, timestamp, reason, hasLater }) => ({
      subject: `${path}/${timestamp}`,
      severity: hasLater ? ('warning' as const) : ('critical' as const),
      zh: `向量备份 ${path}/${timestamp} 无法恢复：${reason.zh}。请修复文件后重新验证，或删除它`,
      en: `the vector backup ${path}/${timestamp} cannot be restored: ${reason.en}. Repair the files and verify it, or remove it`,
      details: { path, timestamp, has_later_backup: hasLater },
    }));
  }
}
