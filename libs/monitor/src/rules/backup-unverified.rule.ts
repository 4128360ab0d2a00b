import type { Text } from '#libs/language';
import type { AnomalyRule, Finding } from '../anomaly-rule.js';
import { ageText } from '../backups/ages.js';
import type { Observation } from '../observation.js';

const SET_SCHEDULE: Text = {
  zh: '请设置 VECTOR_BACKUP_VERIFY_SCHEDULE，或执行 POST /vector/verify',
  en: 'set VECTOR_BACKUP_VERIFY_SCHEDULE, or POST /vector/verify',
};
const SEE_TURNS: Text = {
  zh: '原因见 GET /vector/operations?kind=verify',
  en: 'see GET /vector/operations?kind=verify for the reason',
};

/** New backups are made and none of them is verified, or the verifications in turn have stopped. */
export class BackupUnverifiedRule implements AnomalyRule {
  readonly name = 'backup_unverified';

  check({ backups: { overview, unverifiedAfterSeconds, verifiesInTurn } }: Observation): Finding[] {
    const { unverifiedSeconds, lastVerification, newestVerified } = overview;
    const sinceVerification = verifiesInTurn ? (lastVerification?.ageSeconds ?? 0) : 0;
    const seconds = Math.max(unverifiedSeconds ?? 0, sinceVerification);
    if (unverifiedAfterSeconds === null || seconds <= unverifiedAfterSeconds) {
      return [];
    }
    const [age, limit] = [ageText(seconds), ageText(unverifiedAfterSeconds)];
    const last = newestVerified?.backup.timestamp ?? null;
    const remedy = verifiesInTurn ? SEE_TURNS : SET_SCHEDULE;
    return [
      {
        subject: 'vector_backup',
        severity: 'warning',
        zh: `已有 ${age.zh} 没有向量备份通过验证（上限 ${limit.zh}；最后一份：${last ?? '无'}）。${remedy.zh}`,
        en: `no vector backup was verified for ${age.en} (limit: ${limit.en}; the last one: ${last ?? 'none'}): ${remedy.en}`,
        details: {
          unverified_seconds: Math.round(seconds),
          limit_seconds: unverifiedAfterSeconds,
          last_verified: last,
        },
      },
    ];
  }
}
