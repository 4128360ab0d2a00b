import { FileTrigger } from 'react-aria-components';
import { Button } from './button.js';

interface ChooseFileProps {
  /** Ends of file names, with their dot. */
  readonly accepted: readonly string[];
  readonly verb: string;
  readonly onChoose: (file: File) => void;
  readonly isPending: boolean;
}

/** The button of a dialog that opens the chooser of the browser, for one file. */
export function ChooseFile({ accepted, verb, onChoose, isPending }: ChooseFileProps) {
  return (
    <div>
      <FileTrigger
        acceptedFileTypes={accepted}
        onSelect={(files) => {
          const file = files?.[0];
          if (file !== undefined) {
            onChoose(file);
          }
        }}
      >
        <Button kind="primary" isPending={isPending}>
          {verb}
        </Button>
      </FileTrigger>
    </div>
  );
}
