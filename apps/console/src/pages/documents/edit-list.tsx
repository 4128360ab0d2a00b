import { useTexts } from '../../i18n/language.js';
import { Button } from '../../ui/button.js';
import { ActionError } from '../../ui/dialog.js';
import { Foreign, ForeignLine } from '../../ui/foreign.js';
import { Card } from '../../ui/page.js';
import { Loaded } from '../../ui/states.js';
import { Ago } from '../../ui/time.js';
import { keyTexts, meaningTexts } from './meaning-texts.js';
import type { ModelEdit } from './model-types.js';
import { useStatementText } from './statement-list.js';
import { useEditUndo, useModelEdits } from './use-model.js';

interface EditListProps {
  readonly taskId: string;
  readonly table: string;
  readonly mayEdit: boolean;
}

/** Who changed what about a table. */
export function EditList({ taskId, table, mayEdit }: EditListProps) {
  const t = useTexts(meaningTexts);
  const edits = useModelEdits(taskId, table);
  const undo = useEditUndo(taskId);
  return (
    <Card title={t.edits}>
      <ActionError error={undo.error} />
      <Loaded
        query={edits}
        empty={({ edits: list }) => (list.length > 0 ? null : <p className="quiet">{t.noEdits}</p>)}
      >
        {({ edits: list }) => {
          const undone = new Set(list.map(({ undoes }) => undoes));
          return (
            <ul className="model-edits">
              {list.map((edit) => (
                <li key={edit.number}>
                  <EditLine edit={edit} />
                  {mayEdit && edit.action !== 'undo' && !undone.has(edit.number) && (
                    <Button
                      small
                      aria-label={t.undoNumber({ number: edit.number })}
                      onPress={() => undo.mutate(edit.number)}
                    >
                      {t.undo}
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
    </Card>
  );
}

function EditLine({ edit }: { readonly edit: ModelEdit }) {
  const t = useTexts(meaningTexts);
  return (
    <div>
      <strong>
        <ForeignLine text={edit.name ?? edit.table} />
      </strong>
      {edit.undoes === null ? (
        edit.changes.map((change) => <ChangeLine key={change.key} change={change} />)
      ) : (
        <p>{t.undoNumber({ number: edit.undoes })}</p>
      )}
      <p className="quiet">
        <ForeignLine text={edit.by} /> · <Ago iso={edit.at} />
      </p>
    </div>
  );
}

function ChangeLine({ change: { key, before, after } }: { readonly change: ModelEdit['changes'][number] }) {
  const keys = useTexts(keyTexts) as Readonly<Record<string, string>>;
  const [old, now] = [useStatementText(key, before), useStatementText(key, after)];
  return (
    <p>
      {keys[key] ?? key}:{' '}
      {old !== '' && (
        <del>
          <Foreign text={old} />
        </del>
      )}{' '}
      <ins>
        <Foreign text={now === '' ? '—' : now} />
      </ins>
    </p>
  );
}
