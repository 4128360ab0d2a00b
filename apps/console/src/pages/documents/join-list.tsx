import { useState } from 'react';
import { useTexts } from '../../i18n/language.js';
import { Badge, type Tone } from '../../ui/badge.js';
import { Button } from '../../ui/button.js';
import { ActionError, Dialog } from '../../ui/dialog.js';
import { Select } from '../../ui/fields.js';
import { ForeignLine, visibleText } from '../../ui/foreign.js';
import { Card } from '../../ui/page.js';
import { Loading } from '../../ui/states.js';
import { EvidenceLine } from './evidence-line.js';
import { meaningTexts } from './meaning-texts.js';
import type { ModelJoin, ModelTable } from './model-types.js';
import { useItemChange, useJoinAddition, useModelTable } from './use-model.js';

interface JoinListProps {
  readonly taskId: string;
  readonly model: ModelTable;
  /** All tables of the task. */
  readonly tables: readonly string[];
  readonly mayEdit: boolean;
  readonly onOpen: (table: string) => void;
}

const TONES: Readonly<Record<ModelJoin['standing'], Tone>> = { fact: 'good', hint: 'warning', rejected: 'neutral' };

/** The joins of a table, to be accepted, rejected and added. */
export function JoinList({ taskId, model, tables, mayEdit, onOpen }: JoinListProps) {
  const t = useTexts(meaningTexts);
  const [isAdding, setAdding] = useState(false);
  const change = useItemChange(taskId);
  const table = model.table.table;
  return (
    <Card
      title={t.joins}
      lead={t.joinsHelp}
      actions={
        mayEdit && (
          <Button small onPress={() => setAdding(true)}>
            {t.addJoin}
          </Button>
        )
      }
    >
      <ActionError error={change.error} />
      {model.relationships.length === 0 && <p className="quiet">{t.noJoins}</p>}
      <ul className="model-joins">
        {model.relationships.map((join) => (
          <li key={`${join.from} ${join.name ?? ''}`}>
            <div>
              <JoinLine join={join} table={table} onOpen={onOpen} />
              {join.evidence.map((evidence, index) => (
                <EvidenceLine key={index} evidence={evidence} />
              ))}
            </div>
            <Badge tone={TONES[join.standing]}>{t[join.standing]}</Badge>
            {mayEdit && (
              <span className="pair-actions">
                {join.standing !== 'fact' && (
                  <Button small onPress={() => change.mutate({ item: join, set: { standing: 'fact' } })}>
                    {t.accept}
                  </Button>
                )}
                {join.standing !== 'rejected' && (
                  <Button small onPress={() => change.mutate({ item: join, set: { standing: 'rejected' } })}>
                    {t.reject}
                  </Button>
                )}
              </span>
            )}
          </li>
        ))}
      </ul>
      {isAdding && <JoinDialog taskId={taskId} model={model} tables={tables} onClose={() => setAdding(false)} />}
    </Card>
  );
}

function JoinLine({
  join,
  table,
  onOpen,
}: { readonly join: ModelJoin } & { readonly table: string } & Pick<JoinListProps, 'onOpen'>) {
  const { from, to, from_columns: fromColumns, to_columns: toColumns } = join;
  const isOut = from === table;
  const [own, others, other] = isOut ? [fromColumns, toColumns, to] : [toColumns, fromColumns, from];
  return (
    <span className="model-join">
      <code>
        <ForeignLine text={own.join(', ')} />
      </code>
      <span aria-hidden>{isOut ? '→' : '←'}</span>
      <button type="button" className="link-like" onClick={() => onOpen(other)}>
        <ForeignLine text={other} />
      </button>
      <code>
        <ForeignLine text={others.join(', ')} />
      </code>
    </span>
  );
}

interface JoinDialogProps extends Pick<JoinListProps, 'taskId' | 'model' | 'tables'> {
  readonly onClose: () => void;
}

function JoinDialog({ taskId, model, tables, onClose }: JoinDialogProps) {
  const t = useTexts(meaningTexts);
  const own = model.columns.map(({ name }) => name ?? '');
  const [fromColumn, setFromColumn] = useState(own[0] ?? '');
  const [to, setTo] = useState(tables.find((name) => name !== model.table.table) ?? model.table.table);
  const [toColumn, setToColumn] = useState('');
  const other = useModelTable(taskId, to);
  const add = useJoinAddition(taskId, onClose);
  const theirs = (other.data?.columns ?? []).map(({ name }) => name ?? '');
  const chosen = theirs.includes(toColumn) ? toColumn : (theirs[0] ?? '');
  const named = (names: readonly string[]) => names.map((value) => ({ value, name: visibleText(value) }));
  return (
    <Dialog title={t.addJoin} isOpen onClose={onClose}>
      <div className="dialog-body stack">
        <Select label={t.joinColumn} value={fromColumn} onChange={setFromColumn} choices={named(own)} />
        <Select label={t.joinTable} value={to} onChange={setTo} choices={named(tables)} />
        {other.isPending ? (
          <Loading />
        ) : (
          <Select label={t.joinOther} value={chosen} onChange={setToColumn} choices={named(theirs)} />
        )}
      </div>
      <ActionError error={add.error} />
      <footer className="dialog-footer">
        <Button onPress={onClose}>{t.cancel}</Button>
        <Button
          kind="primary"
          isPending={add.isPending}
          isDisabled={fromColumn === '' || chosen === ''}
          onPress={() => add.mutate({ from: model.table.table, fromColumn, to, toColumn: chosen })}
        >
          {t.addJoin}
        </Button>
      </footer>
    </Dialog>
  );
}
