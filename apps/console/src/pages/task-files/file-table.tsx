import { Download, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { components } from '#clients/typescript';
import { dataOf, ROOT_URL } from '../../data/client.js';
import { useChange } from '../../data/data.js';
import { useMay } from '../../data/session.js';
import { useTexts } from '../../i18n/language.js';
import { Button, DownloadLink } from '../../ui/button.js';
import { Confirm } from '../../ui/dialog.js';
import { ForeignLine, visibleText } from '../../ui/foreign.js';
import { Table, type Column } from '../../ui/table.js';
import { Ago } from '../../ui/time.js';
import { useFormat } from '../../view/format.js';
import { fileTypeNames } from '../../view/operation-names.js';
import { useTask } from '../task/task-context.js';
import { taskFilesTexts } from './texts.js';

type FileView = components['schemas']['FileView'];

export function FileTable({ files }: { readonly files: readonly FileView[] }) {
  const t = useTexts(taskFilesTexts);
  const format = useFormat();
  const types = useTexts(fileTypeNames);
  const mayDelete = useMay('admin');
  const [chosen, choose] = useState<string | null>(null);
  const columns: readonly Column<FileView>[] = [
    { name: t.name, cell: ({ file_name: name }) => <ForeignLine text={name} /> },
    { name: t.type, width: '7rem', cell: ({ file_type: type }) => types[type] },
    { name: t.size, width: '7rem', align: 'end', cell: ({ file_size: size }) => format.bytes(size) },
    { name: t.modified, width: '9rem', cell: ({ modified_at: at }) => <Ago iso={at} /> },
    {
      name: t.actions,
      width: '12rem',
      align: 'end',
      cell: ({ file_name: name, download_url: url }) => (
        <span className="actions actions-end">
          <DownloadLink href={`${ROOT_URL}${url}`} label={`${t.download} ${visibleText(name)}`}>
            <Download aria-hidden size={14} />
            {t.download}
          </DownloadLink>
          {mayDelete && (
            <Button kind="quiet" small aria-label={`${t.remove} ${visibleText(name)}`} onPress={() => choose(name)}>
              <Trash2 aria-hidden size={15} />
            </Button>
          )}
        </span>
      ),
    },
  ];
  return (
    <>
      <Table label={t.title} columns={columns} rows={files} rowKey={({ file_name: name }) => name} />
      <DeleteFile name={chosen} onClose={() => choose(null)} />
    </>
  );
}

function DeleteFile({ name, onClose }: { readonly name: string | null; readonly onClose: () => void }) {
  const t = useTexts(taskFilesTexts);
  const { task_id: taskId } = useTask();
  const remove = useChange(
    (client, path: string) => {
      const params = { path: { task_id: taskId, path } };
      return dataOf(client.DELETE('/api/v0/data_pipeline/tasks/{task_id}/files/{path}', { params }));
    },
    { outdates: [['task', taskId]], onDone: onClose },
  );
  return (
    <Confirm
      title={t.removeTitle}
      verb={t.remove}
      isDangerous
      isOpen={name !== null}
      onClose={onClose}
      onConfirm={() => remove.mutate(name ?? '')}
      isPending={remove.isPending}
      error={remove.error}
    >
      <p>{t.removeHelp({ name: visibleText(name ?? '') })}</p>
    </Confirm>
  );
}
