import type { Field } from '#libs/semantic-model';

/** Yes or no, without meanings of its own. */
export function isFlag({ role, typeCategory, values }: Field): boolean {
  return role === 'flag' && (typeCategory === 'B' || values.every(({ meaning }) => meaning === null));
}

/** The value of a flag that means yes. */
export function isYes(value: string): boolean {
  return /^(t|true|1|y|yes|是)$/i.test(value);
}
