import type { Catalog, Column, Database, Relation, RelationProfile } from '#libs/catalog';
import { withoutAsideTables } from './aside-tables.js';
import { columnCandidates, mayRefer } from './candidates.js';
import type { Candidate } from './candidate.js';
import { asHint, choose, type Chosen } from './choose.js';
import { compositeCandidates } from './composites.js';
import { measureContainment, type Containment } from './containment.js';
import { declaredJoins } from './declared-joins.js';
import { distinctSets, eachOf, findKeys, type Search } from './find-keys.js';
import { FACT, type FoundJoins, type FoundKey } from './join.js';
import { joinSchema, type JoinSchema, type Target } from './join-schema.js';
import { judge, rowCountOf, type Judged } from './judge.js';
import { inferredJoin, withForeignKeys } from './inferred-joins.js';
import { polymorphicJoins, typeColumnOf, type TypedReference } from './polymorphic.js';
import { sharedNameCandidates } from './shared-names.js';
import { tableNames } from './table-names.js';
import { valueCandidates } from './value-candidates.js';

export interface JoinOptions {
  /** Measured facts by `schema.name`, where they are at hand: they save queries. */
  readonly profiles?: Pick<ReadonlyMap<string, RelationProfile>, 'get'>;
  readonly signal?: AbortSignal;
}

/** A column with more candidates than that has none that means something. */
const MAX_CANDIDATES = 12;

/**
 * The joins of the listed tables: those that constraints declare, and those that names, comments, types and rows prove.
 * For each table there is one query for a missing key, one for its references, and one for the columns of other tables
 * that may be keys. All read bounded samples; a table that cannot be read has no inferred facts.
 * @param database a pool whose connections are read-only and have a statement timeout.
 * @throws the abort reason, or the driver's error when the connection is lost.
 */
export async function findJoins(database: Database, catalog: Catalog, options: JoinOptions = {}): Promise<FoundJoins> {
  const search: Search = { database, profiles: options.profiles ?? new Map<string, never>(), signal: options.signal };
  const names = tableNames(catalog);
  const found = await findKeys(search, catalog, names);
  const schema = joinSchema(catalog, names, found);
  const sources = [...schema.targets.values()].filter(({ relation }) => mayRefer(relation));
  const { candidates, typed } = allCandidates(schema, sources);
  const judged = await judgeAll(search, candidates);
  const chosen = chooseAll(search, judged);
  const more = await unnamed(search, sources, new Set(chosen.flatMap(columnsOf)));
  const conditional = await polymorphicJoins(search, schema, typed, (list) => judgeAll(search, list));
  const proven = [...withoutCopies([...chosen, ...more]), ...conditional];
  const inferred = withoutAsideTables(proven, catalog).map((one) => inferredJoin(one, schema));
  const joins = [...declaredJoins(catalog), ...inferred.toSorted((a, b) => b.confidence - a.confidence)];
  return { catalog: withForeignKeys(catalog, inferred), joins, keys: keysOf(found) };
}

/** References of columns whose names say nothing of a table. */
async function unnamed(search: Search, sources: readonly Target[], joined: ReadonlySet<Column>): Promise<Chosen[]> {
  const free = (candidates: readonly Candidate[]): Candidate[] =>
    candidates.filter(({ from, columns }) => !isDeclared(from, columns));
  const shared = chooseAll(
    search,
    await judgeAll(search, free(sharedNameCandidates(sources, search.profiles, joined))),
  );
  const known = new Set([...joined, ...shared.flatMap(columnsOf)]);
  return [
    ...shared,
    ...chooseAll(search, await judgeAll(search, free(valueCandidates(sources, search.profiles, known)))),
  ];
}

function isDeclared({ foreignKeys }: Relation, columns: readonly Column[]): boolean {
  const names = columns.map(({ name }) => name).join('\u0000');
  return foreignKeys.some((key) => key.columns.join('\u0000') === names);
}

function keysOf(found: ReadonlyMap<Relation, FoundKey>): Map<string, FoundKey> {
  return new Map([...found].map(([{ schema, name }, key]) => [`${schema}.${name}`, key]));
}

