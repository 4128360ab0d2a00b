/** A kind of personal or secret value. Rules are data: to know another kind, add an entry to `rules.ts`. */
export interface SensitiveRule {
  /** The value of `ColumnProfile.sensitive`. */
  readonly id: string;
  /** Matched against the words of the column's name, joined by `_`. */
  readonly name: RegExp;
  /** Matched against a Chinese name and the label in a comment. */
  readonly chinese: RegExp;
  /** Phrases of English comments. */
  readonly comment?: RegExp;
  /** Where the name alone says too little: the rule counts only in tables of this kind. */
  readonly only?: 'of_people' | 'with_people' | 'of_addresses' | 'of_codes' | 'of_pay' | 'of_movements';
  /** Where the name alone says too little: most values must look like this, unless there are none. */
  readonly looks?: 'person' | 'person_or_surname' | 'opaque';
  /** Matches a whole value; a column with mostly matching values is of this kind, whatever its name. */
  readonly value: RegExp | null;
  /** `typcategory` letters that can hold such values: S text, U other (bytea, uuid …), N numbers, D dates, I network, C rows. */
  readonly categories: string;
  /** Leading letters or digits that stay readable; null: nothing of the value is ever shown. */
  readonly keep: number | null;
}
