import { useState } from 'react';
import { dataOf } from '../../data/client.js';
import { useChange } from '../../data/data.js';
import { useLanguage, useTexts } from '../../i18n/language.js';
import { Confirm } from '../../ui/dialog.js';
import { Checkbox } from '../../ui/fields.js';
import { STEP_NAMES, type StepName } from '../../view/statuses.js';
import { useTask } from './task-context.js';
import { taskTexts } from './texts.js';

/** All steps, the rest after a stop or a failure, or one step. */
export type RunMode = 'complete' | 'resume' | StepName;

interface RunDialogProps {
  readonly mode: RunMode;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Starts the task. */
export function RunDialog({ mode, isOpen, onClose }: RunDialogProps) {
  const t = useTexts(taskTexts);
  const { language } = useLanguage();
  const { task_id: taskId, steps } = useTask();
  const step = mode === 'complete' || mode === 'resume' ? null : mode;
  const isDone = steps.some(
    ({ step_name: name, step_status: status }) => status === 'completed' && (step === null || step === name),
  );
  const [force, setForce] = useState(false);
  const [clean, setClean] = useState(false);
  const run = useChange(
    (client) =>
      dataOf(
        client.POST('/api/v0/data_pipeline/tasks/{task_id}/execute', {
          params: { path: { task_id: taskId } },
          body: {
            ...(step === null
              ? { execution_mode: mode === 'resume' ? 'resume' : 'complete' }
              : { execution_mode: 'step', step_name: step }),
            ...(step === null ? {} : { force_execution: force }),
            clean_existing_files: clean,
          },
        }),
      ),
    { outdates: [['task', taskId], ['tasks']], onDone: onClose },
  );
  return (
    <Confirm
      title={step !== null ? `${t.runStep}: ${STEP_NAMES[step][language]}` : mode === 'resume' ? t.resume : t.runAll}
      verb={mode === 'resume' ? t.resume : t.runTitle}
      isOpen={isOpen}
      onClose={onClose}
      onConfirm={() => run.mutate(undefined)}
      isPending={run.isPending}
      error={run.error}
    >
      {mode === 'resume' ? <p>{t.resumeHelp}</p> : isDone && <p>{t.runHelp}</p>}
      {step !== null && (
        <Checkbox isSelected={force} onChange={setForce}>
          {t.force}
        </Checkbox>
      )}
      <Checkbox isSelected={clean} onChange={setClean}>
        {t.clean}
      </Checkbox>
    </Confirm>
  );
}