function columnsOf({ judged }: Chosen): readonly Column[] {
  return judged.candidate.columns;
}

/** Candidates of all columns without a constraint, and the columns whose type column decides. */
function allCandidates(
  schema: JoinSchema,
  sources: readonly Target[],
): { candidates: Candidate[]; typed: TypedReference[] } {
  const typed: TypedReference[] = [];
  const candidates = sources.flatMap((from) => {
    const single = from.relation.columns.flatMap((column) => {
      if (isDeclared(from.relation, [column])) {
        return [];
      }
      const own = columnCandidates(schema, from, column);
      const type = typeColumnOf(from, column);
      if (type && !own.some(isNamedTable)) {
        typed.push({ from, column, type });
        return [];
      }
      return own.toSorted((a, b) => b.score - a.score).slice(0, MAX_CANDIDATES);
    });
    const several = compositeCandidates(schema, from).filter(({ columns }) => !isDeclared(from.relation, columns));
    return [...single, ...several];
  });
  return { candidates, typed };
}

/** The column is called like a table: a type next to it describes the row of that table. */
function isNamedTable({ score, role, source }: Candidate): boolean {
  return (score >= 0.92 && role.length === 0) || source === 'comment';
}

async function judgeAll(search: Search, candidates: readonly Candidate[]): Promise<Judged[]> {
  const [measured, distinct] = await Promise.all([
    measureContainment(search, candidates),
    distinctTargets(
      search,
      candidates.filter(({ provesKey }) => provesKey),
    ),
  ]);
  return candidates.map((candidate) => {
    const compared: Containment | null = measured.get(candidate) ?? null;
    const isMissing = compared !== null && compared.matched < compared.seen;
    // Row security may hide the rows that are missing.
    const contained = isMissing && hidesRows(search, candidate) ? null : compared;
    const isKey = !candidate.provesKey || distinct.has(candidate);
    return judge(candidate, contained, isKey, rowCountOf(candidate, search.profiles));
  });
}

function hidesRows({ profiles }: Search, { to }: Candidate): boolean {
  return profiles.get(`${to.schema}.${to.name}`)?.rowSecurity === true;
}

/** Those candidates whose referenced columns are distinct in the rows, and have some. */
async function distinctTargets(search: Search, candidates: readonly Candidate[]): Promise<Set<Candidate>> {
  const groups = [...Map.groupBy(candidates, ({ to }) => to)];
  const proven = await eachOf(groups, search, async ([relation, group]) => {
    const sets = group.map(({ toColumns }) => toColumns.map(({ name }) => name));
    const found = await distinctSets(search, relation, sets);
    return group.filter((_, at) => found !== null && found.rows > 0 && found.sets.includes(sets[at] ?? []));
  });
  return new Set(proven.flat());
}

function chooseAll(search: Search, judged: readonly Judged[]): Chosen[] {
  const rowsOf = (relation: Relation): number | null =>
    search.profiles.get(`${relation.schema}.${relation.name}`)?.rowCount ?? relation.rowEstimate;
  const groups = Map.groupBy(judged, ({ candidate: { from, columns } }) =>
    [from.oid, ...columns.map(({ name }) => name)].join('\u0000'),
  );
  return [...groups.values()].flatMap((group) => choose(group, rowsOf));
}

/** `customer_code` next to `customer_id`: a copy of what the key reaches, so it is only a hint. */
function withoutCopies(chosen: readonly Chosen[]): Chosen[] {
  const reached = new Set(chosen.flatMap((one) => (isKeyReference(one) ? [wayOf(one)] : [])));
  return chosen.map((one) => (!isKeyReference(one) && reached.has(wayOf(one)) ? asHint(one) : one));
}

function isKeyReference({ judged, confidence }: Chosen): boolean {
  return confidence >= FACT && !judged.candidate.provesKey;
}

function wayOf({ judged: { candidate } }: Chosen): string {
  return [candidate.from.oid, candidate.to.oid, ...candidate.role].join('\u0000');
}
