import { Upload } from 'lucide-react';
import { useState } from 'react';
import { dataOf, formOf } from '../../data/client.js';
import { useChange } from '../../data/data.js';
import { useMay } from '../../data/session.js';
import { useTexts } from '../../i18n/language.js';
import { Button } from '../../ui/button.js';
import { ChooseFile } from '../../ui/choose-file.js';
import { ActionError, Dialog } from '../../ui/dialog.js';
import { useTask } from '../task/task-context.js';
import { taskFilesTexts } from './texts.js';

const ACCEPTED = ['.ddl', '.md', '.txt', '.json', '.sql', '.csv', '.yaml'];

export function UploadButton({ onDone }: { readonly onDone: (name: string) => void }) {
  const t = useTexts(taskFilesTexts);
  const { task_id: taskId } = useTask();
  const mayRun = useMay('run');
  const [isOpen, setOpen] = useState(false);
  const upload = useChange(
    (client, file: File) =>
      dataOf(
        client.POST('/api/v0/data_pipeline/tasks/{task_id}/files', {
          params: { path: { task_id: taskId } },
          ...formOf({ overwrite_mode: 'backup', file }),
        }),
      ),
    {
      outdates: [['task', taskId, 'files']],
      onDone: ({ uploaded_file: { filename } }) => {
        setOpen(false);
        onDone(filename);
      },
    },
  );
  if (!mayRun) {
    return null;
  }
  return (
    <>
      <Button onPress={() => setOpen(true)}>
        <Upload aria-hidden size={15} />
        {t.upload}
      </Button>
      <Dialog title={t.upload} isOpen={isOpen} onClose={() => setOpen(false)}>
        <div className="dialog-body">
          <p>{t.uploadHelp}</p>
          <ActionError error={upload.error} />
          <ChooseFile accepted={ACCEPTED} verb={`${t.upload}…`} onChoose={upload.mutate} isPending={upload.isPending} />
        </div>
      </Dialog>
    </>
  );
}
