import type { components } from '#clients/typescript';
import { dataOf } from '../../data/client.js';
import { useData } from '../../data/data.js';
import { useTexts } from '../../i18n/language.js';
import { Select } from '../../ui/fields.js';
import { Card } from '../../ui/page.js';
import { Loaded } from '../../ui/states.js';
import { useAddress } from '../../view/address.js';
import { useFormat } from '../../view/format.js';
import { DifferenceTable, type DifferenceRow } from './difference-table.js';
import { armNames } from './names.js';
import { resultTexts } from './texts.js';
import { useEvaluations, type Evaluation } from './use-evaluations.js';

const MOST_OTHERS = 200;
const NONE = 'none';

/** Two evaluations with one set. The other one is in the address. */
export function CompareCard({ evaluation }: { readonly evaluation: Evaluation }) {
  const t = useTexts(resultTexts);
  const format = useFormat();
  const { texts, set } = useAddress();
  const { task_id: taskId, evaluation_id: id, set_id: setId } = evaluation;
  const evaluations = useEvaluations(taskId, { limit: MOST_OTHERS, set_id: setId });
  return (
    <Card title={t.compare} lead={t.compareHelp}>
      <Loaded query={evaluations}>
        {({ evaluations: all }) => {
          const others = all.filter((one) => one.status === 'completed' && one.evaluation_id !== id);
          const chosen = others.find((one) => one.evaluation_id === texts['with']);
          return others.length === 0 ? (
            <p className="quiet">{t.noOther}</p>
          ) : (
            <div className="stack">
              <div className="filters">
                <Select
                  label={t.compareWith}
                  value={chosen?.evaluation_id ?? NONE}
                  onChange={(other) => set({ with: other === NONE ? '' : other })}
                  choices={[
                    { value: NONE, name: t.chooseOther },
                    ...others.map(({ evaluation_id: value, created_at: at }) => ({ value, name: format.time(at) })),
                  ]}
                />
              </div>
              {chosen !== undefined && <Comparison taskId={taskId} id={id} other={chosen.evaluation_id} />}
            </div>
          );
        }}
      </Loaded>
    </Card>
  );
}

interface ComparisonProps {
  readonly taskId: string;
  readonly id: string;
  readonly other: string;
}

function Comparison({ taskId, id, other }: ComparisonProps) {
  const t = useTexts(resultTexts);
  const arms = useTexts(armNames);
  const comparison = useData(['evaluations', taskId, 'compare', other, id], (client, signal) => {
    const path = '/api/v0/data_pipeline/tasks/{task_id}/evaluations/{evaluation_id}/compare/{other_id}';
    const params = { path: { task_id: taskId, evaluation_id: other, other_id: id } };
    return dataOf(client.GET(path, { params, signal }));
  });
  const rowOf = ({ arm, of, ...numbers }: components['schemas']['ArmDifference']): DifferenceRow => ({
    ...numbers,
    compared: arms[arm],
    measure: of === 'right' ? 'accuracy' : 'sufficiency',
  });
  return (
    <Loaded query={comparison}>
      {({ differences, kept_half: kept }) => (
        <>
          <h3>{t.allQuestions}</h3>
          <DifferenceTable label={t.allQuestions} rows={differences.map(rowOf)} />
          <h3>{t.keptHalf}</h3>
          <DifferenceTable label={t.keptHalf} rows={kept.map(rowOf)} />
        </>
      )}
    </Loaded>
  );
}
