import { Buffer } from 'node:buffer';
import type { NamedCall, NamedField, NamedRelation, StatementUses } from './statement-uses.js';

/** An object of the database that calls a VOLATILE function of the database when it is used. */
export interface Hazard {
  readonly kind: 'function' | 'operator' | 'type' | 'relation';
  readonly schema: string;
  readonly name: string;
  /** Whether a bare name can mean it. */
  readonly visible: boolean;
  /** Of a function. */
  readonly minArguments: number;
  /** Null: any number. */
  readonly maxArguments: number | null;
  /** A function of PostgreSQL has the same name and can have as many arguments. */
  readonly hasTwin: boolean;
  /** Relations with a column of the name of a function that takes one argument. */
  readonly columnIn: readonly { readonly schema: string; readonly name: string }[];
}

/** The judgement on a statement. */
export type HazardCheck =
  | { readonly hazard: string }
  /** The statement that can be run: calls that could mean a function of the database name PostgreSQL's. */
  | { readonly hazard: null; readonly sql: string };

const CATALOG = 'pg_catalog.';
const NONE: readonly Hazard[] = [];

/**
 * Whether a statement reaches a VOLATILE function of the database. A read-only session does not hold such a function back:
 * it may write over a connection of its own, wait, or start programs. In doubt it does.
 */
export class Hazards {
  /** By their names: nearly all names of a statement are none of them. */
  private readonly byKind: Readonly<Record<Hazard['kind'], ReadonlyMap<string, readonly Hazard[]>>>;

  constructor(hazards: readonly Hazard[]) {
    const ofKind = (kind: Hazard['kind']): Map<string, Hazard[]> =>
      Map.groupBy(
        hazards.filter((hazard) => hazard.kind === kind),
        ({ name }) => name,
      );
    this.byKind = {
      function: ofKind('function'),
      operator: ofKind('operator'),
      type: ofKind('type'),
      relation: ofKind('relation'),
    };
  }

  get isEmpty(): boolean {
    return Object.values(this.byKind).every(({ size }) => size === 0);
  }

  /** Whether reading the relation can be enough. */
  hasRelation({ schema, name }: NamedRelation): boolean {
    return this.named('relation', schema === null ? [name] : [schema, name]) !== undefined;
  }

  check(sql: string, uses: StatementUses): HazardCheck {
    if (this.isEmpty) {
      return { hazard: null, sql };
    }
    const twins: number[] = [];
    const found =
      firstOf(uses.calls, (call) => this.called(call, twins)) ??
      firstOf(uses.fields, (field) => this.field(field, uses)) ??
      firstOf(uses.selections, (name) => this.named('function', [name], takesOne)) ??
      firstOf(uses.operators, (name) => this.named('operator', name)) ??
      firstOf(uses.types, (name) => this.named('type', name)) ??
      firstOf([...uses.relations.values()].flat(), ({ schema, name }) =>
        this.named('relation', schema === null ? [name] : [schema, name]),
      );
    return found === undefined ? withCatalog(sql, twins) : { hazard: found };
  }

  private of(kind: Hazard['kind'], name: readonly string[]): readonly Hazard[] {
    const hazards = this.byKind[kind].get(name.at(-1) ?? '') ?? NONE;
    const schema = name.at(-2);
    return hazards.length === 0
      ? hazards
      : hazards.filter((hazard) => (schema === undefined ? hazard.visible : hazard.schema === schema));
  }

  private named(
    kind: Hazard['kind'],
    name: readonly string[],
    fits = (_: Hazard): boolean => true,
  ): string | undefined {
    const found = this.of(kind, name).find(fits);
    return found && `${found.schema}.${found.name}`;
  }

  private called({ name, argumentCount, at }: NamedCall, twins: number[]): string | undefined {
    // `name(x)` is a cast where `name` is a type.
    const asType = argumentCount === 1 ? this.named('type', name) : undefined;
    const fitting = this.of('function', name).filter((hazard) => takes(hazard, argumentCount));
    const [first] = fitting;
    if (first === undefined || asType !== undefined) {
      return asType;
    }
    if (name.length === 1 && at !== null && fitting.every(({ hasTwin }) => hasTwin)) {
      twins.push(at);
      return undefined;
    }
    return `${first.schema}.${first.name}`;
  }

  /** A column comes before a function. */
  private field({ source, name }: NamedField, uses: StatementUses): string | undefined {
    if (!this.byKind.function.has(name)) {
      return undefined;
    }
    const meant = uses.relations.get(source);
    return this.named('function', [name], (hazard) => {
      const isColumn =
        meant !== undefined &&
        !uses.isOther(source) &&
        meant.every((relation) => hazard.columnIn.some((one) => isSame(one, relation)));
      return takesOne(hazard) && !isColumn;
    });
  }
}

function firstOf<T>(uses: readonly T[], hazardOf: (use: T) => string | undefined): string | undefined {
  for (const use of uses) {
    const found = hazardOf(use);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

function takes({ minArguments, maxArguments }: Hazard, count: number | null): boolean {
  return count === null || (count >= minArguments && count <= (maxArguments ?? Infinity));
}

function takesOne(hazard: Hazard): boolean {
  return takes(hazard, 1);
}

function isSame({ schema, name }: NamedRelation, other: NamedRelation): boolean {
  return name === other.name && (other.schema === null || other.schema === schema);
}

function withCatalog(sql: string, places: readonly number[]): HazardCheck {
  const insertedAt = [...new Set(places)].sort((one, other) => one - other);
  if (insertedAt.length === 0) {
    return { hazard: null, sql };
  }
  const bytes = Buffer.from(sql);
  const parts = [0, ...insertedAt].map((from, index) => bytes.subarray(from, insertedAt[index]).toString());
  return { hazard: null, sql: parts.join(CATALOG) };
}
