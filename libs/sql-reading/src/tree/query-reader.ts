import { isSyntaxObject, namesIn, type KnownRelations, type SyntaxObject } from '#libs/sql-safety';
import type { Condition } from '../reading.js';
import { Collector } from './collector.js';
import type { Conjunct } from './conditions.js';
import { plainText, type Expression, type Output } from './expression.js';
import { ExpressionReader } from './expression-reader.js';
import { FromReader } from './from-reader.js';
import { bodyOf, listOf, nodeOf } from './nodes.js';
import { withPeriods } from './periods.js';
import { Scope } from './scope.js';
import { unjoinedTables } from './unjoined-tables.js';

/** Reads a query level by level. */
export class QueryReader {
  readonly collector = new Collector();

  constructor(readonly known: KnownRelations | null) {}

  /** @param value a wrapped SelectStmt */
  main(value: unknown): void {
    const { body } = nodeOf(value);
    const outputs = this.select(body, null);
    for (const { value: output } of outputs) {
      if (!this.collector.hasFigure(output.text)) {
        this.collector.shown.push(output.text);
      }
    }
  }

  /** The output columns of a nested query. */
  readonly nested = (value: unknown, outer: Scope): readonly Expression[] =>
    this.select(nodeOf(value).body, outer).map((output) => output.value);

  /** @param body of a SelectStmt, or a side of a set operation */
  select(body: SyntaxObject, outer: Scope | null): readonly Output[] {
    const scope = new Scope(outer);
    this.commonTables(bodyOf(body['withClause']), scope);
    if (isSyntaxObject(body['larg']) && isSyntaxObject(body['rarg'])) {
      return this.setOperation(body, scope);
    }
    return new Level(this, scope, body).read();
  }

  private commonTables(clause: SyntaxObject, scope: Scope): void {
    for (const one of listOf(clause['ctes'])) {
      const { body } = nodeOf(one);
      const name = String(body['ctename']);
      const query = nodeOf(body['ctequery']).body;
      const columns = namesIn(body['aliascolnames']);
      if (clause['recursive'] === true && isSyntaxObject(query['larg'])) {
        scope.defineCommonTable(name, renamed(this.columnsOnly(query['larg'], scope), columns));
      }
      scope.defineCommonTable(name, renamed(this.select(query, scope), columns));
    }
  }

  /** The columns of the first part of a recursive query; its parts are collected when the whole is read. */
  private columnsOnly(body: SyntaxObject, scope: Scope): readonly Output[] {
    return new QueryReader(this.known).select(body, scope);
  }

  private setOperation(body: SyntaxObject, scope: Scope): readonly Output[] {
    const name = String(body['op']).replace('SETOP_', '').toLowerCase();
    this.collector.sets.push(body['all'] === true ? `${name} all` : name);
    const left = this.select(bodyOf(body['larg']), scope);
    const right = this.select(bodyOf(body['rarg']), scope);
    const outputs = left.map(({ name: column, value }, place): Output => {
      const other = right[place]?.value;
      const isSame = other === undefined || other.text === value.text;
      return { name: column, value: isSame ? value : plainText(`${value.text} | ${other.text}`, [value, other]) };
    });
    const reader = new ExpressionReader(scope, this.collector, new Map(), this.nested);
    readOrderAndLimit(body, reader, outputs, this.collector);
    return outputs;
  }
}

/** One SELECT. */
class Level {
  private readonly collector: Collector;
  private readonly reader: ExpressionReader;

  constructor(
    private readonly query: QueryReader,
    private readonly scope: Scope,
    private readonly body: SyntaxObject,
  ) {
    this.collector = query.collector;
    const windows = new Map(
      listOf(body['windowClause']).map((one) => {
        const window = nodeOf(one).body;
        return [String(window['name']), window] as const;
      }),
    );
    this.reader = new ExpressionReader(scope, this.collector, windows, query.nested);
  }

