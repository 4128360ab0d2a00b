import { useState } from 'react';
import type { components } from '#clients/typescript';
import { dataOf } from '../../data/client.js';
import { useChange, useData } from '../../data/data.js';
import { useMay } from '../../data/session.js';
import { useTexts } from '../../i18n/language.js';
import { nameOf } from '../../i18n/texts.js';
import { Badge } from '../../ui/badge.js';
import { Button } from '../../ui/button.js';
import { ActionError } from '../../ui/dialog.js';
import { Checkbox } from '../../ui/fields.js';
import { Foreign, visibleText } from '../../ui/foreign.js';
import { Card } from '../../ui/page.js';
import { Loaded } from '../../ui/states.js';
import { Table, type Column } from '../../ui/table.js';
import { useFormat } from '../../view/format.js';
import { AfterRemedies } from './after-remedies.js';
import { causeNames, remedyNames } from './names.js';
import { resultTexts } from './texts.js';
import type { Evaluation } from './use-evaluations.js';

type Remedy = components['schemas']['RemedyView'];
type Applied = components['schemas']['AppliedRemedies'];

const PATH = '/api/v0/data_pipeline/tasks/{task_id}/evaluations/{evaluation_id}/remedies';
const LONGEST_SQL = 400;

/** What would help the failed questions. By default the cheapest remedy of each failure is chosen. */
export function RemediesCard({ evaluation }: { readonly evaluation: Evaluation }) {
  const t = useTexts(resultTexts);
  const { task_id: taskId, evaluation_id: id } = evaluation;
  const params = { path: { task_id: taskId, evaluation_id: id } };
  const remedies = useData(['evaluations', taskId, 'remedies', id], (client, signal) =>
    dataOf(client.GET(PATH, { params, signal })),
  );
  const [applied, setApplied] = useState<Applied | null>(null);
  return (
    <Card title={t.remedies} lead={t.remediesHelp}>
      <div className="stack">
        <Loaded
          query={remedies}
          empty={({ remedies: found }) => (found.length === 0 ? <p className="quiet">{t.noRemedies}</p> : null)}
        >
          {({ remedies: found }) => <Chooser evaluation={evaluation} remedies={found} onApplied={setApplied} />}
        </Loaded>
        {applied !== null && <AfterRemedies evaluation={evaluation} applied={applied} />}
      </div>
    </Card>
  );
}

interface ChooserProps {
  readonly evaluation: Evaluation;
  readonly remedies: readonly Remedy[];
  readonly onApplied: (applied: Applied) => void;
}

function Chooser({ evaluation, remedies, onApplied }: ChooserProps) {
  const t = useTexts(resultTexts);
  const format = useFormat();
  const mayRun = useMay('run');
  const cheapest = () => new Set(remedies.filter((one) => one.is_cheapest).map(({ id }) => id));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(cheapest);
  const { task_id: taskId, evaluation_id: id } = evaluation;
  const apply = useChange(
    (client) =>
      dataOf(
        client.POST(PATH, {
          params: { path: { task_id: taskId, evaluation_id: id } },
          body: { remedy_ids: [...chosen] },
        }),
      ),
    { outdates: [['task', taskId]], onDone: onApplied },
  );
  const toggle = (remedyId: string, isChosen: boolean) => {
    const others = [...chosen].filter((one) => one !== remedyId);
    setChosen(new Set(isChosen ? [...others, remedyId] : others));
  };
  return (
    <>
      <RemedyTable remedies={remedies} chosen={chosen} onToggle={mayRun ? toggle : null} />
      {mayRun && (
        <>
          <ActionError error={apply.error} />
          <div className="actions">
            <Button
              kind="primary"
              isDisabled={chosen.size === 0}
              isPending={apply.isPending}
              onPress={() => apply.mutate(undefined)}
            >
              {t.apply({ count: format.number(chosen.size) })}
            </Button>
            <Button onPress={() => setChosen(cheapest())}>{t.chooseCheapest}</Button>
            <Button onPress={() => setChosen(new Set())}>{t.chooseNone}</Button>
          </div>
        </>
      )}
    </>
  );
}

interface RemedyTableProps {
  readonly remedies: readonly Remedy[];
  readonly chosen: ReadonlySet<string>;
  /** Null for a reader who may not apply them. */
  readonly onToggle: ((id: string, isChosen: boolean) => void) | null;
}

function RemedyTable({ remedies, chosen, onToggle }: RemedyTableProps) {
  const t = useTexts(resultTexts);
  const kinds = useTexts(remedyNames);
  const causes = useTexts(causeNames);
  const format = useFormat();
  const columns: readonly Column<Remedy>[] = [
    {
      name: t.remedy,
      width: '52%',
      cell: (remedy) =>
        onToggle === null ? (
          <RemedyText remedy={remedy} />
        ) : (
          <Checkbox isSelected={chosen.has(remedy.id)} onChange={(isChosen) => onToggle(remedy.id, isChosen)}>
            <RemedyText remedy={remedy} />
          </Checkbox>
        ),
    },
    { name: t.kind, width: '8rem', cell: ({ kind }) => <Badge>{kinds[kind]}</Badge> },
    { name: t.removes, cell: ({ causes: codes }) => codes.map((code) => nameOf(causes, code)).join(' · ') },
    {
      name: t.helps,
      width: '7rem',
      align: 'end',
      cell: ({ questions }) => t.helpsCount({ count: format.number(questions) }),
    },
  ];
  return (
    <div className="remedies" tabIndex={0} role="group" aria-label={t.remedies}>
      <Table label={t.remedies} columns={columns} rows={remedies} rowKey={({ id }) => id} scrollsIn="parent" />
    </div>
  );
}

function RemedyText({ remedy: { kind, edit } }: { readonly remedy: Remedy }) {
  const t = useTexts(resultTexts);
  const { table = '', column = null, synonym = '', from = '', to = '', question = '', sql = '' } = edit;
  switch (kind) {
    case 'add_synonym':
      return <Foreign text={t.synonym({ of: column === null ? table : `${table}.${column}`, synonym })} />;
    case 'add_join':
      return <Foreign text={`${from} = ${to}`} />;
    case 'add_pair':
      return (
        <>
          <Foreign text={question} />
          <code className="help">
            <bdi>{visibleText(sql.slice(0, LONGEST_SQL))}</bdi>
          </code>
        </>
      );
  }
}
