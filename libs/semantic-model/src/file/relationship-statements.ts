import { z } from 'zod';
import { inEveryLanguage, LANGUAGES, type Text } from '#libs/language';
import type { Relationship } from '../model.js';
import { PERSON, statement, type Statement } from './statement.js';
import { plainText, scalar, textSchema, wholeText } from './texts.js';

export const STANDINGS = ['fact', 'hint', 'rejected'] as const;
const CARDINALITIES = ['many_to_one', 'one_to_one'] as const;
const ELEMENTS = ['array', 'json'] as const;

/** The ends of a join: they say which one it is. */
export const endsSchema = z.object({
  from: scalar,
  to: scalar,
  from_columns: z.array(scalar).min(1),
  to_columns: z.array(scalar).min(1),
});
export type Ends = z.output<typeof endsSchema>;

const evidence: Pick<Statement<Relationship>, 'evidenceOf' | 'mark'> = {
  evidenceOf: ({ evidence: [strongest] }) => strongest,
  mark: (join) => ({ ...join, evidence: [PERSON, ...join.evidence.filter(({ source }) => source !== 'person')] }),
};

/** What the file says about a join besides its ends. `standing: rejected` is read before these. */
export const RELATIONSHIP_STATEMENTS: readonly Statement<Relationship>[] = [
  statement({
    key: 'cardinality',
    schema: z.enum(CARDINALITIES),
    choices: CARDINALITIES,
    evidence,
    write: ({ cardinality }: Relationship) => cardinality,
    apply: (join, cardinality) => (cardinality === null ? join : { ...join, cardinality }),
  }),
  statement({
    key: 'role',
    schema: textSchema,
    evidence,
    write: ({ role }: Relationship) => (role ? plainText(textsOf(role)) : undefined),
    apply: (join, given) => ({ ...join, role: given === null ? null : roleOf(wholeText(given)) }),
  }),
  statement({
    key: 'optional',
    schema: z.boolean(),
    evidence,
    write: ({ optional }: Relationship) => optional || undefined,
    apply: (join, optional) => ({ ...join, optional: optional ?? false }),
  }),
  statement({
    key: 'none_value',
    schema: scalar,
    evidence,
    write: ({ noneValue }: Relationship) => noneValue ?? undefined,
    apply: (join, noneValue) => ({ ...join, noneValue }),
  }),
  statement({
    key: 'condition',
    schema: z.object({ field: scalar, value: scalar }),
    evidence,
    columnsIn: ({ field }) => [field],
    write: ({ condition }: Relationship) =>
      condition ? { field: condition.field, value: condition.value } : undefined,
    apply: (join, condition) => ({ ...join, condition }),
  }),
  statement({
    key: 'elements',
    schema: z.enum(ELEMENTS),
    choices: ELEMENTS,
    evidence,
    write: ({ elements }: Relationship) => elements ?? undefined,
    apply: (join, elements) => ({ ...join, elements }),
  }),
  statement({
    key: 'standing',
    schema: z.enum(STANDINGS),
    choices: STANDINGS,
    evidence,
    write: ({ standing }: Relationship) => standing,
    apply: (join, standing) => (standing === null || standing === 'rejected' ? join : { ...join, standing }),
  }),
];

function textsOf(role: NonNullable<Relationship['role']>): Text {
  const known = LANGUAGES.filter((language) => role[language].known);
  const fallback = role[known[0] ?? 'en'].text;
  return inEveryLanguage((language) => (role[language].known ? role[language].text : fallback));
}

function roleOf(text: Text | null): Relationship['role'] {
  return (
    text &&
    inEveryLanguage((language) => ({
      text: text[language],
      plural: text[language],
      measureWord: null,
      known: true,
      synonyms: [],
    }))
  );
}
