import { Lock } from 'lucide-react';
import { useTexts } from '../../i18n/language.js';
import { Badge, type Tone } from '../../ui/badge.js';
import { Foreign } from '../../ui/foreign.js';
import { Ago } from '../../ui/time.js';
import type { Backup } from './chains.js';
import { backupsTexts, copyTexts } from './texts.js';

interface OfBackup {
  readonly backup: Backup;
}

/** Whether its files are good, and since when that is known. */
export function BackupState({ backup: { problem, complete, verified, verified_at: at, damaged_at: bad } }: OfBackup) {
  const t = useTexts(backupsTexts);
  if (problem !== null) {
    return (
      <>
        <Badge tone="bad">{complete ? t.bad : t.damaged}</Badge> {complete && <Ago iso={bad} />}{' '}
        <Foreign text={problem} />
      </>
    );
  }
  return verified ? (
    <>
      <Badge tone="good">{t.verified}</Badge> <Ago iso={at} />
    </>
  ) : (
    <Badge tone="warning">{t.unverified}</Badge>
  );
}

type Copy = NonNullable<Backup['copy']>;

const COPY_TONES: Readonly<Record<Copy['state'], Tone>> = {
  verified: 'good',
  pending: 'active',
  failed: 'bad',
  missing: 'warning',
  unknown: 'neutral',
};

/** Of the copy on the second storage. */
export function CopyState({ backup: { copy, storage } }: OfBackup) {
  const t = useTexts(copyTexts);
  if (copy === null) {
    return <span className="quiet">—</span>;
  }
  return (
    <>
      <Badge tone={COPY_TONES[copy.state]}>{t[copy.state]}</Badge>{' '}
      {copy.copied_at !== null && <Ago iso={copy.copied_at} />}
      {storage === 'copy' && <span className="help">{t.onlyThere}</span>}
      {copy.problem !== null && (
        <p className="help">
          <Foreign text={copy.problem} />
        </p>
      )}
    </>
  );
}

/** Nothing for a backup in plain text. */
export function Encryption({ backup: { encryption_key_id: keyId, can_decrypt: canDecrypt } }: OfBackup) {
  const t = useTexts(backupsTexts);
  return keyId === null ? null : (
    <span className="help encryption">
      <Lock aria-hidden size={13} /> {t.encrypted({ key: keyId })}
      {!canDecrypt && <Badge tone="bad">{t.keyMissing}</Badge>}
    </span>
  );
}
