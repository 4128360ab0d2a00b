import { qualifiedName, quoteIdentifier } from '#libs/postgres';
import type { Entity } from '#libs/semantic-model';
import type { Path, Step } from '../intent.js';
import { endOf, pathKey } from '../paths.js';
import { joinCondition } from './join-condition.js';
import type { Used } from './used.js';

interface Node {
  readonly alias: string;
  readonly entity: Entity;
  readonly step: Step | null;
  readonly parent: string | null;
  isLeft: boolean;
  /** Further conditions of a left join. */
  readonly on: string[];
}

/** Rows that were removed are left out of every table of a statement. */
export function aliveTest(entity: Entity, column: (name: string) => string): string | null {
  const { softDelete } = entity;
  return softDelete && `${column(softDelete.field)} ${softDelete.alive}`;
}

/** Table names of the schema `public` are not qualified: it is on the search path. */
export function tableSql({ schema, table }: Entity): string {
  return schema === 'public' ? quoteIdentifier(table) : qualifiedName(schema, table);
}

/** Aliases of one statement, with its subqueries: a correlated subquery never hides a table of the outer one. */
export class Aliases {
  private readonly taken = new Set<string>();

  /** @param isNeeded without joins, columns need no alias. */
  constructor(readonly isNeeded: boolean) {}

  get count(): number {
    return this.taken.size;
  }

  /** Initials of the words: `order_items` → `oi`, `oi2`; no keyword. */
  take({ table }: Entity): string {
    const words =
      table
        .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
        .toLowerCase()
        .match(/[a-z][a-z0-9]*/g) ?? [];
    const base =
      words
        .map((word) => word.charAt(0))
        .join('')
        .slice(0, 4) || 't';
    let alias = base;
    for (let number = 2; this.taken.has(alias) || quoteIdentifier(alias) !== alias; number += 1) {
      alias = `${base}${number}`;
    }
    this.taken.add(alias);
    return alias;
  }
}

/** The tables of one FROM clause. Asking for a column joins its table. */
export class Scope {
  private readonly nodes = new Map<string, Node>();

  constructor(
    readonly root: Entity,
    readonly aliases: Aliases,
    readonly used: Used,
    /** Rows of the root without linked rows are kept. */
    private readonly keepsRoot = false,
  ) {
    this.nodes.set('', { alias: aliases.take(root), entity: root, step: null, parent: null, isLeft: false, on: [] });
    used.entity(root);
  }

  /** The alias of the entity at the end of the path, which is joined when it is not yet; inner wins over left. */
  alias(path: Path, isLeft = this.keepsRoot): string {
    return this.node(path, isLeft).alias;
  }

  /** A column of the entity at the end of the path. */
  column(path: Path, name: string, isLeft = this.keepsRoot): string {
    const { alias } = this.node(path, isLeft);
    this.used.column(endOf(this.root, path), name);
    return this.aliases.isNeeded ? `${alias}.${quoteIdentifier(name)}` : quoteIdentifier(name);
  }

  /** Adds a condition to the left join of a path. */
  on(path: Path, condition: string): void {
    this.node(path, true).on.push(condition);
  }

  get from(): string {
    const alias = this.nodes.get('')?.alias ?? '';
    return this.aliases.isNeeded ? `${tableSql(this.root)} ${alias}` : tableSql(this.root);
  }

  get joins(): string[] {
    return [...this.nodes.values()].flatMap((node) => {
      const parent = node.parent === null ? undefined : this.nodes.get(node.parent);
      if (!parent || !node.step) {
        return [];
      }
      const alive = node.isLeft ? this.aliveOf(node) : null;
      const on = [conditionOf(node.step, parent, node), ...(alive ? [alive] : []), ...node.on];
      return [`${node.isLeft ? 'LEFT ' : ''}JOIN ${tableSql(node.entity)} ${node.alias} ON ${on.join(' AND ')}`];
    });
  }

  /** Conditions of WHERE that leave removed rows out. Left joins have theirs in ON. */
  get guards(): string[] {
    return [...this.nodes.values()].flatMap((node) => (node.isLeft ? [] : (this.aliveOf(node) ?? [])));
  }

  private aliveOf({ entity, alias }: Node): string | null {
    return aliveTest(entity, (name) => {
      this.used.column(entity, name);
      return this.aliases.isNeeded ? `${alias}.${quoteIdentifier(name)}` : quoteIdentifier(name);
    });
  }

  private node(path: Path, isLeft: boolean): Node {
    const key = pathKey(path);
    const known = this.nodes.get(key);
    if (known) {
      known.isLeft &&= isLeft;
      // Below an outer join, an inner one would undo it; above an inner one, an outer one makes no difference.
      if (!isLeft && path.length > 0) {
        this.node(path.slice(0, -1), false);
      }
      return known;
    }
    const step = path.at(-1);
    if (!step) {
      throw new Error('a scope has its root');
    }
    const parent = this.node(path.slice(0, -1), isLeft);
    const node = {
      alias: this.aliases.take(step.target),
      entity: step.target,
      step,
      parent: pathKey(path.slice(0, -1)),
      isLeft: isLeft || parent.isLeft,
      on: [],
    };
    this.nodes.set(key, node);
    this.used.entity(step.target);
    this.used.step(step, parent.entity);
    return node;
  }
}

/** The ON condition of a step between two tables that are in scope. */
export function conditionOf(
  { relationship, direction }: Step,
  source: { readonly entity: Entity; readonly alias: string },
  target: { readonly entity: Entity; readonly alias: string },
): string {
  return direction === 'out'
    ? joinCondition(relationship, source, target)
    : joinCondition(relationship, target, source);
}
