import type { Field } from '#libs/semantic-model';
import type { Value } from '../intent.js';

/** Yes or no: spoken by its label, not by its value. */
export function isFlag({ role, typeCategory, values }: Field): boolean {
  return (
    role === 'flag' &&
    (typeCategory === 'B' || values.every(({ meaning }) => meaning === null || isYesOrNo(meaning.en)))
  );
}

function isYesOrNo(meaning: string): boolean {
  return /^(yes|no|true|false)$/i.test(meaning);
}

/** The value of a flag that means yes. */
export function isYes({ value, meaning }: Value): boolean {
  return meaning !== null && isYesOrNo(meaning.en)
    ? /^(yes|true)$/i.test(meaning.en)
    : /^(t|true|1|y|yes|是)$/i.test(value);
}
