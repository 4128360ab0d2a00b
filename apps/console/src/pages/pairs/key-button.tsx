import { Button, type ButtonKind } from '../../ui/button.js';

interface KeyButtonProps {
  readonly name: string;
  /** The key that does the same; null while keys are turned off. */
  readonly hint: string | null;
  readonly kind?: ButtonKind;
  readonly onPress: () => void;
}

export function KeyButton({ name, hint, kind = 'plain', onPress }: KeyButtonProps) {
  return (
    <Button small kind={kind} onPress={onPress} {...(hint === null ? {} : { 'aria-keyshortcuts': hint })}>
      {name}
      {hint !== null && <kbd aria-hidden>{hint}</kbd>}
    </Button>
  );
}
