import { formatFileSize } from '#libs/files';
import type { AnomalyRule, Finding } from '../anomaly-rule.js';
import type { SizeJump } from '../backups/backup-observation.js';
import type { Observation } from '../observation.js';

/** The newest backup of a set has far more or far fewer rows or bytes than those before it. */
export class BackupSizeJumpRule implements AnomalyRule {
  readonly name = 'backup_size_jump';

  check({ backups: { jumps } }: Observation): Finding[] {
    return jumps.map((jump) => {
      const { path, timestamp, compared, rows, bytes } = jump;
      const zh = figures(jump, (now, before) => `${now}，此前 ${before}`, '；', '行');
      const en = figures(jump, (now, before) => `${now} after ${before}`, '; ', 'rows');
      return {
        subject: path,
        severity: 'warning' as const,
        zh: `向量备份 ${path}/${timestamp} 的大小突变：${zh}（此前 ${compared} 份的中位数）。请确认向量库中的数据`,
        en: `the size of the vector backup ${path}/${timestamp} has jumped: ${en} (median of the ${compared} before it). Check the data of the store`,
        details: {
          path,
          timestamp,
          rows: rows && rows[0],
          rows_before: rows && rows[1],
          bytes: bytes && bytes[0],
          bytes_before: bytes && bytes[1],
        },
      };
    });
  }
}

function figures(
  { rows, bytes }: SizeJump,
  pair: (now: string, before: string) => string,
  separator: string,
  unit: string,
): string {
  const parts = [
    rows && pair(`${rows[0]} ${unit}`, `${rows[1]} ${unit}`),
    bytes && pair(formatFileSize(bytes[0]), formatFileSize(bytes[1])),
  ];
  return parts.filter((part) => part !== null).join(separator);
}
