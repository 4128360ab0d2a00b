import { useState } from 'react';
import { dataOf } from '../../data/client.js';
import { useChange } from '../../data/data.js';
import { useTexts } from '../../i18n/language.js';
import { Button } from '../../ui/button.js';
import { ActionError } from '../../ui/dialog.js';
import { TextInput } from '../../ui/fields.js';
import { ForeignLine } from '../../ui/foreign.js';
import { Card } from '../../ui/page.js';
import { useFormat } from '../../view/format.js';
import { filesTexts } from './texts.js';

const PATH = '/api/v0/data_pipeline/files/cleanup';
const FILES_SHOWN = 50;

/** Removes only what a preview of the same days has shown. */
export function CleanupCard() {
  const t = useTexts(filesTexts);
  const format = useFormat();
  const [days, setDays] = useState('30');
  const clean = useChange(
    (client, isPreview: boolean) =>
      dataOf(client.POST(PATH, { body: { days_to_keep: Number(days), dry_run: isPreview } })),
    { outdates: [['stats'], ['task']] },
  );
  const result = clean.data;
  const facts = { count: format.number(result?.files_removed ?? 0), size: format.bytes(result?.bytes_freed ?? 0) };
  return (
    <Card title={t.cleanup} lead={t.cleanupLead}>
      <div className="form">
        <div className="filters">
          <TextInput
            label={t.days}
            type="number"
            min={0}
            value={days}
            onChange={(next) => {
              setDays(next);
              clean.reset();
            }}
          />
          <Button isPending={clean.isPending} isDisabled={days === ''} onPress={() => clean.mutate(true)}>
            {t.preview}
          </Button>
        </div>
        <ActionError error={clean.error} />
        {result !== undefined && (
          <div className="stack" role="status">
            <p>{result.files_removed === 0 ? t.nothing : result.dry_run ? t.wouldRemove(facts) : t.removed(facts)}</p>
            {result.dry_run && result.files_removed > 0 && (
              <>
                <ul className="quiet">
                  {result.files.slice(0, FILES_SHOWN).map(({ task_id: taskId, file_name: name }) => (
                    <li key={`${taskId} ${name}`}>
                      <ForeignLine text={`${taskId} / ${name}`} />
                    </li>
                  ))}
                </ul>
                <div>
                  <Button kind="danger" isPending={clean.isPending} onPress={() => clean.mutate(false)}>
                    {t.remove(facts)}
                  </Button>
                </div>
              </>
            )}
          </div>
        )}
      </div>
    </Card>
  );
}
