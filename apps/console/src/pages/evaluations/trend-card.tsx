import type { components } from '#clients/typescript';
import { dataOf } from '../../data/client.js';
import { useData } from '../../data/data.js';
import { useTexts } from '../../i18n/language.js';
import { Select } from '../../ui/fields.js';
import { visibleText } from '../../ui/foreign.js';
import { Card } from '../../ui/page.js';
import { Loaded } from '../../ui/states.js';
import { useAddress } from '../../view/address.js';
import { TrendChart } from '../../view/trend-chart.js';
import { armNumbers } from './arm-numbers.js';
import { armNames } from './names.js';
import { evaluationTexts } from './texts.js';
import { trendLines, type Measure } from './trend-lines.js';
import { useSetName, type QuestionSet } from './use-evaluations.js';

type Point = components['schemas']['TrendPoint'];

/** The trend of the set in the address, by default of the one that was measured last. */
export function TrendCard({ taskId, sets }: { readonly taskId: string; readonly sets: readonly QuestionSet[] }) {
  const t = useTexts(evaluationTexts);
  const { texts, set } = useAddress();
  const nameOfSet = useSetName(taskId);
  const trend = useData(['evaluations', taskId, 'trend'], (client, signal) =>
    dataOf(client.GET('/api/v0/data_pipeline/evaluations/trend', { params: { query: { task_id: taskId } }, signal })),
  );
  return (
    <Card title={t.trend} lead={t.trendHelp}>
      <Loaded query={trend} empty={({ points }) => (points.length < 2 ? <p className="quiet">{t.noTrend}</p> : null)}>
        {({ points }) => {
          const ids = [...new Set(points.map(({ set_id: id }) => id))];
          const chosen = ids.find((id) => id === texts['set']) ?? newestWithTrend(points);
          const shown = comparable(points.filter(({ set_id: id }) => id === chosen));
          const hasAnswers = shown.some(({ arms }) =>
            [...armNumbers(arms).values()].some(({ accuracy }) => accuracy !== null),
          );
          const measure: Measure = hasAnswers && texts['measure'] === 'accuracy' ? 'accuracy' : 'sufficiency';
          return (
            <div className="stack">
              {(ids.length > 1 || hasAnswers) && (
                <div className="filters">
                  {ids.length > 1 && (
                    <Select
                      label={t.set}
                      value={chosen}
                      onChange={(id) => set({ set: id })}
                      choices={ids.map((id) => ({ value: id, name: visibleText(nameOfSet(id, sets).slice(0, 80)) }))}
                    />
                  )}
                  {hasAnswers && (
                    <Select<Measure>
                      label={t.measure}
                      value={measure}
                      onChange={(next) => set({ measure: next })}
                      choices={(['sufficiency', 'accuracy'] as const).map((value) => ({ value, name: t[value] }))}
                    />
                  )}
                </div>
              )}
              <EvaluationTrend label={t[measure]} points={shown} measure={measure} />
            </div>
          );
        }}
      </Loaded>
    </Card>
  );
}

/** The set that was measured last, of those that were measured twice if there is one. */
function newestWithTrend(points: readonly Point[]): string {
  const ids = points.map(({ set_id: id }) => id);
  return ids.findLast((id, index) => ids.indexOf(id) < index) ?? ids.at(-1) ?? '';
}

/** Those that measured what the newest has: the store, or the files before their load. @param points of one question set */
export function comparable(points: readonly Point[]): readonly Point[] {
  const newest = points.at(-1);
  return points.filter(({ phase }) => phase === newest?.phase);
}

interface EvaluationTrendProps {
  readonly label: string;
  readonly points: readonly Point[];
  readonly measure: Measure;
}

export function EvaluationTrend({ label, points, measure }: EvaluationTrendProps) {
  const names = useTexts(armNames);
  const lines = trendLines(points, measure).map(({ arm, embedder, values }) => ({
    name: embedder === null ? names[arm] : `${names[arm]} · ${visibleText(embedder.slice(0, 60))}`,
    values,
  }));
  return <TrendChart label={label} times={points.map(({ created_at: at }) => at)} lines={lines} />;
}
