import { useState } from 'react';
import type { components } from '#clients/typescript';
import { dataOf } from '../../data/client.js';
import { useChange, useData } from '../../data/data.js';
import { useMay, useSession } from '../../data/session.js';
import { useTexts } from '../../i18n/language.js';
import { nameOf } from '../../i18n/texts.js';
import { Button } from '../../ui/button.js';
import { ActionError } from '../../ui/dialog.js';
import { Checkbox, TextInput } from '../../ui/fields.js';
import { Card, Facts } from '../../ui/page.js';
import { Loaded } from '../../ui/states.js';
import { Time } from '../../ui/time.js';
import { Cron } from '../../view/cron.js';
import { refusalNames } from '../../view/refusal-names.js';
import { useTask } from '../task/task-context.js';
import { taskSettingsTexts } from './texts.js';

type Schedule = components['schemas']['ScheduleView'];

const PATH = '/api/v0/data_pipeline/tasks/{task_id}/schedule';

export function ScheduleCard() {
  const t = useTexts(taskSettingsTexts);
  const { task_id: taskId } = useTask();
  const schedule = useData(['task', taskId, 'schedule'], async (client, signal) => {
    const params = { query: { task_id: taskId } };
    const { schedules } = await dataOf(client.GET('/api/v0/data_pipeline/schedules', { params, signal }));
    return schedules[0] ?? null;
  });
  return (
    <Card title={t.schedule} lead={t.scheduleLead}>
      <Loaded query={schedule}>{(data) => <ScheduleForm key={data?.created_at} schedule={data} />}</Loaded>
    </Card>
  );
}

function ScheduleForm({ schedule }: { readonly schedule: Schedule | null }) {
  const t = useTexts(taskSettingsTexts);
  const { time_zone: zone } = useSession();
  const { task_id: taskId } = useTask();
  const mayRun = useMay('run');
  const [cron, setCron] = useState(schedule?.schedule ?? '');
  const [timeZone, setTimeZone] = useState(schedule?.time_zone ?? zone);
  const [clean, setClean] = useState(schedule?.clean_existing_files ?? false);
  const params = { path: { task_id: taskId } };
  const outdates = [['task', taskId, 'schedule'], ['schedules']];
  const save = useChange(
    (client) => {
      const body = { schedule: cron.trim(), time_zone: timeZone.trim(), clean_existing_files: clean };
      return dataOf(client.PUT(PATH, { params, body }));
    },
    { outdates },
  );
  const remove = useChange((client) => dataOf(client.DELETE(PATH, { params })), {
    outdates,
    onDone: () => setCron(''),
  });
  return (
    <div className="form">
      {schedule === null ? <p className="quiet">{t.noSchedule}</p> : <ScheduleFacts schedule={schedule} />}
      {mayRun && (
        <>
          <div className="filters">
            <TextInput label={t.cron} value={cron} onChange={setCron} placeholder="0 2 * * *" maxLength={100} />
            <TextInput label={t.zone} value={timeZone} onChange={setTimeZone} maxLength={100} />
          </div>
          <p className="help">{t.cronHelp}</p>
          <Checkbox isSelected={clean} onChange={setClean}>
            {t.clean}
          </Checkbox>
          <ActionError error={save.error ?? remove.error} />
          <div className="actions">
            <Button isDisabled={cron.trim() === ''} isPending={save.isPending} onPress={() => save.mutate(undefined)}>
              {t.save}
            </Button>
            {schedule !== null && (
              <Button kind="danger" isPending={remove.isPending} onPress={() => remove.mutate(undefined)}>
                {t.remove}
              </Button>
            )}
          </div>
        </>
      )}
    </div>
  );
}

function ScheduleFacts({ schedule }: { readonly schedule: Schedule }) {
  const t = useTexts(taskSettingsTexts);
  const refusals = useTexts(refusalNames);
  return (
    <Facts
      facts={[
        { name: t.cron, value: <Cron expression={schedule.schedule} /> },
        { name: t.next, value: <Time iso={schedule.next_run_at} /> },
        { name: t.last, value: <Time iso={schedule.last_started_at} /> },
        ...(schedule.last_refusal === null
          ? []
          : [{ name: t.refusal, value: nameOf(refusals, schedule.last_refusal) }]),
      ]}
    />
  );
}
