import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { defineTexts } from '../i18n/texts.js';
import { useTexts } from '../i18n/language.js';
import { Button } from './button.js';
import { useErrorText } from './states.js';

const texts = defineTexts({
  close: { zh: '关闭', en: 'Close' },
  cancel: { zh: '取消', en: 'Cancel' },
});

interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly wide?: boolean;
  /** A press outside and Escape do not close it. */
  readonly isPersistent?: boolean;
  readonly children: ReactNode;
}

/** By default Escape and a press outside close it; the focus goes back to where it was. */
export function Dialog({ title, isOpen, onClose, wide = false, isPersistent = false, children }: DialogProps) {
  const t = useTexts(texts);
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => open || onClose()}
      isDismissable={!isPersistent}
      isKeyboardDismissDisabled={isPersistent}
      className="overlay"
    >
      <Modal className={wide ? 'modal modal-wide' : 'modal'}>
        <AriaDialog className="dialog">
          <header className="dialog-header">
            <Heading slot="title">{title}</Heading>
            <Button kind="quiet" small aria-label={t.close} onPress={onClose}>
              <X aria-hidden size={16} />
            </Button>
          </header>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

interface ConfirmProps {
  readonly title: string;
  /** What happens, and what cannot be undone. */
  readonly children: ReactNode;
  /** Of the button that does it: the verb. */
  readonly verb: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
  readonly isPending?: boolean;
  readonly isDisabled?: boolean;
  readonly isDangerous?: boolean;
  readonly error?: Error | null;
}

/** Asks before something is done. It stays open until that has worked. */
export function Confirm({
  title,
  children,
  verb,
  isOpen,
  onClose,
  onConfirm,
  isPending = false,
  isDisabled = false,
  isDangerous = false,
  error = null,
}: ConfirmProps) {
  const t = useTexts(texts);
  return (
    <Dialog title={title} isOpen={isOpen} onClose={onClose}>
      <div className="dialog-body">{children}</div>
      <ActionError error={error} />
      <footer className="dialog-footer">
        <Button onPress={onClose}>{t.cancel}</Button>
        <Button
          kind={isDangerous ? 'danger' : 'primary'}
          onPress={onConfirm}
          isPending={isPending}
          isDisabled={isDisabled}
          autoFocus={!isDangerous}
        >
          {verb}
        </Button>
      </footer>
    </Dialog>
  );
}

/** Why an action did not work. */
export function ActionError({ error }: { readonly error: Error | null }) {
  const text = useErrorText(error);
  return text === '' ? null : (
    <p className="action-error" role="alert">
      {text}
    </p>
  );
}
