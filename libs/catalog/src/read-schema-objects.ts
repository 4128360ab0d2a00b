import type { Dependency, ReadObject, SchemaObject } from './model.js';
import type { ByColumn } from './read-columns.js';
import { readCollations } from './read-collations.js';
import { FIRST_USER_OID, keyOf, readDependencies, tableOf } from './read-dependencies.js';
import { readFunctions } from './read-functions.js';
import { readExtensions, readRareObjects } from './read-rare-objects.js';
import { readSequences } from './read-sequences.js';
import { readTypes } from './read-types.js';
import type { CatalogServer } from './server.js';
import type { Queryable } from './queryable.js';

export interface SchemaObjects {
  readonly objects: readonly SchemaObject[];
  readonly dependencies: readonly Dependency[];
  readonly unlisted: ReadonlyMap<string, string>;
  readonly identityOptions: ByColumn;
}

/** Marks objects in a function body: they are included and ordered, but the function can be created without them. */
export const BODY = 'body';

/** Objects other than relations that the listed relations need, transitively. */
export async function readSchemaObjects(
  client: Queryable,
  oids: readonly number[],
  server: CatalogServer,
): Promise<SchemaObjects> {
  const recorded = await readDependencies(client, oids, server);
  const ofRelations = recorded.filter(({ owner }) => tableOf(owner) === 'pg_class');
  const graph = new ObjectGraph(recorded.filter(({ owner }) => tableOf(owner) !== 'pg_class'));
  const functions = new CalledFunctions(client, graph, server);
  graph.reach(ofRelations.filter(({ part }) => !isBehaviour(part)).map(({ needs }) => needs));
  await functions.read();
  const forRelations = graph.keys();
  graph.reach(ofRelations.map(({ needs }) => needs));
  await functions.read();
  const sequences = await readSequences(client, oids, graph.oids('pg_class'));
  const others = new Map<string, readonly ReadObject[]>([
    ['pg_proc', [...functions.objects.values()]],
    ['pg_class', sequences.objects],
    ['pg_type', await readTypes(client, graph.oids('pg_type'), server)],
    ['pg_collation', await readCollations(client, graph.oids('pg_collation'))],
    ['pg_extension', await readExtensions(client, graph.oids('pg_extension'))],
  ]);
  for (const table of graph.tables()) {
    others.set(table, others.get(table) ?? (await readRareObjects(client, table, graph.oids(table))));
  }
  const objects = [...others.values()].flat().map((object) => ({ ...object, optional: !forRelations.has(object.key) }));
  const dependencies = [...ofRelations, ...graph.edges(), ...functions.calls, ...sequences.owners];
  const known = new Set([...objects.map(({ key }) => key), ...oids.map((oid) => keyOf('pg_class', oid))]);
  const unlisted = new Set(dependencies.map(({ needs }) => needs).filter((key) => !known.has(key)));
  return {
    objects,
    dependencies,
    unlisted: await readNames(client, [...unlisted]),
    identityOptions: sequences.identityOptions,
  };
}

/** Rules, triggers and policies are written on demand only. */
function isBehaviour(part: string | null): boolean {
  return /^(rule|trigger|policy):/.test(part ?? '');
}

/** The objects that were reached so far, and the edges between all. */
class ObjectGraph {
  private readonly reached = new Set<string>();
  private readonly byOwner: ReadonlyMap<string, readonly Dependency[]>;

  constructor(edges: readonly Dependency[]) {
    this.byOwner = Map.groupBy(edges, ({ owner }) => owner);
  }

  /** Reaches the objects and what they need; then the casts whose types are all there. */
  reach(keys: readonly string[]): void {
    const pending = [...keys];
    for (let key = pending.pop(); key !== undefined; key = pending.pop()) {
      if (!this.reached.has(key)) {
        this.reached.add(key);
        pending.push(...(this.byOwner.get(key) ?? []).map(({ needs }) => needs));
      }
    }
    const casts = [...this.byOwner].filter(
      ([key, edges]) =>
        tableOf(key) === 'pg_cast' &&
        !this.reached.has(key) &&
        edges.every(({ needs }) => tableOf(needs) === 'pg_proc' || this.reached.has(needs)),
    );
    if (casts.length > 0) {
      this.reach(casts.map(([key]) => key));
    }
  }

