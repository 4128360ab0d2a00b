import { ShieldCheck } from 'lucide-react';
import { dataOf } from '../../data/client.js';
import { useChange } from '../../data/data.js';
import { useTexts } from '../../i18n/language.js';
import { Button } from '../../ui/button.js';
import { ActionError } from '../../ui/dialog.js';
import { Foreign } from '../../ui/foreign.js';
import { useFormat } from '../../view/format.js';
import { useTask } from '../task/task-context.js';
import { taskFilesTexts } from './texts.js';

/** Hashes every file, and compares it with its record. */
export function IntegrityCheck() {
  const t = useTexts(taskFilesTexts);
  const format = useFormat();
  const { task_id: taskId } = useTask();
  const check = useChange((client) => {
    const params = { path: { task_id: taskId } };
    return dataOf(client.GET('/api/v0/data_pipeline/tasks/{task_id}/files/integrity', { params }));
  });
  const report = check.data;
  return (
    <div className="stack">
      <div>
        <Button small isPending={check.isPending} onPress={() => check.mutate(undefined)}>
          <ShieldCheck aria-hidden size={14} />
          {t.check}
        </Button>
      </div>
      <ActionError error={check.error} />
      {report !== undefined && (
        <div role="status" className={report.is_valid ? 'notice notice-calm' : 'notice'}>
          {report.is_valid ? (
            t.intact({ count: format.number(report.summary.total) })
          ) : (
            <div>
              <strong>{t.damaged}</strong>
              <ul>
                {report.files
                  .filter(({ state }) => state !== 'ok')
                  .map(({ file_name: name, state }) => (
                    <li key={name}>
                      <Foreign text={name} /> · {t[state]}
                    </li>
                  ))}
              </ul>
            </div>
          )}
        </div>
      )}
    </div>
  );
}
