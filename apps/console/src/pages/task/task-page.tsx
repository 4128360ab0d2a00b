import { useTexts } from '../../i18n/language.js';
import { Card } from '../../ui/page.js';
import { StepTable } from './step-table.js';
import { useTask } from './task-context.js';
import { taskTexts } from './texts.js';

export default function TaskPage() {
  const t = useTexts(taskTexts);
  return (
    <Card title={t.steps}>
      <StepTable steps={useTask().steps} />
    </Card>
  );
}