  keys(): ReadonlySet<string> {
    return new Set(this.reached);
  }

  /** Catalog tables of the reached objects. */
  tables(): string[] {
    return [...new Set([...this.reached].map(tableOf))];
  }

  oids(table: string): number[] {
    return [...this.reached].filter((key) => tableOf(key) === table).map((key) => Number(key.slice(table.length + 1)));
  }

  edges(): Dependency[] {
    return [...this.reached].flatMap((key) => this.byOwner.get(key) ?? []);
  }
}

/** Functions, and what their bodies name: PostgreSQL does not record that, so it is looked up, round by round. */
class CalledFunctions {
  readonly objects = new Map<string, ReadObject>();
  readonly calls: Dependency[] = [];
  private readonly asked = new Set<number>();

  constructor(
    private readonly client: Queryable,
    private readonly graph: ObjectGraph,
    private readonly server: CatalogServer,
  ) {}

  /** Reads the functions reached since the last call, and reaches the objects in their bodies. */
  async read(): Promise<void> {
    for (let fresh = this.fresh(); fresh.length > 0; fresh = this.fresh()) {
      fresh.forEach((oid) => this.asked.add(oid));
      const { objects, bodies } = await readFunctions(this.client, fresh, this.server);
      objects.forEach((object) => this.objects.set(object.key, object));
      const named = await readNamed(this.client, bodies);
      this.calls.push(...named);
      this.graph.reach(named.map(({ needs }) => needs));
    }
  }

  private fresh(): number[] {
    return this.graph.oids('pg_proc').filter((oid) => !this.asked.has(oid));
  }
}

const NAMED = `
select 'pg_proc' as catalog, p.oid, p.proname::text as name from pg_proc p where p.proname = any($1::text[])
union all
select 'pg_type', t.oid, t.typname::text from pg_type t where t.typname = any($1::text[]) and t.typtype in ('e', 'd')
union all
select 'pg_class', c.oid, c.relname::text from pg_class c where c.relname = any($1::text[]) and c.relkind = 'S'`;

/** User objects with a name that occurs as a word of a body. */
async function readNamed(client: Queryable, bodies: ReadonlyMap<string, string>): Promise<Dependency[]> {
  if (bodies.size === 0) {
    return [];
  }
  const words = new Map([...bodies].map(([key, body]) => [key, wordsOf(body)]));
  const all = [...new Set([...words.values()].flatMap((set) => [...set]))];
  const { rows } = await client.query<{ catalog: string; oid: number; name: string }>(
    `select * from (${NAMED}) named where oid >= ${FIRST_USER_OID} and not exists (
      select from pg_depend e where e.classid = named.catalog::regclass and e.objid = named.oid and e.deptype in ('e', 'i'))
    order by 1, 2`,
    [all],
  );
  return [...words].flatMap(([owner, own]) =>
    rows
      .map(({ catalog, oid, name }) => ({ name, needs: keyOf(catalog, oid) }))
      .filter(({ name, needs }) => own.has(name) && needs !== owner)
      .map(({ needs }) => ({ owner, part: BODY, needs })),
  );
}

/** Unchanged, and folded as PostgreSQL folds unquoted names. */
function wordsOf(body: string): ReadonlySet<string> {
  const words = body.match(/[\p{L}_][\p{L}\p{N}_$]*/gu) ?? [];
  return new Set(words.flatMap((word) => [word, word.toLowerCase()]));
}

const NAMES = `
select wanted.catalog || ':' || wanted.oid as key, i.type || ' ' || i.identity as name
from unnest($1::text[], $2::oid[]) wanted(catalog, oid)
cross join lateral pg_identify_object(wanted.catalog::regclass, wanted.oid, 0) i`;

/** `table public.orders` */
async function readNames(client: Queryable, keys: readonly string[]): Promise<Map<string, string>> {
  if (keys.length === 0) {
    return new Map();
  }
  const { rows } = await client.query<{ key: string; name: string }>(NAMES, [
    keys.map(tableOf),
    keys.map((key) => Number(key.slice(tableOf(key).length + 1))),
  ]);
  return new Map(rows.map(({ key, name }) => [key, name]));
}
