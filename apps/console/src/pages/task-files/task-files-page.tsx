import { useState } from 'react';
import type { components } from '#clients/typescript';
import { dataOf } from '../../data/client.js';
import { useData } from '../../data/data.js';
import { useTexts } from '../../i18n/language.js';
import { Select, TextInput } from '../../ui/fields.js';
import { Card } from '../../ui/page.js';
import { Empty, Loaded } from '../../ui/states.js';
import { useAddress } from '../../view/address.js';
import { useFormat } from '../../view/format.js';
import { useTask } from '../task/task-context.js';
import { ArchiveButton } from './archive-button.js';
import { FileTable } from './file-table.js';
import { IntegrityCheck } from './integrity-check.js';
import { taskFilesTexts } from './texts.js';
import { UploadButton } from './upload-button.js';

type FileType = components['schemas']['FileView']['file_type'];

const TYPES: readonly FileType[] = ['ddl', 'markdown', 'json', 'sql', 'csv', 'text', 'log', 'other'];
const MOST_FILES = 10_000;
const LOOK_EVERY_MS = 15_000;

export default function TaskFilesPage() {
  const t = useTexts(taskFilesTexts);
  const format = useFormat();
  const { texts, set } = useAddress();
  const { task_id: taskId } = useTask();
  const type = TYPES.find((one) => one === texts['type']);
  const words = texts['q'] ?? '';
  const [uploaded, setUploaded] = useState('');
  const files = useData(
    ['task', taskId, 'files', type],
    (client, signal) => {
      const query = { limit: MOST_FILES, ...(type === undefined ? {} : { file_type: type }) };
      const params = { path: { task_id: taskId }, query };
      return dataOf(client.GET('/api/v0/data_pipeline/tasks/{task_id}/files', { params, signal }));
    },
    { every: LOOK_EVERY_MS, keepsPrevious: true },
  );
  return (
    <Card
      title={t.title}
      lead={
        files.data &&
        t.summary({
          count: format.number(files.data.directory_info.total_files),
          size: format.bytes(files.data.directory_info.total_size),
        })
      }
      actions={
        <>
          <UploadButton onDone={(name) => setUploaded(t.uploaded({ name }))} />
          <ArchiveButton />
        </>
      }
    >
      <div className="stack">
        <p role="status" className={uploaded === '' ? 'visually-hidden' : 'notice notice-calm'}>
          {uploaded}
        </p>
        <IntegrityCheck />
        <div className="filters">
          <TextInput label={t.find} type="search" value={words} onChange={(q) => set({ q })} />
          <Select<FileType | 'all'>
            label={t.type}
            value={type ?? 'all'}
            onChange={(next) => set({ type: next === 'all' ? '' : next })}
            choices={[{ value: 'all', name: t.allTypes }, ...TYPES.map((value) => ({ value, name: value }))]}
          />
        </div>
        <Loaded
          query={files}
          empty={({ directory_info: folder, files: found }) =>
            found.length > 0 ? null : folder.total_files === 0 ? (
              <Empty title={t.none}>{t.noneHelp}</Empty>
            ) : (
              <Empty title={t.noneFound} />
            )
          }
        >
          {({ files: found }) => (
            <FileTable
              files={found.filter(({ file_name: name }) => name.toLowerCase().includes(words.toLowerCase()))}
            />
          )}
        </Loaded>
      </div>
    </Card>
  );
}
