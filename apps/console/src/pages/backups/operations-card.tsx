import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { components } from '#clients/typescript';
import { dataOf } from '../../data/client.js';
import { useChange, useData } from '../../data/data.js';
import { useMay } from '../../data/session.js';
import { useTexts } from '../../i18n/language.js';
import { Button } from '../../ui/button.js';
import { ActionError } from '../../ui/dialog.js';
import { Foreign } from '../../ui/foreign.js';
import { Card } from '../../ui/page.js';
import { Progress } from '../../ui/progress.js';
import { Empty, Loaded } from '../../ui/states.js';
import { Table, type Column } from '../../ui/table.js';
import { Ago } from '../../ui/time.js';
import { useFormat } from '../../view/format.js';
import { StatusBadge } from '../../view/statuses.js';
import { backupsTexts } from './texts.js';

type Operation = components['schemas']['OperationView'];

const MOST_SHOWN = 20;
const LOOK_EVERY_MS = 1_500;
const LOOK_AT_REST_MS = 15_000;

const isOpen = ({ status }: Operation) => status === 'pending' || status === 'running';

export function OperationsCard() {
  const t = useTexts(backupsTexts);
  const queries = useQueryClient();
  const operations = useData(
    ['vector', 'operations'],
    (client, signal) => {
      const query = { limit: MOST_SHOWN };
      return dataOf(client.GET('/api/v0/data_pipeline/vector/operations', { params: { query }, signal }));
    },
    { every: (data) => (data?.operations.some(isOpen) ? LOOK_EVERY_MS : LOOK_AT_REST_MS) },
  );
  const ended = operations.data?.operations.filter((operation) => !isOpen(operation)).length;
  useEffect(() => {
    void queries.invalidateQueries({ queryKey: ['vector', 'backups'] });
  }, [queries, ended]);
  return (
    <Card title={t.operations}>
      <Loaded query={operations} empty={({ total }) => (total === 0 ? <Empty title={t.noOperations} /> : null)}>
        {({ operations: found }) => <OperationTable operations={found} />}
      </Loaded>
    </Card>
  );
}

function OperationTable({ operations }: { readonly operations: readonly Operation[] }) {
  const t = useTexts(backupsTexts);
  const mayCancel = useMay('run');
  const cancel = useChange(
    (client, id: string) => {
      const params = { path: { operation_id: id } };
      return dataOf(client.POST('/api/v0/data_pipeline/vector/operations/{operation_id}/cancel', { params }));
    },
    { outdates: [['vector', 'operations']] },
  );
  const kinds: Readonly<Record<Operation['kind'], string>> = {
    backup: t.opBackup,
    restore: t.opRestore,
    verify: t.opVerify,
    copy: t.opCopy,
  };
  const columns: readonly Column<Operation>[] = [
    { name: t.operation, width: '9rem', cell: ({ kind }) => kinds[kind] },
    { name: t.state, width: '9rem', cell: ({ status }) => <StatusBadge status={status} /> },
    { name: t.progress, cell: (operation) => <OperationState operation={operation} name={kinds[operation.kind]} /> },
    { name: t.started, width: '9rem', cell: ({ created_at: at }) => <Ago iso={at} /> },
    {
      name: t.actions,
      width: '7rem',
      align: 'end',
      cell: (operation) =>
        mayCancel && isOpen(operation) ? (
          <Button
            small
            isDisabled={operation.cancel_requested}
            aria-label={`${t.cancel} ${operation.operation_id}`}
            onPress={() => cancel.mutate(operation.operation_id)}
          >
            {t.cancel}
          </Button>
        ) : null,
    },
  ];
  return (
    <>
      <ActionError error={cancel.error} />
      <Table label={t.operations} columns={columns} rows={operations} rowKey={({ operation_id: id }) => id} />
    </>
  );
}

function OperationState({ operation, name }: { readonly operation: Operation; readonly name: string }) {
  const t = useTexts(backupsTexts);
  const format = useFormat();
  const { progress, error, waiting, operation_id: id } = operation;
  const rows = Number(progress?.['rows'] ?? 0);
  const total = Number(progress?.['total_rows'] ?? 0);
  return (
    <div className="step-state">
      {isOpen(operation) && (
        <>
          <Progress label={name} percent={total > 0 ? Math.min(100, (rows / total) * 100) : null} />
          <span className="quiet">{t.rows({ count: format.number(rows) })}</span>
        </>
      )}
      {waiting !== null && <Foreign text={waiting.reason} />}
      {error === null ? <code className="quiet">{id}</code> : <Foreign text={error.message} />}
    </div>
  );
}
