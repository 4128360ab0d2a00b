import { Check, ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  Button,
  Checkbox as AriaCheckbox,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select as AriaSelect,
  SelectValue,
  Text,
  TextArea as AriaTextArea,
  TextField as AriaTextField,
} from 'react-aria-components';

interface TextInputProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly help?: ReactNode;
  readonly placeholder?: string;
  readonly type?: 'text' | 'password' | 'search' | 'number';
  readonly isRequired?: boolean;
  readonly autoComplete?: string;
  readonly autoFocus?: boolean;
  readonly maxLength?: number;
  /** Its label is for screen readers only. */
  readonly isLabelHidden?: boolean;
  readonly min?: number;
  readonly max?: number;
}

export function TextInput({ label, help, isLabelHidden = false, placeholder, min, max, ...field }: TextInputProps) {
  return (
    <AriaTextField {...field} className="field">
      <Label className={isLabelHidden ? 'visually-hidden' : 'field-label'}>{label}</Label>
      <Input placeholder={placeholder} min={min} max={max} />
      {help !== undefined && (
        <Text slot="description" className="help">
          {help}
        </Text>
      )}
      <FieldError className="field-error" />
    </AriaTextField>
  );
}

interface TextBlockProps extends Pick<
  TextInputProps,
  'label' | 'value' | 'onChange' | 'help' | 'placeholder' | 'isRequired' | 'maxLength'
> {
  readonly rows?: number;
}

export function TextBlock({ label, help, rows = 3, placeholder, ...field }: TextBlockProps) {
  return (
    <AriaTextField {...field} className="field">
      <Label className="field-label">{label}</Label>
      <AriaTextArea rows={rows} placeholder={placeholder} />
      {help !== undefined && (
        <Text slot="description" className="help">
          {help}
        </Text>
      )}
      <FieldError className="field-error" />
    </AriaTextField>
  );
}

export interface Choice<V extends string> {
  readonly value: V;
  readonly name: string;
}

interface SelectProps<V extends string> {
  readonly label: string;
  readonly choices: readonly Choice<V>[];
  readonly value: V;
  readonly onChange: (value: V) => void;
  readonly help?: ReactNode;
  readonly isLabelHidden?: boolean;
}

export function Select<V extends string>({
  label,
  choices,
  value,
  onChange,
  help,
  isLabelHidden = false,
}: SelectProps<V>) {
  return (
    <AriaSelect className="field" value={value} onChange={(key) => onChange(key as V)}>
      <Label className={isLabelHidden ? 'visually-hidden' : 'field-label'}>{label}</Label>
      <Button className="select-button">
        <SelectValue />
        <ChevronDown aria-hidden size={16} />
      </Button>
      {help !== undefined && (
        <Text slot="description" className="help">
          {help}
        </Text>
      )}
      <Popover className="popover">
        <ListBox className="list-box">
          {choices.map((choice) => (
            <ListBoxItem key={choice.value} id={choice.value} textValue={choice.name} className="list-item">
              {choice.name}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

interface CheckboxProps {
  readonly isSelected: boolean;
  readonly onChange: (isSelected: boolean) => void;
  readonly isDisabled?: boolean;
  readonly help?: ReactNode;
  readonly children: ReactNode;
}

export function Checkbox({ children, help, ...checkbox }: CheckboxProps) {
  return (
    <AriaCheckbox {...checkbox} className="checkbox">
      <span className="checkbox-box" aria-hidden>
        <Check size={13} strokeWidth={3} />
      </span>
      <span>
        {children}
        {help !== undefined && <span className="help">{help}</span>}
      </span>
    </AriaCheckbox>
  );
}
