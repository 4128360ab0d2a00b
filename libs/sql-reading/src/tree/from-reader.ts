import { namesIn, type KnownRelations, type SyntaxObject } from '#libs/sql-safety';
import type { Collector } from './collector.js';
import type { Conjunct } from './conditions.js';
import type { Expression, Output } from './expression.js';
import type { ExpressionReader } from './expression-reader.js';
import { bodyOf, itemsOf, listOf, nodeOf, textOf } from './nodes.js';
import { instanceLabels } from './instance-labels.js';
import type { Scope } from './scope.js';

/** What reads the queries of a FROM clause. */
interface Queries {
  readonly known: KnownRelations | null;
  readonly collector: Collector;
  select(body: SyntaxObject, outer: Scope | null): readonly Output[];
}

type Aliases = ReadonlySet<string>;

/** Reads a FROM clause: its tables into the scope, its joins to the collector. */
export class FromReader {
  private labels: ReadonlyMap<string, string> = new Map();

  constructor(
    private readonly query: Queries,
    private readonly scope: Scope,
    private readonly reader: ExpressionReader,
  ) {}

  /** @returns the conditions of inner joins, and those that belong to outer joins marked `on` */
  read(select: SyntaxObject): Conjunct[] {
    this.labels = instanceLabels(select);
    const conjuncts: Conjunct[] = [];
    for (const item of listOf(select['fromClause'])) {
      this.item(item, conjuncts);
    }
    return conjuncts;
  }

  /** @returns the aliases below the item */
  private item(value: unknown, conjuncts: Conjunct[]): Aliases {
    const { type, body } = nodeOf(value);
    switch (type) {
      case 'RangeVar':
        return new Set([this.table(body)]);
      case 'RangeSubselect':
        return new Set([this.derived(body)]);
      case 'RangeFunction':
        return new Set([this.fromFunction(body)]);
      case 'JoinExpr':
        return this.join(body, conjuncts);
      default:
        return new Set();
    }
  }

  private table(body: SyntaxObject): string {
    const name = String(body['relname']);
    const schema = typeof body['schemaname'] === 'string' ? body['schemaname'] : null;
    const alias = textOf(bodyOf(body['alias'])['aliasname'], name);
    const common = schema === null ? this.scope.commonTable(name) : undefined;
    if (common) {
      this.addDerived(alias, common, namesIn(bodyOf(body['alias'])['colnames']));
      return alias;
    }
    const known = this.query.known?.relation({ schema, name });
    const id = (known?.id ?? (schema === null ? name : `${schema}.${name}`)).replace(/^public\./, '');
    this.query.collector.tables.push(id);
    const columns = known ? new Set(known.columns.keys()) : null;
    this.scope.add({ alias, label: `${id}${this.labels.get(alias) ?? ''}`, columns, outputs: null, isTable: true });
    return alias;
  }

  private derived(body: SyntaxObject): string {
    const alias = bodyOf(body['alias']);
    const name = textOf(alias['aliasname']);
    const outer = body['lateral'] === true ? this.scope : this.scope.outer;
    const select = nodeOf(body['subquery']).body;
    // A query in FROM sees the common tables of its own level, and no table next to it unless it is LATERAL.
    const outputs = this.query.select(select, outer === this.scope ? outer : this.scope.withoutSources());
    this.addDerived(name, outputs, namesIn(alias['colnames']));
    return name;
  }

  private fromFunction(body: SyntaxObject): string {
    const alias = bodyOf(body['alias']);
    const [call] = itemsOf(listOf(body['functions'])[0]);
    const text = this.reader.expression(call).text;
    const name = textOf(alias['aliasname'], namesIn(nodeOf(call).body['funcname']).at(-1));
    this.scope.add({ alias: name, label: text, columns: null, outputs: null, isTable: false });
    return name;
  }

  private addDerived(alias: string, outputs: readonly Output[], names: readonly string[]): void {
    const columns = new Map<string, Expression>();
    for (const [place, { name, value }] of outputs.entries()) {
      const known = names[place] ?? name;
      if (known !== null && known !== undefined) {
        columns.set(known, value);
      }
    }
    this.scope.add({ alias, label: alias, columns: new Set(columns.keys()), outputs: columns, isTable: false });
  }

  private join(body: SyntaxObject, conjuncts: Conjunct[]): Aliases {
    const left = this.item(body['larg'], conjuncts);
    const right = this.item(body['rarg'], conjuncts);
    const kind = String(body['jointype']).replace('JOIN_', '').toLowerCase();
    // The rows of these aliases may be missing.
    const missing = kind === 'left' ? right : kind === 'right' ? left : null;
    const named = kind === 'right' ? 'left' : kind;
    for (const column of namesIn(body['usingClause'])) {
      this.addJoin(named, this.scope.among(left, column), this.scope.among(right, column), missing);
    }
    if (body['isNatural'] === true) {
      this.query.collector.joins.push(`${named} natural`);
    }
    for (const { pair, ...condition } of this.reader.conjuncts(body['quals'])) {
      if (pair) {
        this.addJoin(named, pair.left, pair.right, missing);
      } else {
        conjuncts.push(named === 'inner' ? condition : { ...condition, at: 'on' });
      }
    }
    return new Set([...left, ...right]);
  }

  private addJoin(kind: string, left: Expression | null, right: Expression | null, missing: Aliases | null): void {
    if (left && right) {
      const isTurned = missing === null ? left.text > right.text : missing.has(left.source ?? '');
      const sides = isTurned ? [right, left] : [left, right];
      this.query.collector.joins.push(`${kind} ${sides.map(({ text }) => text).join(' = ')}`);
    }
  }
}
