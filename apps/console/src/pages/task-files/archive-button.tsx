import { FileArchive } from 'lucide-react';
import type { DataPipelineClient } from '../../data/client.js';
import { dataOf, ROOT_URL } from '../../data/client.js';
import { useChange } from '../../data/data.js';
import { useMay } from '../../data/session.js';
import { useTexts } from '../../i18n/language.js';
import { Button } from '../../ui/button.js';
import { ActionError } from '../../ui/dialog.js';
import { useTask } from '../task/task-context.js';
import { taskFilesTexts } from './texts.js';

const LOOK_EVERY_MS = 1_000;

/** A worker builds the archive, whatever its size; the browser then saves it. */
export function ArchiveButton() {
  const t = useTexts(taskFilesTexts);
  const { task_id: taskId } = useTask();
  const mayRun = useMay('run');
  const pack = useChange((client) => builtArchive(client, taskId), { onDone: save });
  return mayRun ? (
    <>
      <Button isPending={pack.isPending} onPress={() => pack.mutate(undefined)}>
        <FileArchive aria-hidden size={15} />
        {pack.isPending ? t.preparing : t.archive}
      </Button>
      <ActionError error={pack.error} />
    </>
  ) : null;
}

/** @returns the path of its download @throws Error with the reason why it could not be built */
async function builtArchive(client: DataPipelineClient, taskId: string): Promise<string> {
  const path = { task_id: taskId };
  const started = await dataOf(
    client.POST('/api/v0/data_pipeline/tasks/{task_id}/files/archive', {
      params: { path },
      body: { delivery: 'job', archive_format: 'zip' },
    }) as Promise<{ data?: { data: { archive_id: string } }; error?: unknown; response: Response }>,
  );
  for (;;) {
    const params = { path: { ...path, archive_id: started.archive_id } };
    const archive = await dataOf(client.GET('/api/v0/data_pipeline/tasks/{task_id}/archives/{archive_id}', { params }));
    if (archive.status === 'completed') {
      return archive.download_url;
    }
    if (archive.status === 'failed') {
      throw new Error(archive.error_message ?? archive.status);
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

function save(path: string): void {
  const link = document.createElement('a');
  link.href = `${ROOT_URL}${path}`;
  link.download = '';
  link.click();
}
