import { useState } from 'react';
import { dataOf } from '../../data/client.js';
import { useChange } from '../../data/data.js';
import { useLanguage, useTexts } from '../../i18n/language.js';
import { Confirm } from '../../ui/dialog.js';
import { Checkbox } from '../../ui/fields.js';
import { STEP_NAMES, type StepName } from '../../view/statuses.js';
import { useTask } from './task-context.js';
import { taskTexts } from './texts.js';

interface RunDialogProps {
  /** Null: all steps. */
  readonly step: StepName | null;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Starts all steps of the task, or one. */
export function RunDialog({ step, isOpen, onClose }: RunDialogProps) {
  const t = useTexts(taskTexts);
  const { language } = useLanguage();
  const { task_id: taskId, steps } = useTask();
  const isDone = steps.some(
    ({ step_name: name, step_status: status }) => status === 'completed' && (step === null || step === name),
  );
  const [force, setForce] = useState(isDone);
  const [clean, setClean] = useState(false);
  const run = useChange(
    (client) =>
      dataOf(
        client.POST('/api/v0/data_pipeline/tasks/{task_id}/execute', {
          params: { path: { task_id: taskId } },
          body: {
            ...(step === null ? { execution_mode: 'complete' } : { execution_mode: 'step', step_name: step }),
            force_execution: force,
            clean_existing_files: clean,
          },
        }),
      ),
    { outdates: [['task', taskId], ['tasks']], onDone: onClose },
  );
  return (
    <Confirm
      title={step === null ? t.runAll : `${t.runStep}: ${STEP_NAMES[step][language]}`}
      verb={t.runTitle}
      isOpen={isOpen}
      onClose={onClose}
      onConfirm={() => run.mutate(undefined)}
      isPending={run.isPending}
      error={run.error}
    >
      {isDone && <p>{t.runHelp}</p>}
      <Checkbox isSelected={force} onChange={setForce}>
        {t.force}
      </Checkbox>
      <Checkbox isSelected={clean} onChange={setClean}>
        {t.clean}
      </Checkbox>
    </Confirm>
  );
}