  read(): readonly Output[] {
    const { body, collector, reader } = this;
    const from = new FromReader(this.query, this.scope, reader).read(body);
    const unjoined = unjoinedTables(body, this.scope);
    if (unjoined.length > 0) {
      collector.joins.push(`cross ${unjoined.join(', ')}`);
    }
    const conjuncts = [...from, ...reader.conjuncts(body['whereClause'])];
    const measuresBefore = collector.measureCount;
    const outputs = this.outputs();
    const having = reader.conjuncts(body['havingClause']);
    this.addConditions([...conjuncts, ...having]);
    this.addGroups(outputs, having.length > 0 || collector.measureCount > measuresBefore);
    readOrderAndLimit(body, reader, outputs, collector);
    return outputs;
  }

  private outputs(): Output[] {
    return listOf(this.body['targetList']).map((target) => {
      const { body } = nodeOf(target);
      const value = this.reader.expression(body['val']);
      const named =
        typeof body['name'] === 'string' ? body['name'] : namesIn(nodeOf(body['val']).body['fields']).at(-1);
      return { name: named ?? null, value };
    });
  }

  private addConditions(conjuncts: readonly Conjunct[]): void {
    const plain: Condition[] = [];
    for (const { pair, ...condition } of conjuncts) {
      if (pair && condition.at === undefined) {
        this.collector.joins.push(`inner ${[pair.left.text, pair.right.text].sort().join(' = ')}`);
      } else {
        plain.push(condition);
      }
    }
    const { conditions, periods } = withPeriods(plain);
    this.collector.conditions.push(...conditions);
    this.collector.periods.push(...periods);
  }

  /** Groups without a figure are DISTINCT. */
  private addGroups(outputs: readonly Output[], hasFigures: boolean): void {
    const { collector, body } = this;
    const groups = listOf(body['groupClause']).map((item) => this.group(item, outputs));
    const isDistinct = groups.length > 0 && !hasFigures && !outputs.some(({ value }) => value.isFigure);
    if (isDistinct) {
      collector.distinct.push('rows');
    } else {
      collector.groups.push(...groups);
    }
    const clause = listOf(body['distinctClause']);
    if (clause.length > 0) {
      const columns = clause.filter((item) => nodeOf(item).type !== '').map((item) => this.group(item, outputs));
      collector.distinct.push(columns.length > 0 ? columns.sort().join(', ') : 'rows');
    }
  }

  private group(item: unknown, outputs: readonly Output[]): string {
    const value = this.reader.expression(item);
    if (/^\d+$/.test(value.literal ?? '')) {
      return outputs[Number(value.literal) - 1]?.value.text ?? value.text;
    }
    return value.text.startsWith('?.') ? (byName(outputs, value.text.slice(2))?.text ?? value.text) : value.text;
  }
}

function readOrderAndLimit(
  body: SyntaxObject,
  reader: ExpressionReader,
  outputs: readonly Output[],
  collector: Collector,
): void {
  const sortedBy = (node: unknown): Expression => {
    const { type, body: column } = nodeOf(node);
    const names = type === 'ColumnRef' ? namesIn(column['fields']) : [];
    const named = names.length === 1 ? byName(outputs, names[0] ?? '') : undefined;
    if (named) {
      return named;
    }
    const value = reader.expression(node);
    return /^\d+$/.test(value.literal ?? '') ? (outputs[Number(value.literal) - 1]?.value ?? value) : value;
  };
  const keys = listOf(body['sortClause']).map((one) => reader.sorted(one, sortedBy));
  if (keys.length > 0) {
    collector.order.push(keys.join(', '));
  }
  if (body['limitCount'] !== undefined && nodeOf(body['limitCount']).type !== '') {
    collector.limits.push(reader.expression(body['limitCount']).text);
  }
  if (body['limitOffset'] !== undefined) {
    collector.limits.push(`offset ${reader.expression(body['limitOffset']).text}`);
  }
}

function byName(outputs: readonly Output[], name: string): Expression | undefined {
  return outputs.find((output) => output.name === name)?.value;
}

function renamed(outputs: readonly Output[], names: readonly string[]): readonly Output[] {
  return outputs.map(({ name, value }, place) => ({ name: names[place] ?? name, value }));
}
