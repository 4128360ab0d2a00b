import type { components } from '#clients/typescript';
import { dataOf } from '../../data/client.js';
import { useChange } from '../../data/data.js';
import { useLanguage, useTexts } from '../../i18n/language.js';
import { Button } from '../../ui/button.js';
import { ActionError } from '../../ui/dialog.js';
import { useFormat } from '../../view/format.js';
import { STEP_NAMES, type StepName } from '../../view/statuses.js';
import { useTask } from '../task/task-context.js';
import { evaluationTexts, resultTexts } from './texts.js';
import { requestOf, useStart, type Evaluation } from './use-evaluations.js';

interface AfterRemediesProps {
  readonly evaluation: Evaluation;
  readonly applied: components['schemas']['AppliedRemedies'];
}

/** What the applying has written, and the way from there to the next measurement. */
export function AfterRemedies({ evaluation, applied: { remedies } }: AfterRemediesProps) {
  const t = useTexts(resultTexts);
  const format = useFormat();
  const count = (outcome: 'applied' | 'present' | 'unknown') =>
    format.number(remedies.filter((one) => one.outcome === outcome).length);
  return (
    <div className="plan">
      <p role="status">
        {t.applied({ applied: count('applied'), present: count('present'), unknown: count('unknown') })}
      </p>
      <h3>{t.then}</h3>
      <NextAction evaluation={evaluation} />
    </div>
  );
}

/** Run what is stale; when nothing is, measure the same again. */
function NextAction({ evaluation }: { readonly evaluation: Evaluation }) {
  const t = useTexts(resultTexts);
  const { again } = useTexts(evaluationTexts);
  const { language } = useLanguage();
  const { task_id: taskId, status, stale_steps: stale } = useTask();
  const start = useStart(taskId);
  const run = useChange(
    (client) =>
      dataOf(
        client.POST('/api/v0/data_pipeline/tasks/{task_id}/execute', {
          params: { path: { task_id: taskId } },
          body: { execution_mode: 'resume' },
        }),
      ),
    { outdates: [['task', taskId], ['tasks']] },
  );
  if (status === 'in_progress') {
    return <p>{t.running}</p>;
  }
  return (
    <div className="stack">
      {stale.length > 0 ? (
        <>
          <p>{t.runStepsHelp({ steps: stale.map((step) => STEP_NAMES[step as StepName][language]).join(' · ') })}</p>
          <div className="actions">
            <Button kind="primary" isPending={run.isPending} onPress={() => run.mutate(undefined)}>
              {t.runSteps}
            </Button>
          </div>
        </>
      ) : (
        <>
          <p>{t.readyAgain}</p>
          <div className="actions">
            <Button kind="primary" isPending={start.isPending} onPress={() => start.mutate(requestOf(evaluation))}>
              {again}
            </Button>
          </div>
        </>
      )}
      <ActionError error={run.error ?? start.error} />
    </div>
  );
}
