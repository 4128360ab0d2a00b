import { Link, type LinkProps } from '@tanstack/react-router';
import { dataOf } from '../../data/client.js';
import { useData } from '../../data/data.js';
import { useTexts } from '../../i18n/language.js';
import { Card } from '../../ui/page.js';
import { Loaded } from '../../ui/states.js';
import { Ago } from '../../ui/time.js';
import { comparable, EvaluationTrend } from '../evaluations/trend-card.js';
import { overviewTexts } from './texts.js';

const LOOK_EVERY_MS = 60_000;

/** The newest evaluation with the earlier ones of its task and question set. */
export function EvaluationCard() {
  const t = useTexts(overviewTexts);
  const trend = useData(
    ['evaluations', 'trend'],
    (client, signal) => dataOf(client.GET('/api/v0/data_pipeline/evaluations/trend', { signal })),
    { every: LOOK_EVERY_MS },
  );
  const newest = trend.data?.points.at(-1);
  const shown = trend.data?.points.filter(
    ({ task_id: taskId, set_id: setId }) => taskId === newest?.task_id && setId === newest.set_id,
  );
  return (
    <Card
      title={t.evaluation}
      lead={t.evaluationLead}
      actions={
        newest && (
          <>
            <span className="quiet">
              <Ago iso={newest.created_at} />
            </span>
            <Link {...addressOf(newest)}>{t.toEvaluation}</Link>
          </>
        )
      }
    >
      <Loaded
        query={trend}
        empty={({ points }) => (points.length === 0 ? <p className="quiet">{t.noEvaluation}</p> : null)}
      >
        {() => <EvaluationTrend label={t.sufficiency} points={comparable(shown ?? [])} measure="sufficiency" />}
      </Loaded>
    </Card>
  );
}

function addressOf({ task_id: taskId, evaluation_id: evaluationId }: { task_id: string; evaluation_id: string }) {
  return { to: '/tasks/$taskId/evaluations/$evaluationId', params: { taskId, evaluationId } } as unknown as LinkProps;
}
