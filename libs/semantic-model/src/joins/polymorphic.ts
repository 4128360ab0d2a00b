import type { Column } from '#libs/catalog';
import { identifierWords } from '#libs/lexicon';
import { qualifiedName, quoteIdentifier } from '#libs/postgres';
import type { Candidate } from './candidate.js';
import type { Chosen } from './choose.js';
import { eachOf, type Search } from './find-keys.js';
import { FACT } from './join.js';
import type { JoinSchema, Target } from './join-schema.js';
import type { Judged } from './judge.js';
import { messages } from './messages.js';
import { compact, keyFamily } from './names.js';
import { isParty, isRole } from './people.js';
import { tryQuery } from './run-query.js';
import { spokenName, tailOf } from './table-names.js';

const TYPE = ['type', 'kind', 'class', 'table', 'model', 'entity'];
const MAX_TYPES = 12;
const BY_VALUE = 0.9;
const BY_COMMENT = 0.85;
const BY_PARTY = 0.55;

/** A column that refers to one of several tables, and the column that decides which. */
export interface TypedReference {
  readonly from: Target;
  readonly column: Column;
  readonly type: Column;
}

/**
 * The column that decides which table another one refers to: `owner_type` of `owner_id`, as a text, a number or an
 * enumeration.
 */
export function typeColumnOf(from: Target, column: Column): Column | null {
  const words = identifierWords(tailOf(column.name, from.name));
  const [subject, last] = [words.slice(0, -1).join('_'), words.at(-1)];
  // The key of a table says which row it is, and its kind is no other table.
  if (subject === '' || last !== 'id' || column === from.key) {
    return null;
  }
  const names = new Set(TYPE.flatMap((type) => [`${subject}_${type}`, `${subject}${type}`]));
  const isType = ({ name, typeCategory, isArray }: Column): boolean =>
    !isArray && 'SNE'.includes(typeCategory) && names.has(identifierWords(tailOf(name, from.name)).join('_'));
  return from.relation.columns.find(isType) ?? null;
}

/**
 * One join for each type value whose rows prove its table; a value names its table itself (`Order`) or in the comment on
 * the type (`1=用户`). Where no value does, people and organisations that hold all ids of a sender or payer are hints.
 */
export async function polymorphicJoins(
  search: Search,
  schema: JoinSchema,
  typed: readonly TypedReference[],
  judgeAll: (candidates: readonly Candidate[]) => Promise<Judged[]>,
): Promise<Chosen[]> {
  const candidates = await eachOf(typed, search, async (reference) => {
    const values = await typeValues(search, reference);
    const named = values.flatMap((value) => namedByValue(schema, reference, value));
    return named.length > 0 ? named : parties(schema, reference);
  });
  const judged = await judgeAll(candidates.flat());
  return judged.flatMap((one): Chosen[] => {
    const isConditional = one.candidate.condition !== null;
    const most = isConditional ? 1 : FACT - 0.1;
    return one.verdict === 'proven' ? [{ judged: one, confidence: Math.min(one.confidence, most) }] : [];
  });
}

async function typeValues(search: Search, { from: { relation }, type }: TypedReference): Promise<string[]> {
  const name = quoteIdentifier(type.name);
  const rows = await tryQuery<{ value: string }>(
    search.database,
    `select ${name}::text as value
     from (select ${name} from ${qualifiedName(relation.schema, relation.name)} where ${name} is not null limit 4000) s
     group by 1 order by count(*) desc limit ${MAX_TYPES}`,
  );
  return typeof rows === 'string' ? [] : rows.map(({ value }) => value);
}

function namedByValue(schema: JoinSchema, reference: TypedReference, value: string): Candidate[] {
  const last = value.split(/[\\/.:]+/).at(-1) ?? '';
  const byName = schema.byForm.get(compact(identifierWords(last))) ?? schema.byName.get(last.toLowerCase()) ?? [];
  const meaning = meaningOf(reference.type.comment ?? '', value);
  const byComment =
    meaning === null
      ? []
      : (schema.byForm.get(compact(identifierWords(meaning))) ?? schema.bySpoken.get(spokenName(meaning) ?? '') ?? []);
  return [
    ...byName.flatMap((target) => conditional(reference, target, value, BY_VALUE)),
    ...(byName.length === 0 ? byComment : []).flatMap((target) => conditional(reference, target, value, BY_COMMENT)),
  ];
}

/** `0 = user, 1 = merchant`, `1用户 2商户` */
function meaningOf(comment: string, value: string): string | null {
  const pattern = /^[\p{L}\p{N}_]+$/u.test(value) ? `(?<![\\d\\w])${value}\\s*[-=:：—)]*\\s*([\\p{L}_]+)` : null;
  const [, meaning = null] = (pattern === null ? null : new RegExp(pattern, 'u').exec(comment)) ?? [];
  return meaning;
}

function conditional(reference: TypedReference, target: Target, value: string, score: number): Candidate[] {
  const source = score === BY_COMMENT ? 'comment' : 'data';
  return typedCandidate(reference, target).map((candidate) => ({
    ...candidate,
    // A `biz_id` of a recharge is simply called a recharge; an `owner_id` is an owner, whatever its type.
    role: isRole(candidate.role.at(-1) ?? '') ? candidate.role : [],
    score,
    source,
    condition: { field: reference.type.name, value },
  }));
}

function parties(schema: JoinSchema, reference: TypedReference): Candidate[] {
  const words = identifierWords(tailOf(reference.column.name, reference.from.name));
  const mayBeParty = words.slice(0, -1).some(isRole);
  const targets = mayBeParty ? [...schema.targets.values()].filter(({ name }) => isParty(name.words)) : [];
  return targets.flatMap((target) => typedCandidate(reference, target));
}

function typedCandidate({ from, column, type }: TypedReference, target: Target): Candidate[] {
  const { key } = target;
  return key && key !== column && keyFamily(key) === keyFamily(column)
    ? [
        {
          from: from.relation,
          columns: [column],
          to: target.relation,
          toColumns: [key],
          score: BY_PARTY,
          role: identifierWords(tailOf(column.name, from.name)).slice(0, -1),
          source: 'name',
          because: messages.type_decides({ column: type.name }),
          needsRows: true,
          provesKey: false,
          elements: null,
          condition: null,
        },
      ]
    : [];
}
