import { dataOf } from '../../data/client.js';
import { useChange } from '../../data/data.js';
import { useMay } from '../../data/session.js';
import { useTexts } from '../../i18n/language.js';
import { ActionError } from '../../ui/dialog.js';
import { Select } from '../../ui/fields.js';
import { Card } from '../../ui/page.js';
import { LOADED_PAIRS, loadNames, type LoadedPairs } from '../../view/load-names.js';
import { useTask } from '../task/task-context.js';
import { taskSettingsTexts } from './texts.js';

/** Which pairs the next load takes: whoever has reviewed them may want the approved ones alone. */
export function LoadCard() {
  const t = useTexts(taskSettingsTexts);
  const names = useTexts(loadNames);
  const { task_id: taskId, parameters, status } = useTask();
  const mayRun = useMay('run');
  const load = LOADED_PAIRS.find((one) => one === parameters['load']) ?? 'not_rejected';
  const change = useChange(
    (client, next: LoadedPairs) =>
      dataOf(
        client.PATCH('/api/v0/data_pipeline/tasks/{task_id}', {
          params: { path: { task_id: taskId } },
          body: { load: next },
        }),
      ),
    { outdates: [['task', taskId], ['tasks']] },
  );
  const isChangeable = mayRun && status !== 'in_progress';
  return (
    <Card title={t.load} lead={t.loadLead}>
      {isChangeable ? (
        <Select
          label={t.load}
          isLabelHidden
          value={change.isPending ? change.variables : load}
          onChange={(next) => change.mutate(next)}
          choices={LOADED_PAIRS.map((value) => ({ value, name: names[value] }))}
        />
      ) : (
        <p>{names[load]}</p>
      )}
      <ActionError error={change.error} />
    </Card>
  );
}
