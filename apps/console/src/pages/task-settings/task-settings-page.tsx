import { useMay } from '../../data/session.js';
import { useTexts } from '../../i18n/language.js';
import { visibleText } from '../../ui/foreign.js';
import { Card } from '../../ui/page.js';
import { useTask } from '../task/task-context.js';
import { DeleteCard } from './delete-card.js';
import { LoadCard } from './load-card.js';
import { ScheduleCard } from './schedule-card.js';
import { taskSettingsTexts } from './texts.js';

export default function TaskSettingsPage() {
  const t = useTexts(taskSettingsTexts);
  const { tables, parameters } = useTask();
  const mayDelete = useMay('admin');
  return (
    <>
      <ScheduleCard />
      <LoadCard />
      <div className="columns">
        <Card title={t.tables}>
          {tables === null ? (
            <p className="quiet">{t.noTables}</p>
          ) : (
            <pre className="code" tabIndex={0}>
              {visibleText(tables.join('\n'))}
            </pre>
          )}
        </Card>
        <Card title={t.parameters} lead={t.parametersLead}>
          <pre className="code" tabIndex={0}>
            {visibleText(JSON.stringify(parameters, null, 2))}
          </pre>
        </Card>
      </div>
      {mayDelete && <DeleteCard />}
    </>
  );
}
