import { useState } from 'react';
import { DataPipelineError, dataOf, formOf } from '../../data/client.js';
import { useChange } from '../../data/data.js';
import { useTexts } from '../../i18n/language.js';
import { ChooseFile } from '../../ui/choose-file.js';
import { ActionError, Dialog } from '../../ui/dialog.js';
import { Checkbox, TextInput } from '../../ui/fields.js';
import { Foreign } from '../../ui/foreign.js';
import { useFormat } from '../../view/format.js';
import { setTexts } from './texts.js';
import { objectOf } from './object-of.js';
import type { QuestionSet } from './use-evaluations.js';

const ACCEPTED = ['.json', '.csv', '.xlsx'];
const MOST_PROBLEMS = 50;

interface UploadSetDialogProps {
  readonly taskId: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onStored: (set: QuestionSet) => void;
}

export function UploadSetDialog({ taskId, isOpen, onClose, onStored }: UploadSetDialogProps) {
  const t = useTexts(setTexts);
  const [name, setName] = useState('');
  const [executes, setExecutes] = useState(true);
  const upload = useChange(
    (client, file: File) => {
      const form = formOf({ name: name.trim(), task_id: taskId, execute_sql: String(executes), file });
      return dataOf(client.POST('/api/v0/data_pipeline/question-sets/upload', form));
    },
    {
      outdates: [['question-sets', taskId]],
      onDone: (set) => {
        onStored(set);
        onClose();
      },
    },
  );
  return (
    <Dialog title={t.upload} isOpen={isOpen} onClose={onClose}>
      <div className="dialog-body form">
        <p>{t.uploadHelp}</p>
        <TextInput label={t.setName} help={t.setNameHelp} value={name} onChange={setName} maxLength={200} />
        <Checkbox isSelected={executes} onChange={setExecutes} help={t.executeHelp}>
          {t.execute}
        </Checkbox>
        <ActionError error={upload.error} />
        <Problems error={upload.error} />
        <ChooseFile accepted={ACCEPTED} verb={t.choose} onChoose={upload.mutate} isPending={upload.isPending} />
      </div>
    </Dialog>
  );
}

/** Every line of the file that is wrong. */
function Problems({ error }: { readonly error: Error | null }) {
  const t = useTexts(setTexts);
  const format = useFormat();
  const list = error instanceof DataPipelineError ? error.details['problems'] : undefined;
  const problems = Array.isArray(list) ? list.map((one) => objectOf(one)) : [];
  return problems.length === 0 ? null : (
    <details>
      <summary>{`${t.problems} (${format.number(problems.length)})`}</summary>
      <ul className="reasons">
        {problems.slice(0, MOST_PROBLEMS).map((problem, index) => (
          <li key={index}>
            <Foreign
              text={t.problem({
                line: String(problem['line']),
                reason: String(problem['reason']),
              })}
            />
          </li>
        ))}
        {problems.length > MOST_PROBLEMS && (
          <li>{t.moreProblems({ count: format.number(problems.length - MOST_PROBLEMS) })}</li>
        )}
      </ul>
    </details>
  );
}
