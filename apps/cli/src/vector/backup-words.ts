import { errorText } from '#libs/domain-errors';
import type { Language, Text } from '#libs/language';
import type { CopiedBackup, CopyState, VerifyParameters } from '#libs/vector-backup';

const COPY_STATES: Readonly<Record<CopyState['state'], Text>> = {
  verified: { zh: '副本已核对', en: 'copy verified' },
  pending: { zh: '副本待完成', en: 'copy pending' },
  failed: { zh: '副本失败', en: 'copy failed' },
  missing: { zh: '没有副本', en: 'copy missing' },
  unknown: { zh: '副本状态未知', en: 'copy unknown' },
};

const ONLY_THE_COPY: Text = { zh: '只有副本', en: 'only the copy' };
const INCREMENTAL: Text = { zh: '增量', en: 'incremental' };
const VERIFIED: Text = { zh: '已校验', en: 'verified' };

/** The notes on a backup in a list, after its date and size. */
export function stateOf(
  { incremental, verification, damage, encryption, problem, storage, copy }: CopiedBackup,
  language: Language,
): string[] {
  const seconds = verification?.restoreSeconds ?? null;
  const missing = problem ?? encryption?.missing ?? null;
  return [
    encryption?.keyId ?? '',
    storage === 'copy' ? ONLY_THE_COPY[language] : '',
    copy === null || (storage === 'copy' && copy.state === 'verified') ? '' : COPY_STATES[copy.state][language],
    incremental ? INCREMENTAL[language] : '',
    verification === null ? '' : `${VERIFIED[language]}${seconds === null ? '' : ` (${seconds} s)`}`,
    missing === null ? '' : errorText(missing, language),
    damage === null ? '' : damage.reason[language],
  ].filter((part) => part !== '');
}

/** The newest of these backups that the storage has. @param backups newest first */
export function newestOn(
  backups: readonly CopiedBackup[],
  wanted: VerifyParameters['storage'],
): CopiedBackup | undefined {
  return backups.find(
    ({ storage, copy }) => wanted === 'auto' || storage === wanted || (wanted === 'copy' && copy?.state === 'verified'),
  );
}
