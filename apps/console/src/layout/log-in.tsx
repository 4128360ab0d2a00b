import { KeyRound } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import { LANGUAGES } from '#libs/language';
import { useLogIn } from '../data/session.js';
import { LANGUAGE_NAMES, useLanguage, useTexts } from '../i18n/language.js';
import { Button } from '../ui/button.js';
import { ActionError } from '../ui/dialog.js';
import { TextInput } from '../ui/fields.js';
import { useWindowTitle } from '../ui/page.js';
import { Brand } from './brand.js';
import { layoutTexts } from './texts.js';

/** Above the page that was open, which waits as it was. */
export function LogInAgain({ isOpen }: { readonly isOpen: boolean }) {
  const t = useTexts(layoutTexts);
  return (
    <ModalOverlay isOpen={isOpen} isKeyboardDismissDisabled className="overlay-full">
      <Modal>
        <Dialog aria-label={t.logIn} className="bare">
          <LogIn hasEnded />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** @param hasEnded the reader was logged in a moment ago */
export function LogIn({ hasEnded = false }: { readonly hasEnded?: boolean }) {
  const t = useTexts(layoutTexts);
  const { language, choose } = useLanguage();
  const [key, setKey] = useState('');
  const logIn = useLogIn();
  useWindowTitle(t.logIn);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    logIn.mutate(key.trim());
  };
  return (
    <>
      <Brand />
      <p className="about">{t.about}</p>
      <form className="card log-in" onSubmit={submit}>
        <h1>{t.logIn}</h1>
        {hasEnded && (
          <p className="notice" role="alert">
            {t.sessionEnded}
          </p>
        )}
        <p className="lead">{t.logInLead}</p>
        <TextInput
          label={t.apiKey}
          type="password"
          value={key}
          onChange={setKey}
          isRequired
          autoFocus
          autoComplete="current-password"
          maxLength={500}
        />
        <ActionError error={logIn.error} />
        <Button kind="primary" type="submit" isPending={logIn.isPending}>
          <KeyRound aria-hidden size={16} />
          {t.logIn}
        </Button>
        <p className="help">
          {t.howToGetKey} <code>npm run keys -- create --name me --scopes admin</code>
        </p>
      </form>
      <p className="languages">
        {LANGUAGES.map((one) => (
          <Button key={one} kind="quiet" small aria-pressed={one === language} onPress={() => choose(one)}>
            {LANGUAGE_NAMES[one]}
          </Button>
        ))}
      </p>
    </>
  );
}
