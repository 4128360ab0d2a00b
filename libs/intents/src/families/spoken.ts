import type { FieldValue } from '#libs/semantic-model';

/** A value that a person would type: words and numbers; no cut or long text, no address of the web. */
export function isSpoken({ value, meaning }: FieldValue): boolean {
  return (
    meaning !== null ||
    (value.length <= 40 &&
      value === value.trim() &&
      /^[\p{L}\p{N}]/u.test(value) &&
      !isSentence(value) &&
      !/["“”\n\\…*#<>{}|@]|www\.|:\/\/|\.\.\./.test(value))
  );
}

/** A sentence that somebody wrote, or chose from a list: nobody asks for rows by it. */
function isSentence(value: string): boolean {
  return /[，。；！？;!?]/u.test(value) || /,.* .* | .*,.* .*\./.test(value);
}
