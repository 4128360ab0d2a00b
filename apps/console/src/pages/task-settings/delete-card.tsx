import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { dataOf } from '../../data/client.js';
import { useChange } from '../../data/data.js';
import { useTexts } from '../../i18n/language.js';
import { Button } from '../../ui/button.js';
import { Confirm } from '../../ui/dialog.js';
import { Checkbox } from '../../ui/fields.js';
import { Card } from '../../ui/page.js';
import { useTask } from '../task/task-context.js';
import { taskSettingsTexts } from './texts.js';

export function DeleteCard() {
  const t = useTexts(taskSettingsTexts);
  const navigate = useNavigate();
  const { task_id: taskId } = useTask();
  const [isAsked, setAsked] = useState(false);
  const [withRecord, setWithRecord] = useState(true);
  const [withBackups, setWithBackups] = useState(false);
  const remove = useChange(
    (client) => {
      const query = { delete_database_records: withRecord, include_backups: withBackups };
      const params = { path: { task_id: taskId }, query };
      return dataOf(client.DELETE('/api/v0/data_pipeline/tasks/{task_id}', { params }));
    },
    {
      outdates: [['tasks'], ['monitor'], ['schedules']],
      onDone: () => void navigate({ to: '/tasks' }),
    },
  );
  return (
    <Card title={t.danger} lead={t.dangerLead}>
      <Button kind="danger" onPress={() => setAsked(true)}>
        {t.delete}
      </Button>
      <Confirm
        title={t.deleteTitle}
        verb={t.deleteVerb}
        isDangerous
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        onConfirm={() => remove.mutate(undefined)}
        isPending={remove.isPending}
        error={remove.error}
      >
        <p>{t.cannotUndo}</p>
        <Checkbox isSelected={withRecord} onChange={setWithRecord}>
          {t.withRecord}
        </Checkbox>
        <Checkbox isSelected={withBackups} onChange={setWithBackups}>
          {t.withBackups}
        </Checkbox>
      </Confirm>
    </Card>
  );
}
