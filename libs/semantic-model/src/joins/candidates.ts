import type { Column, Relation } from '#libs/catalog';
import { identifierWords } from '#libs/lexicon';
import { candidateKey, type Candidate } from './candidate.js';
import { commentCandidates } from './comment-references.js';
import { targetColumn } from './target-column.js';
import type { JoinSchema, Target } from './join-schema.js';
import { namedLikeKey } from './key-candidates.js';
import { messages } from './messages.js';
import { compact, familyOf, isRowMark, keyFamily, readName, type Reading } from './names.js';
import { actsOnRow, isUpTheLine, namesPerson, peopleRank, selfRole } from './people.js';
import { tableMatches } from './table-matches.js';
import { coresOf, tailOf } from './table-names.js';

const HOME = 0.9;
const COPY = 0.75;
const ROLE_AND_KEY = 0.8;
const PERSON = 0.62;
/** Who wrote or approved a row, where one table holds people. */
const ACTOR = 0.83;
const ABOVE = 0.87;
const RELATED = 0.7;
const AGENT = 0.6;
/** Only a table has a key of that name, although it is called otherwise. */
const SOLE_KEY = 0.84;
/** `from_airport`: without a key word only values that few tables have confirm it. */
const PLAIN_ROLE = 0.38;
const PLAIN = 0.8;
/** Whole numbers called so count or order something, whatever table has that name. */
const COUNTED =
  /^(order|sort|rank|position|level|index|sequence|count|number|score|rating|size|age|year|quarter|month|week|day|hour|stage|step|grade|version|quantity)$/;

/** The references that the name and the comment of a column suggest, once for each target. */
export function columnCandidates(schema: JoinSchema, from: Target, column: Column): Candidate[] {
  const family = keyFamily(column) ?? elementFamily(column);
  if (family === null || isRowMark(column.name) || isOwnKey(schema, from, column)) {
    return [];
  }
  const readings = [...new Set([tailOf(column.name, from.name), column.name])].map(readName);
  const named = [
    ...readings.flatMap((reading) => byTableName(schema, from, column, reading)),
    ...readings.flatMap((reading) => byRole(schema, from, column, reading)),
    ...commentCandidates(schema, from, column),
  ];
  const found = [...named, ...byKeyName(schema, from, column, named.length > 0)];
  return bestOfEach(found.filter(({ toColumns: [key] }) => key !== column));
}

/** The key of its own table is a reference only when its name is that of another's key. */
function isOwnKey(schema: JoinSchema, from: Target, column: Column): boolean {
  const named = namedLikeKey(column.name, from.name);
  const others = schema.byForm.get(compact(readName(column.name).subject)) ?? [];
  return column === from.key && (named >= 4 || (named >= 2.5 && !others.some((target) => target !== from)));
}

/** Arrays, and texts that may hold JSON arrays, of ids. */
function elementFamily(column: Column): string | null {
  const oid = column.isArray ? column.baseTypeOid : 25;
  return column.isArray || column.typeCategory === 'U' ? familyOf(oid, column.type) : null;
}

function byTableName(schema: JoinSchema, from: Target, column: Column, reading: Reading): Candidate[] {
  const family = keyFamily(column);
  const attribute =
    reading.kind === null && reading.subject.length > 1 ? withAttribute(schema, from, column, reading) : [];
  const matches = tableMatches(schema, from, reading);
  // `node_id` with a table of nodes whose key has more columns: another table that ends so is not meant by the name alone.
  const best = matches.toSorted((a, b) => b.score - a.score)[0];
  const isTaken = best?.fit === 'table' && targetColumn(best.target, column, reading) === null;
  const named = matches.flatMap(({ target, score, role, fit }): Candidate[] => {
    const isPlain = reading.kind === null;
    if (isPlain && (fit === 'near' || target === from)) {
      return [];
    }
    const key = targetColumn(target, column, reading);
    const because =
      fit === 'table'
        ? messages.name_of_table({ column: column.name, table: target.relation.name })
        : messages.name_near_table({ column: column.name, table: target.relation.name });
    const isCounted = isPlain && family === 'number' && COUNTED.test(reading.subject.at(-1) ?? '');
    if (isCounted) {
      return [];
    }
    const fitness = isPlain ? (role.length > 0 ? PLAIN_ROLE : PLAIN) : score;
    const needsRows = isTaken || (reading.kind !== 'id' && reading.kind !== 'ids');
    return key
      ? [{ ...candidate(from, column, target, key.column), score: fitness, role, because, needsRows, ...key.facts }]
      : [];
  });
  return [...attribute, ...named, ...byAgent(schema, from, column, reading)];
}

/** `dict_type`: the column `type` of the table of dictionary types. */
function withAttribute(schema: JoinSchema, from: Target, column: Column, reading: Reading): Candidate[] {
  const whole = tableMatches(schema, from, reading).filter(({ role }) => role.length === 0);
  const attribute = identifierWords(column.name).at(-1) ?? '';
  return whole.flatMap(({ target, score, fit }): Candidate[] => {
    const key = target.relation.columns.find(
      (other) => other.name.toLowerCase() === attribute && keyFamily(other) === keyFamily(column),
    );
    const because = messages.name_of_table({ column: column.name, table: target.relation.name });
    return key && fit === 'table'
      ? [{ ...candidate(from, column, target, key), score: score - 0.1, because, provesKey: true, needsRows: true }]
      : [];
  });
}

const PREPOSITION = /^(via|by|to|from|with|through|for)$/;

