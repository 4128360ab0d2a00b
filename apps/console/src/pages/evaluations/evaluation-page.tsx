import { FileText, RotateCcw, Square } from 'lucide-react';
import { useParams } from '@tanstack/react-router';
import { dataOf, hasStatus, ROOT_URL } from '../../data/client.js';
import { useChange } from '../../data/data.js';
import { useMay } from '../../data/session.js';
import { useLanguage, useTexts } from '../../i18n/language.js';
import { Button, DownloadLink, ExternalLink, LinkButton } from '../../ui/button.js';
import { ActionError } from '../../ui/dialog.js';
import { Foreign, ForeignLine } from '../../ui/foreign.js';
import { Card, Facts } from '../../ui/page.js';
import { Empty, Loaded } from '../../ui/states.js';
import { Time } from '../../ui/time.js';
import { useFormat } from '../../view/format.js';
import { StatusBadge } from '../../view/statuses.js';
import { useTask } from '../task/task-context.js';
import { CompareCard } from './compare-card.js';
import { EvaluationProgress } from './evaluation-table.js';
import './evaluations.css';
import { FailuresCard } from './failures-card.js';
import { levelNames, phaseNames } from './names.js';
import { RemediesCard } from './remedies-card.js';
import { reportPath, type Report } from './report.js';
import { SummaryCards } from './summary-cards.js';
import { evaluationTexts } from './texts.js';
import {
  isOpen,
  requestOf,
  useEvaluation,
  useReport,
  useSetName,
  useSets,
  useStart,
  type Evaluation,
} from './use-evaluations.js';

/** One evaluation: while it runs, what it has found, and what would help. */
export default function EvaluationPage() {
  const t = useTexts(evaluationTexts);
  const { task_id: taskId } = useTask();
  const { evaluationId = '' }: { readonly evaluationId?: string } = useParams({ strict: false });
  const evaluation = useEvaluation(taskId, evaluationId);
  if (hasStatus(evaluation.error, 404)) {
    return (
      <Card>
        <Empty title={t.gone} action={<BackLink taskId={taskId} />}>
          {t.goneHelp}
        </Empty>
      </Card>
    );
  }
  return (
    <Loaded query={evaluation}>
      {(found) => (found.status === 'completed' ? <Completed evaluation={found} /> : <Head evaluation={found} />)}
    </Loaded>
  );
}

function BackLink({ taskId }: { readonly taskId: string }) {
  const t = useTexts(evaluationTexts);
  return (
    <LinkButton small to="/tasks/$taskId/evaluations" params={{ taskId }}>
      {t.back}
    </LinkButton>
  );
}

function Completed({ evaluation }: { readonly evaluation: Evaluation }) {
  const { task_id: taskId, evaluation_id: id } = evaluation;
  const report = useReport(taskId, id);
  return (
    <>
      <Head evaluation={evaluation} report={report.data} />
      <Loaded query={report}>
        {(found) => (
          <>
            <SummaryCards report={found} />
            <FailuresCard evaluation={evaluation} report={found} />
          </>
        )}
      </Loaded>
      <RemediesCard evaluation={evaluation} />
      <CompareCard evaluation={evaluation} />
    </>
  );
}

function Head({ evaluation, report }: { readonly evaluation: Evaluation; readonly report?: Report | undefined }) {
  const t = useTexts(evaluationTexts);
  const levels = useTexts(levelNames);
  const phases = useTexts(phaseNames);
  const format = useFormat();
  const { task_id: taskId, created_at, started_at: from, completed_at: to, error } = evaluation;
  const nameOfSet = useSetName(taskId);
  const sets = useSets(taskId, evaluation.db_name);
  const model = report?.evaluation.model ?? null;
  return (
    <Card
      title={
        <>
          {t.one} <StatusBadge status={evaluation.status} />
        </>
      }
      actions={
        <>
          <BackLink taskId={taskId} />
          <Actions evaluation={evaluation} />
        </>
      }
    >
      <div className="stack">
        {isOpen(evaluation) && <EvaluationProgress evaluation={evaluation} />}
        {error !== null && (
          <p className="action-error">
            <Foreign text={error.message} />
          </p>
        )}
        <Facts
          facts={[
            {
              name: t.set,
              value: <ForeignLine text={nameOfSet(evaluation.set_id, sets.data?.question_sets)} />,
            },
            { name: t.level, value: levels[evaluation.level] },
            { name: t.phase, value: phases[evaluation.phase] },
            ...(model === null ? [] : [{ name: t.model, value: <ForeignLine text={model} /> }]),
            { name: t.database, value: <Foreign text={evaluation.db_name} /> },
            {
              name: t.created,
              value: (
                <>
                  <Time iso={created_at} />
                  {from !== null && to !== null && ` · ${format.duration((Date.parse(to) - Date.parse(from)) / 1_000)}`}
                </>
              ),
            },
          ]}
        />
      </div>
    </Card>
  );
}

function Actions({ evaluation }: { readonly evaluation: Evaluation }) {
  const t = useTexts(evaluationTexts);
  const { language } = useLanguage();
  const mayRun = useMay('run');
  const { task_id: taskId, evaluation_id: id } = evaluation;
  const start = useStart(taskId);
  if (isOpen(evaluation)) {
    return mayRun && evaluation.execution_id === null ? <StopButton evaluation={evaluation} /> : null;
  }
  const report = `${ROOT_URL}${reportPath(taskId, id)}?language=${language}`;
  return (
    <>
      {evaluation.status === 'completed' && (
        <>
          <DownloadLink href={`${report}&format=markdown`}>{t.download}</DownloadLink>
          <ExternalLink href={report} help={t.reportHelp}>
            <FileText aria-hidden size={14} />
            {t.report}
          </ExternalLink>
        </>
      )}
      {mayRun && (
        <Button small kind="primary" isPending={start.isPending} onPress={() => start.mutate(requestOf(evaluation))}>
          <RotateCcw aria-hidden size={14} />
          {t.again}
        </Button>
      )}
      <ActionError error={start.error} />
    </>
  );
}

function StopButton({ evaluation }: { readonly evaluation: Evaluation }) {
  const t = useTexts(evaluationTexts);
  const { task_id: taskId, evaluation_id: id, cancel_requested: isStopping } = evaluation;
  const stop = useChange(
    (client) =>
      dataOf(
        client.POST('/api/v0/data_pipeline/tasks/{task_id}/evaluations/{evaluation_id}/cancel', {
          params: { path: { task_id: taskId, evaluation_id: id } },
        }),
      ),
    { outdates: [['evaluations', taskId]] },
  );
  return (
    <>
      <Button
        small
        kind="danger"
        isDisabled={isStopping}
        isPending={stop.isPending}
        onPress={() => stop.mutate(undefined)}
      >
        <Square aria-hidden size={13} />
        {isStopping ? t.stopping : t.stop}
      </Button>
      <ActionError error={stop.error} />
    </>
  );
}
