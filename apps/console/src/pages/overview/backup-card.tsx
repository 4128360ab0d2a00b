import { Link } from '@tanstack/react-router';
import { useTexts } from '../../i18n/language.js';
import { Card, Facts } from '../../ui/page.js';
import { Ago } from '../../ui/time.js';
import { useFormat } from '../../view/format.js';
import type { MonitorStatus } from './health-card.js';
import { overviewTexts } from './texts.js';

/** A backup is verified by an operation of its own, by the one that made it, or in turn. */
export function BackupCard({ backups }: { readonly backups: MonitorStatus['backups'] }) {
  const t = useTexts(overviewTexts);
  const format = useFormat();
  const { newest_at: made, newest_verified_at: verified, last_verification_at: tested } = backups;
  const { restore_seconds: seconds, damaged, copies_missing: uncopied, newest_copied_age_seconds: copied } = backups;
  const ago = (at: string | null) => (at === null ? t.never : <Ago iso={at} />);
  return (
    <Card title={t.backup} actions={<Link to="/backups">{t.allBackups}</Link>}>
      <div className="stack">
        {verified === null && <p className="notice">{t.noBackup}</p>}
        {damaged > 0 && <p className="notice">{t.damagedBackups({ count: damaged })}</p>}
        {uncopied > 0 && <p className="notice">{t.missingCopies({ count: uncopied })}</p>}
        <Facts
          facts={[
            { name: t.verifiedAt, value: ago(verified) },
            { name: t.lastBackup, value: ago(made) },
            { name: t.testedAt, value: ago(tested) },
            ...(copied === null ? [] : [{ name: t.copiedAt, value: t.age({ age: format.duration(copied) }) }]),
            { name: t.restoreTime, value: seconds === null ? t.unknown : format.duration(seconds) },
          ]}
        />
      </div>
    </Card>
  );
}