/** `ship_via`: the shippers. */
function byAgent(schema: JoinSchema, from: Target, column: Column, { kind, subject }: Reading): Candidate[] {
  const [verb = '', preposition = ''] = subject;
  if (kind !== null || subject.length !== 2 || verb.length < 4 || !PREPOSITION.test(preposition)) {
    return [];
  }
  const doubled = `${verb}${verb.at(-1) ?? ''}`;
  return [`${verb}er`, `${verb}or`, `${verb}r`, `${doubled}er`].flatMap((agent) =>
    (schema.byForm.get(agent) ?? []).flatMap((target) => {
      const key = targetColumn(target, column, { subject, keyWord: null, kind: 'id' });
      const because = messages.name_near_table({ column: column.name, table: target.relation.name });
      return key ? [{ ...candidate(from, column, target, key.column), score: AGENT, because, needsRows: true }] : [];
    }),
  );
}

/** The name of the key itself, alone or after a role: `customer_id`, `calling_imsi`. */
function byKeyName(schema: JoinSchema, from: Target, column: Column, isNamed: boolean): Candidate[] {
  const isOwn = namedLikeKey(column.name, from.name) >= 4;
  const cores = coresOf(column.name, from.name);
  const same = isOwn ? [] : cores.flatMap((core) => keyed(schema, from, column, core, [], isNamed));
  if (same.length > 0) {
    return same;
  }
  const words = identifierWords(tailOf(column.name, from.name));
  for (let start = 1; start < words.length; start++) {
    const found = keyed(schema, from, column, compact(words.slice(start)), words.slice(0, start));
    if (found.length > 0) {
      return found;
    }
  }
  return readName(column.name).kind === null ? [] : gluedKey(schema, from, column);
}

function gluedKey(schema: JoinSchema, from: Target, column: Column): Candidate[] {
  const tail = compact(identifierWords(tailOf(column.name, from.name)));
  for (let start = 1; start <= tail.length - 4; start++) {
    const found = keyed(schema, from, column, tail.slice(start), [tail.slice(0, start)]);
    if (found.length > 0) {
      return found;
    }
  }
  return [];
}

function keyed(
  schema: JoinSchema,
  from: Target,
  column: Column,
  core: string,
  role: readonly string[],
  isNamed = false,
): Candidate[] {
  const holders = schema.byCore.get(core) ?? [];
  const isSole = holders.length === 1 && !isNamed;
  const copied = isSole ? SOLE_KEY : COPY;
  return holders
    .filter(({ target, column: key }) => key !== column && (role.length > 0 || target !== from))
    .filter(({ column: key }) => keyFamily(key) === keyFamily(column))
    .map(({ target, column: key, isHome }) => ({
      ...candidate(from, column, target, key),
      score: role.length > 0 ? ROLE_AND_KEY - (isHome ? 0 : 0.1) : isHome ? HOME : copied,
      role,
      because: messages.name_of_column({ column: key.name, table: target.relation.name }),
      needsRows: role.length === 0 && !isHome && !isSole,
    }));
}

/** Parents in the same table, and people by their role. */
function byRole(schema: JoinSchema, from: Target, column: Column, reading: Reading): Candidate[] {
  const words = identifierWords(column.name);
  const self = reading.kind === 'id' || reading.kind === null ? selfRole(reading.subject) : null;
  const isUp = isUpTheLine(words) && peopleRank(from.name.words) >= 0;
  if ((self && (self === 'above' || reading.kind === 'id')) || isUp) {
    const key = from.key && keyFamily(from.key) === keyFamily(column) ? from.key : null;
    const because = messages.name_of_self({ column: column.name });
    const score = self === 'related' ? RELATED : ABOVE;
    return key ? [{ ...candidate(from, column, from, key), score, role: reading.subject, because }] : [];
  }
  if (!namesPerson(words, reading.subject, reading.kind === 'id')) {
    return [];
  }
  const people = schema.people.filter(({ key }) => key && keyFamily(key) === keyFamily(column));
  const isSure = people.length === 1 && actsOnRow(words, reading.subject);
  return people.map((target) => {
    const isNear = target.relation.schema === from.relation.schema;
    const rank = PERSON - 0.01 * peopleRank(target.name.words) + (isNear ? 0.005 : 0);
    return {
      ...candidate(from, column, target, target.key ?? column),
      score: isSure ? ACTOR : rank,
      role: reading.subject,
      because: messages.name_of_person({ column: column.name }),
      needsRows: !isSure,
    };
  });
}

export function candidate(from: Target, column: Column, to: Target, key: Column): Candidate {
  return {
    from: from.relation,
    columns: [column],
    to: to.relation,
    toColumns: [key],
    score: 0,
    role: [],
    source: 'name',
    because: messages.name_of_table({ column: column.name, table: to.relation.name }),
    needsRows: false,
    provesKey: false,
    elements: null,
    condition: null,
  };
}

/** A target that two rules find is a little likelier. */
function bestOfEach(candidates: readonly Candidate[]): Candidate[] {
  return [...Map.groupBy(candidates, candidateKey).values()].flatMap((same) => {
    const [best] = same.toSorted((a, b) => b.score - a.score);
    const reasons = new Set(same.map(({ because }) => because.code));
    const more = reasons.size > 1 ? 0.02 : 0;
    return best ? [{ ...best, score: Math.min(0.98, best.score + more) }] : [];
  });
}

/** Relations whose columns may refer to others. */
export function mayRefer({ kind, partitionOf }: Relation): boolean {
  return partitionOf === null && kind !== 'view' && kind !== 'materialized_view';
}
