import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf, SESSION_PATH } from '../../data/client.js';
import { useChange } from '../../data/data.js';
import { SESSION_KEY } from '../../data/queries.js';
import { useLogInWaits, useSession, type Scope } from '../../data/session.js';
import { useTexts } from '../../i18n/language.js';
import { Button } from '../../ui/button.js';
import { CopyButton } from '../../ui/copy-button.js';
import { Confirm, Dialog } from '../../ui/dialog.js';
import { Select, TextInput } from '../../ui/fields.js';
import { keysTexts } from './texts.js';

/** A scope, with those that it includes. */
const SCOPES: Readonly<Record<Scope, Scope[]>> = {
  read: ['read'],
  run: ['read', 'run'],
  admin: ['read', 'run', 'admin'],
};

interface NewKeyDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Asks for name and rights, then shows the key. It closes only when its reader says that the key is saved. */
export function NewKeyDialog({ isOpen, onClose }: NewKeyDialogProps) {
  const t = useTexts(keysTexts);
  const isFirst = !useSession().key_required;
  const [name, setName] = useState('');
  const [scope, setScope] = useState<Scope>(isFirst ? 'admin' : 'run');
  const [days, setDays] = useState('');
  const logIn = useChange((client, key: string) => dataOf(client.POST(SESSION_PATH, { body: { key } })));
  const create = useChange(async (client) => {
    const body = { name: name.trim(), scopes: SCOPES[scope], ...(days === '' ? {} : { expires_days: Number(days) }) };
    const created = await dataOf(client.POST('/api/v0/data_pipeline/keys', { body }));
    if (isFirst) {
      // From now on every request needs a key, those of this page too. The key is shown, whatever the login answers.
      logIn.mutate(created.api_key);
    }
    return created;
  });
  if (create.data !== undefined) {
    return <CreatedKey apiKey={create.data.api_key} isLoggedOut={logIn.isError} onClose={onClose} />;
  }
  return (
    <Confirm
      title={t.create}
      verb={t.createVerb}
      isOpen={isOpen}
      onClose={onClose}
      onConfirm={() => create.mutate(undefined)}
      isPending={create.isPending}
      isDisabled={name.trim() === ''}
      error={create.error}
    >
      {isFirst && <p className="notice">{t.first}</p>}
      <TextInput label={t.name} help={t.nameHelp} value={name} onChange={setName} maxLength={100} autoFocus />
      <Select<Scope>
        label={t.scope}
        value={scope}
        onChange={setScope}
        choices={(['read', 'run', 'admin'] as const).map((value) => ({ value, name: t[value] }))}
      />
      {isFirst && scope !== 'admin' && <p className="notice">{t.firstMustBeAdmin}</p>}
      <TextInput label={t.days} help={t.daysHelp} type="number" min={1} value={days} onChange={setDays} />
    </Confirm>
  );
}

interface CreatedKeyProps {
  readonly apiKey: string;
  /** The page could not log in with it. */
  readonly isLoggedOut: boolean;
  readonly onClose: () => void;
}

function CreatedKey({ apiKey, isLoggedOut, onClose }: CreatedKeyProps) {
  const t = useTexts(keysTexts);
  useLogInWaits();
  const queries = useQueryClient();
  const close = () => {
    onClose();
    void queries.invalidateQueries({ queryKey: SESSION_KEY });
    void queries.invalidateQueries({ queryKey: ['keys'] });
  };
  return (
    <Dialog title={t.created} isOpen onClose={close} isPersistent>
      <div className="dialog-body">
        <p>{t.createdHelp}</p>
        {isLoggedOut && <p className="notice">{t.notLoggedIn}</p>}
        <pre className="code" tabIndex={0}>
          {apiKey}
        </pre>
        <div className="actions">
          <CopyButton text={apiKey} />
          <Button kind="primary" onPress={close}>
            {t.done}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
