import { z } from 'zod';
import type { Additivity, Field, FieldRole, FieldValue } from '../model.js';
import { labelStatement, synonymsStatement } from './name-statements.js';
import { PERSON, statement, type Plain, type Statement } from './statement.js';
import { plainText, scalar, textSchema, wholeText, type GivenText } from './texts.js';

const ROLES = [
  'key',
  'reference',
  'dimension',
  'flag',
  'measure',
  'time',
  'code',
  'text',
  'technical',
  'sensitive',
] as const satisfies readonly FieldRole[];
export const ADDITIVITIES = [
  'additive',
  'semi_additive',
  'rate',
  'unit_price',
  'none',
] as const satisfies readonly Additivity[];

/** Values without a meaning are listed as far as they are all and few. */
const MAX_PLAIN_VALUES = 12;

export const unitSchema = z.object({
  kind: scalar,
  code: scalar.nullish().transform((code) => code ?? null),
  field: scalar.nullish().transform((field) => field ?? null),
});

const valuesSchema = z.union([
  z.array(scalar).transform((values): GivenValue[] => values.map((value) => [value, null])),
  z.record(z.string(), textSchema.nullable()).transform((values): GivenValue[] => Object.entries(values)),
]);
type GivenValue = readonly [value: string, meaning: GivenText | null];

type About = keyof Field['evidence'];

function evidence(about: About): Pick<Statement<Field>, 'evidenceOf' | 'mark'> {
  return {
    evidenceOf: (field) => field.evidence[about],
    mark: (field) => ({ ...field, evidence: { ...field.evidence, [about]: PERSON } }),
  };
}

const named = {
  nameOf: (field: Field) => field.label,
  withName: (field: Field, label: Field['label']): Field => ({ ...field, label }),
  ...evidence('label'),
};

/** What the file says about a column, in the order of its keys. */
export const FIELD_STATEMENTS: readonly Statement<Field>[] = [
  labelStatement(named),
  synonymsStatement({ ...named, ...evidence('synonyms') }),
  statement({
    key: 'role',
    schema: z.enum(ROLES),
    choices: ROLES,
    evidence: evidence('role'),
    write: ({ role }: Field) => role,
    apply: (field, role) => (role === null ? field : withRole(field, role)),
  }),
  statement({
    key: 'description',
    schema: scalar,
    write: ({ description }: Field) => description ?? undefined,
    apply: (field, description) => ({ ...field, description }),
  }),
  statement({
    key: 'additivity',
    schema: z.enum(ADDITIVITIES),
    choices: ADDITIVITIES,
    evidence: evidence('additivity'),
    write: ({ additivity }: Field) => (additivity === 'none' ? undefined : additivity),
    apply: (field, additivity) => ({ ...field, additivity: additivity ?? 'none' }),
  }),
  statement({
    key: 'unit',
    schema: unitSchema,
    evidence: evidence('unit'),
    columnsIn: ({ field }) => (field === null ? [] : [field]),
    write: ({ unit }: Field) => unitPlain(unit),
    apply: (field, unit) => ({ ...field, unit }),
  }),
  statement({
    key: 'values',
    schema: valuesSchema,
    evidence: evidence('values'),
    write: valuesPlain,
    apply: (field, given) => ({ ...field, values: withMeanings(field.values, given ?? []) }),
  }),
  statement({
    key: 'null_meaning',
    schema: textSchema,
    evidence: evidence('nullMeaning'),
    write: ({ nullMeaning }: Field) => (nullMeaning ? plainText(nullMeaning) : undefined),
    apply: (field, given) => ({ ...field, nullMeaning: given === null ? null : wholeText(given) }),
  }),
];

/** A measure adds up unless the file says otherwise; the values of what is sensitive are not shown. */
function withRole(field: Field, role: FieldRole): Field {
  if (role === 'sensitive') {
    const nothing = { additivity: 'none', values: [], range: null, quartiles: [] } as const;
    return { ...field, role, sensitive: field.sensitive ?? 'person', ...nothing };
  }
  const isMeasure = role === 'measure';
  const additivity = !isMeasure ? 'none' : field.additivity === 'none' ? 'additive' : field.additivity;
  return { ...field, role, additivity };
}

export function unitPlain(unit: Field['unit']): Plain | undefined {
  return unit
    ? {
        kind: unit.kind,
        ...(unit.code === null ? {} : { code: unit.code }),
        ...(unit.field === null ? {} : { field: unit.field }),
      }
    : undefined;
}

function valuesPlain({ values, valuesComplete, role }: Field): Plain | undefined {
  if (values.some(({ meaning }) => meaning !== null)) {
    return Object.fromEntries(values.map(({ value, meaning }) => [value, meaning && plainText(meaning)]));
  }
  const listed = valuesComplete && values.length <= MAX_PLAIN_VALUES && (role === 'dimension' || role === 'code');
  return listed ? values.map(({ value }) => value) : undefined;
}

/** Values that only the person knows are added: they may occur tomorrow. */
function withMeanings(values: readonly FieldValue[], given: readonly GivenValue[]): FieldValue[] {
  const meanings = new Map(given.map(([value, meaning]) => [value, meaning === null ? null : wholeText(meaning)]));
  const known = new Set(values.map(({ value }) => value));
  const added = [...meanings].filter(([value]) => !known.has(value));
  return [
    ...values.map((entry) => ({ ...entry, meaning: meanings.get(entry.value) ?? null })),
    ...added.map(([value, meaning]) => ({ value, share: null, meaning })),
  ];
}
