import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { components } from '#clients/typescript';
import { dataOf, type DataPipelineClient } from '../../data/client.js';
import { useChange } from '../../data/data.js';
import { useTexts } from '../../i18n/language.js';
import { Button, LinkButton } from '../../ui/button.js';
import { ActionError } from '../../ui/dialog.js';
import { Checkbox, Select, TextBlock, TextInput } from '../../ui/fields.js';
import { Card, Page } from '../../ui/page.js';
import { LOADED_PAIRS, loadNames, type LoadedPairs } from '../../view/load-names.js';
import { linesOf } from './matching.js';
import { TableChooser } from './table-chooser.js';
import { newTaskTexts } from './texts.js';

type CreateTaskRequest = components['schemas']['CreateTaskRequest'];

interface Draft {
  readonly name: string;
  readonly context: string;
  readonly database: string;
  readonly list: string;
  readonly validates: boolean;
  readonly loads: boolean;
  readonly loaded: LoadedPairs;
  readonly continues: boolean;
  readonly pairs: string;
  readonly schedule: string;
}

const EMPTY: Draft = {
  name: '',
  context: '',
  database: '',
  list: '',
  validates: true,
  loads: true,
  loaded: 'not_rejected',
  continues: true,
  pairs: '',
  schedule: '',
};

export default function NewTaskPage() {
  const t = useTexts(newTaskTexts);
  const [draft, setDraft] = useState(EMPTY);
  const change = (changes: Partial<Draft>) => setDraft((before) => ({ ...before, ...changes }));
  return (
    <Page title={t.title} lead={t.lead}>
      <Card title={t.what}>
        <div className="form">
          <TextBlock
            label={t.context}
            help={t.contextHelp}
            placeholder={t.contextPlaceholder}
            value={draft.context}
            onChange={(context) => change({ context })}
            maxLength={4_000}
            isRequired
          />
          <TextInput
            label={t.name}
            help={t.nameHelp}
            value={draft.name}
            onChange={(name) => change({ name })}
            maxLength={255}
          />
          <TextInput
            label={t.database}
            help={t.databaseHelp}
            value={draft.database}
            onChange={(database) => change({ database })}
            maxLength={63}
          />
        </div>
      </Card>
      <TableChooser database={draft.database.trim()} list={draft.list} onChange={(list) => change({ list })} />
      <Options draft={draft} change={change} />
      <CreateButtons draft={draft} />
    </Page>
  );
}

interface OptionsProps {
  readonly draft: Draft;
  readonly change: (changes: Partial<Draft>) => void;
}

function Options({ draft, change }: OptionsProps) {
  const t = useTexts(newTaskTexts);
  const loads = useTexts(loadNames);
  return (
    <Card title={t.steps}>
      <div className="columns">
        <div className="form">
          <Checkbox isSelected={draft.validates} onChange={(validates) => change({ validates })} help={t.validateHelp}>
            {t.validate}
          </Checkbox>
          <Checkbox isSelected={draft.loads} onChange={(loads) => change({ loads })} help={t.loadHelp}>
            {t.load}
          </Checkbox>
          {draft.loads && (
            <Select
              label={t.loaded}
              help={t.loadedHelp}
              value={draft.loaded}
              onChange={(loaded) => change({ loaded })}
              choices={LOADED_PAIRS.map((value) => ({ value, name: loads[value] }))}
            />
          )}
          <Checkbox isSelected={draft.continues} onChange={(continues) => change({ continues })}>
            {t.continueOnError}
          </Checkbox>
        </div>
        <div className="form">
          <TextInput
            label={t.pairs}
            help={t.pairsHelp}
            type="number"
            min={1}
            value={draft.pairs}
            onChange={(pairs) => change({ pairs })}
          />
          <TextInput
            label={t.schedule}
            help={t.scheduleHelp}
            value={draft.schedule}
            onChange={(schedule) => change({ schedule })}
            maxLength={100}
          />
        </div>
      </div>
    </Card>
  );
}

function CreateButtons({ draft }: { readonly draft: Draft }) {
  const t = useTexts(newTaskTexts);
  const navigate = useNavigate();
  const create = useChange((client, runs: boolean) => createTask(client, draft, runs), {
    outdates: [['tasks'], ['monitor']],
    onDone: ({ taskId, refusal }) => {
      if (refusal === null) {
        void navigate({ to: `/tasks/${taskId}` });
      }
    },
  });
  if (create.data !== undefined && create.data.refusal !== null) {
    return <Refused {...create.data} />;
  }
  const missing = draft.context.trim() === '' ? t.needsContext : linesOf(draft.list).length === 0 ? t.needsTables : '';
  return (
    <div className="stack">
      <ActionError error={create.error} />
      <div className="actions">
        <Button
          kind="primary"
          isDisabled={missing !== ''}
          isPending={create.isPending}
          onPress={() => create.mutate(true)}
        >
          {t.createAndRun}
        </Button>
        <Button isDisabled={missing !== '' || create.isPending} onPress={() => create.mutate(false)}>
          {t.createOnly}
        </Button>
        <span className="quiet">{missing}</span>
      </div>
    </div>
  );
}

interface Created {
  readonly taskId: string;
  /** Why its run was refused. */
  readonly refusal: Error | null;
}

/** The task is there, but does not run. */
function Refused({ taskId, refusal }: Created) {
  const t = useTexts(newTaskTexts);
  return (
    <div className="stack">
      <p role="status">{t.notStarted}</p>
      <ActionError error={refusal} />
      <div className="actions">
        <LinkButton to="/tasks/$taskId" params={{ taskId }} kind="primary">
          {t.toTask}
        </LinkButton>
      </div>
    </div>
  );
}

async function createTask(client: DataPipelineClient, draft: Draft, runs: boolean): Promise<Created> {
  const body: CreateTaskRequest = {
    business_context: draft.context.trim(),
    tables: linesOf(draft.list),
    enable_sql_validation: draft.validates,
    enable_training_data_load: draft.loads,
    load: draft.loaded,
    continue_on_error: draft.continues,
    ...(draft.name.trim() === '' ? {} : { task_name: draft.name.trim() }),
    ...(draft.database.trim() === '' ? {} : { db_name: draft.database.trim() }),
    ...(draft.pairs === '' ? {} : { pairs_per_task: Number(draft.pairs) }),
    ...(draft.schedule.trim() === '' ? {} : { schedule: draft.schedule.trim() }),
  };
  const { task_id: taskId } = await dataOf(client.POST('/api/v0/data_pipeline/tasks', { body }));
  const refusal = runs ? await startTask(client, taskId) : null;
  return { taskId, refusal };
}

async function startTask(client: DataPipelineClient, taskId: string): Promise<Error | null> {
  try {
    const params = { path: { task_id: taskId } };
    await dataOf(client.POST('/api/v0/data_pipeline/tasks/{task_id}/execute', { params }));
    return null;
  } catch (error) {
    return error as Error;
  }
}
