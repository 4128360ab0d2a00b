import type { Field } from '#libs/semantic-model';

/** The label of a column in one of the languages has the word. */
export const says = ({ label }: Pick<Field, 'label'>, en: RegExp, zh: RegExp): boolean =>
  en.test(label.en.text) || zh.test(label.zh.text);
