import { Link, type LinkProps } from '@tanstack/react-router';
import { useTexts } from '../../i18n/language.js';
import { Badge } from '../../ui/badge.js';
import { Foreign, ForeignLine } from '../../ui/foreign.js';
import { Progress } from '../../ui/progress.js';
import { Table, type Column } from '../../ui/table.js';
import { Time } from '../../ui/time.js';
import { useFormat } from '../../view/format.js';
import { StatusBadge } from '../../view/statuses.js';
import { armNumbers } from './arm-numbers.js';
import { armNames, levelNames } from './names.js';
import { objectOf } from './object-of.js';
import { evaluationTexts } from './texts.js';
import { isOpen, useSetName, type Evaluation, type QuestionSet } from './use-evaluations.js';

interface EvaluationTableProps {
  readonly evaluations: readonly Evaluation[];
  readonly sets: readonly QuestionSet[];
}

export function EvaluationTable({ evaluations, sets }: EvaluationTableProps) {
  const t = useTexts(evaluationTexts);
  const levels = useTexts(levelNames);
  const nameOfSet = useSetName(evaluations[0]?.task_id ?? '');
  const columns: readonly Column<Evaluation>[] = [
    { name: t.created, width: '12.5rem', cell: (evaluation) => <EvaluationLink evaluation={evaluation} /> },
    {
      name: t.set,
      cell: ({ set_id: id }) => <ForeignLine text={nameOfSet(id, sets)} />,
    },
    {
      name: t.level,
      width: '10rem',
      cell: ({ level, execution_id: execution }) => (
        <>
          {levels[level]}
          {execution !== null && <span className="help">{t.byStep}</span>}
        </>
      ),
    },
    { name: t.state, width: '8.5rem', cell: ({ status }) => <StatusBadge status={status} /> },
    { name: t.result, width: '32%', cell: (evaluation) => <Outcome evaluation={evaluation} /> },
  ];
  return <Table label={t.title} columns={columns} rows={evaluations} rowKey={({ evaluation_id: id }) => id} />;
}

function EvaluationLink({
  evaluation: { task_id: taskId, evaluation_id: id, created_at: at },
}: {
  readonly evaluation: Evaluation;
}) {
  const address = { to: '/tasks/$taskId/evaluations/$evaluationId', params: { taskId, evaluationId: id } };
  return (
    <Link {...(address as unknown as LinkProps)}>
      <Time iso={at} />
    </Link>
  );
}

/** How far it is, what it has found, or why it failed. */
function Outcome({ evaluation }: { readonly evaluation: Evaluation }) {
  const t = useTexts(evaluationTexts);
  const arms = useTexts(armNames);
  const format = useFormat();
  if (isOpen(evaluation)) {
    return <EvaluationProgress evaluation={evaluation} />;
  }
  if (evaluation.error !== null) {
    return <Foreign text={evaluation.error.message} />;
  }
  const numbers = [...armNumbers(evaluation.summary?.['arms'])];
  const { passed } = objectOf(evaluation.summary?.['gate']);
  return (
    <div className="step-state">
      {numbers.map(([arm, { sufficiency, accuracy }]) => (
        <span key={arm} className="arm-line">
          <span className="quiet">{arms[arm]}</span>
          <strong>{format.percent(100 * sufficiency)}</strong>
          {accuracy !== null && <span>{`${t.accuracy} ${format.percent(100 * accuracy)}`}</span>}
        </span>
      ))}
      {typeof passed === 'boolean' && <GateBadge passed={passed} />}
    </div>
  );
}

export function GateBadge({ passed }: { readonly passed: boolean }) {
  const t = useTexts(evaluationTexts);
  return <Badge tone={passed ? 'good' : 'bad'}>{passed ? t.gatePassed : t.gateFailed}</Badge>;
}

export function EvaluationProgress({ evaluation: { progress, status } }: { readonly evaluation: Evaluation }) {
  const t = useTexts(evaluationTexts);
  const format = useFormat();
  const [done, total] = [Number(progress?.['done'] ?? 0), Number(progress?.['total'] ?? 0)];
  return (
    <div className="step-state">
      <Progress label={t.progress} percent={total > 0 ? (100 * done) / total : null} />
      <span className="quiet">
        {status === 'pending' ? t.waiting : t.done({ done: format.number(done), total: format.number(total) })}
      </span>
    </div>
  );
}
