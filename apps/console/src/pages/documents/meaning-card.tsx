import { useState } from 'react';
import { useMay } from '../../data/session.js';
import { useLanguage, useTexts } from '../../i18n/language.js';
import { Button } from '../../ui/button.js';
import { ActionError } from '../../ui/dialog.js';
import { Foreign, ForeignLine } from '../../ui/foreign.js';
import { Card } from '../../ui/page.js';
import { STEP_NAMES } from '../../view/statuses.js';
import { useTask } from '../task/task-context.js';
import { EditList } from './edit-list.js';
import { ItemEditor } from './item-editor.js';
import { JoinList } from './join-list.js';
import { meaningTexts } from './meaning-texts.js';
import type { ModelItem, ModelTable } from './model-types.js';
import { StatementList } from './statement-list.js';
import { useItemChange } from './use-model.js';

interface MeaningProps {
  readonly taskId: string;
  readonly model: ModelTable;
  readonly tables: readonly string[];
  readonly onOpen: (table: string) => void;
}

/** What the model says about a table, its columns and its joins, and the editors of that. */
export function Meaning({ taskId, model, tables, onOpen }: MeaningProps) {
  const t = useTexts(meaningTexts);
  const { language } = useLanguage();
  const task = useTask();
  const may = useMay('run');
  const [edited, setEdited] = useState<ModelItem | null>(null);
  const change = useItemChange(taskId);
  const isRunning = task.status === 'in_progress';
  const mayEdit = may && !isRunning;
  const columns = model.columns.map(({ name }) => name ?? '');
  const part = (item: ModelItem) => (
    <li key={item.name ?? ''} className="model-item">
      <header>
        <h3>
          <ForeignLine text={item.name ?? item.table} />
        </h3>
        {mayEdit && (
          <Button small aria-label={t.editNamed({ name: item.name ?? item.table })} onPress={() => setEdited(item)}>
            {t.edit}
          </Button>
        )}
      </header>
      <StatementList item={item} onFollow={mayEdit ? (key) => change.mutate({ item, follow: [key] }) : undefined} />
    </li>
  );
  return (
    <>
      <Card title={t.title} lead={t.lead}>
        {!may && <p className="quiet">{t.readOnly}</p>}
        {may && isRunning && <p className="quiet">{t.running}</p>}
        {model.stale_steps.length > 0 && !isRunning && (
          <p className="model-stale">
            {t.stale({ steps: model.stale_steps.map((step) => STEP_NAMES[step][language]).join(' · ') })}
          </p>
        )}
        <ActionError error={change.error} />
        <ul className="model-items">
          {part(model.table)}
          {model.columns.map(part)}
        </ul>
        {model.metrics.length > 0 && (
          <section className="model-metrics">
            <h3>{t.metrics}</h3>
            <ul className="model-items">
              {model.metrics.map((metric) => (
                <li key={metric.name} className="model-item">
                  <header>
                    <h4>
                      <Foreign text={metric.name ?? ''} />
                    </h4>
                  </header>
                  <StatementList item={metric} />
                </li>
              ))}
            </ul>
          </section>
        )}
      </Card>
      <JoinList taskId={taskId} model={model} tables={tables} mayEdit={mayEdit} onOpen={onOpen} />
      <EditList taskId={taskId} table={model.table.table} mayEdit={mayEdit} />
      {edited !== null && (
        <ItemEditor taskId={taskId} item={edited} columns={columns} onClose={() => setEdited(null)} />
      )}
    </>
  );
}
