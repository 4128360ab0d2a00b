import type { UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import type { components } from '#clients/typescript';
import { dataOf } from '../../data/client.js';
import { useChange } from '../../data/data.js';
import { useMay } from '../../data/session.js';
import { useTexts } from '../../i18n/language.js';
import { nameOf } from '../../i18n/texts.js';
import { Button } from '../../ui/button.js';
import { ActionError, Confirm } from '../../ui/dialog.js';
import { ForeignLine } from '../../ui/foreign.js';
import { Card } from '../../ui/page.js';
import { Empty, Loaded } from '../../ui/states.js';
import { Table, type Column } from '../../ui/table.js';
import { Time } from '../../ui/time.js';
import { Actor } from '../../view/actor.js';
import { useFormat } from '../../view/format.js';
import { setOrigins } from './names.js';
import { QuestionsDialog } from './questions-dialog.js';
import { setTexts } from './texts.js';
import { UploadSetDialog } from './upload-set-dialog.js';
import { useSetName, type QuestionSet } from './use-evaluations.js';

interface QuestionSetsCardProps {
  readonly taskId: string;
  readonly query: UseQueryResult<components['schemas']['QuestionSetList']>;
}

export function QuestionSetsCard({ taskId, query }: QuestionSetsCardProps) {
  const t = useTexts(setTexts);
  const mayRun = useMay('run');
  const [isUploading, setUploading] = useState(false);
  const [stored, setStored] = useState<QuestionSet | null>(null);
  const format = useFormat();
  const hold = useChange(
    (client) => dataOf(client.POST('/api/v0/data_pipeline/question-sets/held-out', { body: { task_id: taskId } })),
    { outdates: [['question-sets', taskId]], onDone: setStored },
  );
  const actions = mayRun && (
    <>
      <Button small isPending={hold.isPending} onPress={() => hold.mutate(undefined)}>
        {t.heldOut}
      </Button>
      <Button small onPress={() => setUploading(true)}>
        {t.upload}
      </Button>
    </>
  );
  return (
    <Card title={t.title} lead={t.lead} actions={actions}>
      <div className="stack">
        {stored !== null && (
          <p className="notice notice-calm" role="status">
            <ForeignLine text={t.stored({ name: stored.name, count: format.number(stored.question_count) })} />
          </p>
        )}
        <ActionError error={hold.error} />
        <Loaded query={query} empty={({ total }) => (total === 0 ? <Empty title={t.none}>{t.noneHelp}</Empty> : null)}>
          {({ question_sets: sets }) => <SetTable taskId={taskId} sets={sets} />}
        </Loaded>
      </div>
      <UploadSetDialog
        key={String(isUploading)}
        taskId={taskId}
        isOpen={isUploading}
        onClose={() => setUploading(false)}
        onStored={setStored}
      />
    </Card>
  );
}

function SetTable({ taskId, sets }: { readonly taskId: string; readonly sets: readonly QuestionSet[] }) {
  const t = useTexts(setTexts);
  const origins = useTexts(setOrigins);
  const format = useFormat();
  const mayRun = useMay('run');
  const nameOfSet = useSetName(taskId);
  const [opened, open] = useState<QuestionSet | null>(null);
  const [doomed, doom] = useState<QuestionSet | null>(null);
  const columns: readonly Column<QuestionSet>[] = [
    { name: t.name, cell: ({ set_id: id }) => <ForeignLine text={nameOfSet(id, sets)} /> },
    { name: t.origin, width: '7rem', cell: ({ origin }) => nameOf(origins, origin) },
    {
      name: t.questions,
      width: '6.5rem',
      align: 'end',
      cell: ({ question_count: count }) => format.number(count),
    },
    { name: t.created, width: '12.5rem', cell: ({ created_at: at }) => <Time iso={at} /> },
    { name: t.by, width: '9rem', cell: ({ created_by: by }) => <Actor name={by} /> },
    {
      name: t.actions,
      width: '10rem',
      align: 'end',
      cell: (set) => (
        <div className="actions actions-end">
          <Button small aria-label={`${t.look}: ${set.name.slice(0, 80)}`} onPress={() => open(set)}>
            {t.look}
          </Button>
          {mayRun && (
            <Button small aria-label={`${t.delete}: ${set.name.slice(0, 80)}`} onPress={() => doom(set)}>
              {t.delete}
            </Button>
          )}
        </div>
      ),
    },
  ];
  return (
    <>
      <Table label={t.title} columns={columns} rows={sets} rowKey={({ set_id: id }) => id} />
      {opened !== null && <QuestionsDialog set={opened} onClose={() => open(null)} />}
      {doomed !== null && <DeleteSet taskId={taskId} set={doomed} onClose={() => doom(null)} />}
    </>
  );
}

interface DeleteSetProps {
  readonly taskId: string;
  readonly set: QuestionSet;
  readonly onClose: () => void;
}

function DeleteSet({ taskId, set: { set_id: setId, name }, onClose }: DeleteSetProps) {
  const t = useTexts(setTexts);
  const remove = useChange(
    (client) =>
      dataOf(client.DELETE('/api/v0/data_pipeline/question-sets/{set_id}', { params: { path: { set_id: setId } } })),
    { outdates: [['question-sets'], ['evaluations', taskId]], onDone: onClose },
  );
  return (
    <Confirm
      title={t.deleteTitle}
      verb={t.delete}
      isDangerous
      isOpen
      onClose={onClose}
      onConfirm={() => remove.mutate(undefined)}
      isPending={remove.isPending}
      error={remove.error}
    >
      <strong>
        <ForeignLine text={name} />
      </strong>
      <p>{t.deleteHelp}</p>
    </Confirm>
  );
}
