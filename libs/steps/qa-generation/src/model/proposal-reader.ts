import type { StatementRunner } from '#libs/business-database';
import { skeletonOf } from '#libs/intents';
import type { Message } from '#libs/language';
import { ModelIndex, type Field } from '#libs/semantic-model';
import {
  checkAndDescribe,
  KnownRelations,
  refusalMessage,
  refuseVolatile,
  type Refusal,
  type StatementShape,
} from '#libs/sql-safety';
import type { Candidate } from '../choice/candidate.js';
import { messages } from '../messages.js';
import type { GeneratedPair } from '../pair.js';
import type { Business } from '../read-business.js';
import { coveringIn } from './covering.js';

export type ReadProposal =
  | { readonly candidate: Candidate; readonly shape: StatementShape; readonly refused: null }
  | { readonly candidate: null; readonly refused: Message };

/** Reads pairs of a language model: what they ask of the tables, or why they are not usable. */
export class ProposalReader {
  private readonly knownTables: ReadonlySet<string>;
  private readonly relations: KnownRelations;
  private readonly index: ModelIndex;
  private readonly coveringOf: ReturnType<typeof coveringIn>;

  constructor(
    { catalog, model }: Pick<Business, 'catalog' | 'model'>,
    private readonly statements: Pick<StatementRunner, 'hazards'>,
  ) {
    this.knownTables = new Set(catalog.relations.flatMap(({ schema, name }) => [name, `${schema}.${name}`]));
    this.relations = new KnownRelations(catalog.relations);
    this.index = new ModelIndex(model);
    this.coveringOf = coveringIn(this.relations, model);
  }

  /** A usable pair is one read-only query over listed tables that measures quantities only and is safe to run. */
  async read({ question, sql, kind }: GeneratedPair): Promise<ReadProposal> {
    const { check, shape } = await checkAndDescribe(sql);
    if (!check.ok || shape === null) {
      return { candidate: null, refused: check.ok ? messages.not_parsable() : reasonOf(check) };
    }
    const unsafe = refuseVolatile(sql, check, await this.statements.hazards());
    if (unsafe !== null) {
      return { candidate: null, refused: refusalMessage(unsafe) };
    }
    const unknown = check.tables.filter(
      ({ schema, name }) => !this.knownTables.has(schema === null ? name : `${schema}.${name}`),
    );
    if (unknown.length > 0) {
      return { candidate: null, refused: messages.unknown_tables({ tables: unknown.map(({ name }) => name) }) };
    }
    const wrong = this.wronglyMeasured(shape);
    if (wrong !== null) {
      return { candidate: null, refused: wrong };
    }
    const candidate = {
      ...this.coveringOf(shape),
      kind,
      question,
      sql: sql.replace(/\s*;$/, ''),
      skeleton: skeletonOf(sql),
      isGrouped: givesGroups(shape),
    };
    return { candidate, shape, refused: null };
  }

  /** The usable ones of these pairs. */
  async candidates(pairs: readonly GeneratedPair[]): Promise<Candidate[]> {
    const read = await Promise.all(pairs.map((pair) => this.read(pair)));
    return read.flatMap(({ candidate }) => candidate ?? []);
  }

  /** Sums of keys, codes, rates and prices, and averages of keys and codes. */
  private wronglyMeasured(shape: StatementShape): Message | null {
    for (const { by, column } of shape.measured) {
      const { columns } = this.relations.touchedBy({ ...shape, columns: [column], equalities: [] });
      const fields = columns.map((id) => this.fieldOf(id));
      if (fields.length > 0 && fields.every((field) => field !== undefined && !isMeasurable(field, by))) {
        return messages.not_a_measure({ column: column.column });
      }
    }
    return null;
  }

  private fieldOf(id: string): Field | undefined {
    const dot = id.lastIndexOf('.');
    return this.index.field(id.slice(0, dot), id.slice(dot + 1));
  }
}

function isMeasurable({ role, additivity }: Field, by: 'sum' | 'avg'): boolean {
  return (
    !['key', 'reference', 'code', 'technical'].includes(role) &&
    !(by === 'sum' && ['rate', 'unit_price'].includes(additivity))
  );
}

/** One row a group, and no condition or limit that may leave only one. */
function givesGroups({ features }: StatementShape): boolean {
  return features.has('group_by') && !features.has('limit') && !features.has('having');
}

/** Without the parser's words: they quote the statement, and with it values. */
function reasonOf(refusal: Refusal): Message {
  return refusal.reason === 'not_parsable' ? messages.not_parsable() : refusalMessage(refusal);
}
