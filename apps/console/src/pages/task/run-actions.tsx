import { Play, Square, StepForward } from 'lucide-react';
import { useState } from 'react';
import { dataOf } from '../../data/client.js';
import { useChange } from '../../data/data.js';
import { useMay } from '../../data/session.js';
import { useTexts } from '../../i18n/language.js';
import { Button } from '../../ui/button.js';
import { Confirm } from '../../ui/dialog.js';
import { RunDialog } from './run-dialog.js';
import { useTask } from './task-context.js';
import { taskTexts } from './texts.js';

/** Run the task, or stop it. */
export function RunActions() {
  const t = useTexts(taskTexts);
  const task = useTask();
  const [mode, ask] = useState<'complete' | 'resume' | null>(null);
  const mayRun = useMay('run');
  if (!mayRun) {
    return null;
  }
  if (task.status === 'in_progress') {
    return <StopAction />;
  }
  const canResume = task.status === 'failed' || task.status === 'cancelled' || task.stale_steps.length > 0;
  return (
    <>
      {canResume && (
        <Button kind="primary" onPress={() => ask('resume')}>
          <StepForward aria-hidden size={15} />
          {t.resume}
        </Button>
      )}
      <Button kind={canResume ? 'plain' : 'primary'} onPress={() => ask('complete')}>
        <Play aria-hidden size={15} />
        {task.status === 'pending' ? t.runAll : t.runAgain}
      </Button>
      <RunDialog key={mode} mode={mode ?? 'complete'} isOpen={mode !== null} onClose={() => ask(null)} />
    </>
  );
}

function StopAction() {
  const t = useTexts(taskTexts);
  const { task_id: taskId, cancel_requested: isStopping } = useTask();
  const [isAsked, setAsked] = useState(false);
  const stop = useChange(
    (client) =>
      dataOf(client.POST('/api/v0/data_pipeline/tasks/{task_id}/cancel', { params: { path: { task_id: taskId } } })),
    { outdates: [['task', taskId], ['tasks']], onDone: () => setAsked(false) },
  );
  return (
    <>
      <Button kind="danger" isDisabled={isStopping} onPress={() => setAsked(true)}>
        <Square aria-hidden size={14} />
        {isStopping ? t.cancelling : t.cancel}
      </Button>
      <Confirm
        title={t.cancelTitle}
        verb={t.stop}
        isDangerous
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        onConfirm={() => stop.mutate(undefined)}
        isPending={stop.isPending}
        error={stop.error}
      >
        <p>{t.cancelHelp}</p>
      </Confirm>
    </>
  );
}
