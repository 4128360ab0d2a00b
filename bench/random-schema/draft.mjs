import { Dice } from './dice.mjs';
import { BUILT_IN_TYPES } from './built-in-types.mjs';
import { Names, randomComment } from './names.mjs';

/**
 * A schema under construction in a database. Generators add objects that use earlier ones. A statement that PostgreSQL
 * refuses is left out, and its object is not used by later ones.
 */
export class Draft {
  /** The accepted statements. */
  statements = [];
  refused = [];
  schemas = ['public'];
  /** `{ sql, value, ordered, hashed, text, kind }`; `value` is an expression of the type. */
  types = [...BUILT_IN_TYPES];
  /** `{ sql, columns: [{ sql, type }], keys: [[column]], kind, key }` */
  relations = [];
  /** `{ sql, args: [type], returns: type, immutable }` */
  functions = [];
  sequences = [];
  collations = ['"C"'];
  configurations = ["'pg_catalog.english'::regconfig"];
  operators = [];
  operatorClasses = [];

  constructor(client, seed, version) {
    this.client = client;
    this.version = version;
    this.reseed(seed);
  }

  /** Each object draws from a seed of its own, so that shrinking removes it without changing the others. */
  reseed(seed) {
    this.dice = new Dice(seed);
    if (this.names) {
      this.names.dice = this.dice;
    } else {
      this.names = new Names(this.dice);
    }
  }

  /** @returns whether PostgreSQL took the statement. */
  async run(sql) {
    try {
      await this.client.query(sql);
      this.statements.push(sql);
      return true;
    } catch (error) {
      this.refused.push(`${error.message}: ${sql}`);
      return false;
    }
  }

  schema() {
    return this.dice.chance(0.6) ? 'public' : this.dice.pick(this.schemas);
  }

  /** A name in one of the schemas. */
  name(purpose) {
    return this.names.qualified(purpose, this.schema());
  }

  async comment(on) {
    if (this.dice.chance(0.3)) {
      await this.run(`COMMENT ON ${on} IS ${randomComment(this.dice)}`);
    }
  }

  /** User-made types are chosen more often than there are of them. */
  type(filter = () => true) {
    const chosen = this.simpleType(filter);
    return this.dice.chance(0.12) ? arrayOf(chosen) : chosen;
  }

  /** No array, unless the filter asks for one. */
  simpleType(filter = () => true) {
    const matching = this.types.filter(filter);
    const fitting = matching.length > 0 ? matching : BUILT_IN_TYPES;
    const own = fitting.filter(({ kind }) => kind !== 'built-in');
    return own.length > 0 && this.dice.chance(0.5) ? this.dice.pick(own) : this.dice.pick(fitting);
  }

  tables(filter = () => true) {
    return this.relations.filter((relation) => relation.kind === 'table' && filter(relation));
  }

  /** A call of a function with constant arguments, for the type of its result. */
  call(fn) {
    return `${fn.sql}(${fn.args.map(({ value }) => value).join(', ')})`;
  }

  /** A constant of the type, sometimes through a function or a sequence. */
  defaultOf(type) {
    const fitting = this.functions.filter(({ returns }) => returns?.sql === type.sql);
    return fitting.length > 0 && this.dice.chance(0.6) ? this.call(this.dice.pick(fitting)) : type.value;
  }
}

export function arrayOf(type) {
  const sql = `${type.sql}[]`;
  return {
    sql,
    value: `ARRAY[${type.value}]::${sql}`,
    ordered: type.ordered,
    hashed: false,
    text: false,
    kind: 'array',
  };
}
