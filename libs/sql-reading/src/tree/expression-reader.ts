import { isAggregate, namesIn, type SyntaxObject } from '#libs/sql-safety';
import { measureText, type Measure } from '../reading.js';
import { conditionText, conjunctsOf, type Conjunct, type Operands } from './conditions.js';
import type { Collector } from './collector.js';
import { figure, literal, plainText, type Expression } from './expression.js';
import { constantText, intervalText, plainDate, plainNumber, shiftedDate } from './literals.js';
import { bodyOf, listOf, nodeOf, rawText, textOf } from './nodes.js';
import { withPeriods } from './periods.js';
import type { Scope } from './scope.js';
import { dayOf, timeFunction } from './time-functions.js';

/** The frame of a window that has none. */
const DEFAULT_FRAME = 1058;
/** Functions that change how a value is written and not what it is. */
const WRITING = new Set(['round', 'numeric', 'float8', 'int4']);
const COMMUTATIVE = new Set(['+', '*']);

/** Reads expressions of one level of a query. What they contain (measures, windows, subqueries) goes to the collector. */
export class ExpressionReader implements Operands {
  constructor(
    private readonly scope: Scope,
    private readonly collector: Collector,
    /** Windows of the WINDOW clause, by name. */
    private readonly windows: ReadonlyMap<string, SyntaxObject>,
    private readonly readQuery: (select: unknown, outer: Scope) => readonly Expression[],
  ) {}

  subquery(value: unknown): readonly Expression[] {
    return this.readQuery(value, this.scope);
  }

  conjuncts(value: unknown): Conjunct[] {
    return conjunctsOf(value, this);
  }

  expression(value: unknown): Expression {
    const { type, body } = nodeOf(value);
    switch (type) {
      case 'ColumnRef':
        return this.column(body);
      case 'A_Const': {
        const text = constantText(body);
        return text === null ? plainText('null') : literal(text);
      }
      case 'ParamRef':
        return literal(`$${textOf(body['number'])}`);
      case 'TypeCast':
        return this.cast(body);
      case 'FuncCall':
        return this.call(body);
      case 'A_Expr':
        return this.operator(value, body);
      case 'CoalesceExpr':
        return this.coalesce(listOf(body['args']));
      case 'MinMaxExpr':
        return this.named(body['op'] === 'IS_LEAST' ? 'least' : 'greatest', listOf(body['args']));
      case 'CaseExpr':
        return this.caseOf(body);
      case 'SubLink':
        return this.sublink(value, body);
      case 'BoolExpr':
      case 'NullTest':
      case 'BooleanTest':
        return plainText(this.conditionsText(value));
      case 'SQLValueFunction':
        return plainText(valueFunction(String(body['op'])));
      case 'RowExpr':
        return this.named('', listOf(body['args']));
      case 'A_ArrayExpr':
        return this.named('array', listOf(body['elements']));
      case 'CollateClause':
        return this.expression(body['arg']);
      case 'A_Indirection': {
        const inner = this.expression(body['arg']);
        return plainText(`${inner.text}${rawText(body['indirection'])}`, [inner]);
      }
      default:
        return plainText(rawText(value));
    }
  }

  private column(body: SyntaxObject): Expression {
    const names = namesIn(body['fields']);
    const isStar = names.length < listOf(body['fields']).length;
    if (isStar) {
      const source = this.scope.sources.get(names.at(-1) ?? '');
      return plainText(`${source?.label ?? names.at(-1) ?? ''}.*`.replace(/^\./, ''));
    }
    const name = names.at(-1) ?? '';
    return this.scope.column(names.at(-2) ?? null, name) ?? plainText(`?.${name}`);
  }

  private cast(body: SyntaxObject): Expression {
    const inner = this.expression(body['arg']);
    const typeName = bodyOf(body['typeName']);
    const type = namesIn(typeName['names']).at(-1) ?? '';
    if (type === 'interval') {
      const field = nodeOf(listOf(typeName['typmods'])[0]).body;
      const mask = 'ival' in field ? Number(constantText(field)) : null;
      return inner.literal === null ? inner : plainText(intervalText(inner.literal, mask));
    }
    if (inner.literal !== null) {
      const value = type === 'bool' ? String(/^t/i.test(inner.literal)) : plainNumber(inner.literal);
      return literal(type === 'date' ? plainDate(value.slice(0, 10)) : plainDate(value));
    }
    return type === 'date' ? { ...inner, text: dayOf(inner.text) } : inner;
  }

  private coalesce(args: readonly unknown[]): Expression {
    const parts = args.map((arg) => this.expression(arg));
    const [first] = parts;
    const isFilledUp = parts.slice(1).every((part) => part.literal !== null);
    return first && isFilledUp ? first : plainText(`coalesce(${eachText(parts).join(', ')})`, parts);
  }

  private named(name: string, args: readonly unknown[]): Expression {
    const parts = args.map((arg) => this.expression(arg));
    return plainText(`${name}(${eachText(parts).join(', ')})`, parts);
  }

  private call(body: SyntaxObject): Expression {
    const name = (namesIn(body['funcname']).at(-1) ?? '').toLowerCase();
    if (body['over'] !== undefined) {
      return this.windowOf(name, body);
    }
    if (isAggregate(name)) {
      return this.aggregate(name, body);
    }
    const parts = listOf(body['args']).map((arg) => this.expression(arg));
    const [first] = parts;
    if (first && WRITING.has(name)) {
      return first;
    }
    const time = timeFunction(name, eachText(parts));
    return plainText(time ?? `${name}(${eachText(parts).join(', ')})`, parts);
  }

  private aggregate(name: string, body: SyntaxObject): Expression {
    const measure = this.measureOf(name, body);
    this.collector.measure(measure);
    return figure(measureText(measure));
  }

  private measureOf(name: string, body: SyntaxObject): Measure {
    const isOrdered = body['agg_within_group'] === true;
    const args = listOf(body['args']);
    const [ordered] = listOf(body['agg_order']);
    const distinct = body['agg_distinct'] === true ? ' distinct' : '';
    const filter = body['agg_filter'] === undefined ? null : this.filter(body['agg_filter']);
    if (isOrdered) {
      const at = eachText(args.map((arg) => this.expression(arg))).join(', ');
      const of = this.expression(nodeOf(ordered).body['node']).text;
      return { by: `${name}(${at})`, of, ...(filter === null ? {} : { filter }) };
    }
    const counted = filter === null && distinct === '' ? this.countedCase(name, args[0]) : null;
    if (counted !== null) {
      return counted;
    }
    const parts = args.map((arg) => this.expression(arg));
    const [first] = parts;
    const of = first === undefined || first.literal !== null || /(^|\.)\*$/.test(first.text) ? '*' : first.text;
    const others = eachText(parts.slice(1)).join(', ');
    const by = `${name}${distinct}${others === '' ? '' : ` by ${others}`}`;
    return { by, of, ...(filter === null ? {} : { filter }) };
  }

  /** `SUM(CASE WHEN c THEN x END)` is `SUM(x) FILTER (WHERE c)`, and the sum of 1 is a count. */
  private countedCase(name: string, arg: unknown): Measure | null {
    const { type, body } = nodeOf(arg);
    const [only, ...others] = listOf(body['args']);
    if (type !== 'CaseExpr' || others.length > 0 || (name !== 'sum' && name !== 'count') || body['arg'] !== undefined) {
      return null;
    }
    const when = nodeOf(only).body;
    const otherwise = body['defresult'] === undefined ? null : this.expression(body['defresult']);
    const result = this.expression(when['result']);
    const isNothing = otherwise === null || otherwise.text === 'null' || (name === 'sum' && otherwise.literal === '0');
    if (!isNothing) {
      return null;
    }
    const filter = this.filter(when['expr']);
    const isCount = result.literal !== null && (name === 'count' || result.literal === '1');
    return isCount ? { by: 'count', of: '*', filter } : { by: name, of: result.text, filter };
  }

  private filter(value: unknown): string {
    const read = withPeriods(this.conjuncts(value).map(({ pair: _, ...one }) => ({ ...one, at: 'filter' as const })));
    this.collector.conditions.push(...read.conditions);
    this.collector.periods.push(...read.periods);
    const periods = read.periods.map(({ of, from, to }) => `${of} from ${from ?? ''} to ${to ?? ''}`);
    return [...read.conditions.map(conditionText), ...periods].sort().join(' and ');
  }

  private windowOf(name: string, body: SyntaxObject): Expression {
    const own = bodyOf(body['over']);
    const named = this.windows.get(textOf(own['name'], textOf(own['refname']))) ?? {};
    const partition = [...listOf(named['partitionClause']), ...listOf(own['partitionClause'])];
    const order = [...listOf(named['orderClause']), ...listOf(own['orderClause'])];
    const frame = Number(own['frameOptions'] ?? DEFAULT_FRAME);
    const bounds = [own['startOffset'], own['endOffset']].filter((bound) => bound !== undefined);
    const args = listOf(body['args']).map((arg) => this.expression(arg));
    const filter = body['agg_filter'] === undefined ? '' : ` where ${this.filter(body['agg_filter'])}`;
    const text = [
      `${name}(${eachText(args).join(', ')})${filter} over (`,
      [
        partition.length > 0
          ? `by ${eachText(partition.map((part) => this.expression(part)))
              .sort()
              .join(', ')}`
          : '',
        order.length > 0 ? `order ${order.map((one) => this.sorted(one)).join(', ')}` : '',
        frame === DEFAULT_FRAME
          ? ''
          : `frame ${frame} ${eachText(bounds.map((bound) => this.expression(bound))).join(' ')}`.trim(),
      ]
        .filter((part) => part !== '')
        .join(' '),
      ')',
    ].join('');
    this.collector.window(text);
    return figure(text);
  }

  /** `expression desc` of a SortBy. @param of reads what it sorts by, where that is no plain expression */
  sorted(value: unknown, of = (node: unknown): Expression => this.expression(node)): string {
    const { body } = nodeOf(value);
    return `${of(body['node']).text} ${body['sortby_dir'] === 'SORTBY_DESC' ? 'desc' : 'asc'}`;
  }

  private operator(value: unknown, body: SyntaxObject): Expression {
    const name = namesIn(body['name']).at(-1) ?? '';
    if (body['kind'] === 'AEXPR_NULLIF') {
      return this.expression(body['lexpr']);
    }
    const isArithmetic = /^([-+*/%^]|\|\||->>?|#>>?|@>|<@|\?)$/.test(name);
    if (body['kind'] !== 'AEXPR_OP' || !isArithmetic) {
      return plainText(this.conditionsText(value));
    }
    const right = this.expression(body['rexpr']);
    if (body['lexpr'] === undefined) {
      return right.literal === null ? plainText(`${name}${right.text}`, [right]) : literal(`${name}${right.literal}`);
    }
    const left = this.expression(body['lexpr']);
    const shifted =
      left.literal !== null && (name === '+' || name === '-')
        ? shiftedDate(left.literal, right.text, name === '+' ? 1 : -1)
        : null;
    if (shifted !== null) {
      return literal(shifted);
    }
    const texts = eachText([left, right]);
    const sides = COMMUTATIVE.has(name) ? texts.sort() : texts;
    return plainText(`(${sides.join(` ${name} `)})`, [left, right]);
  }

  private conditionsText(value: unknown): string {
    const { type, body } = nodeOf(value);
    // An operator without a meaning of its own here.
    if (type === 'A_Expr' && !/[<>=~!]/.test(namesIn(body['name']).at(-1) ?? '') && body['kind'] === 'AEXPR_OP') {
      const [left, right] = [body['lexpr'], body['rexpr']].map((side) => this.expression(side).text);
      return `(${left ?? ''} ${namesIn(body['name']).at(-1) ?? ''} ${right ?? ''})`;
    }
    return this.conjuncts(value).map(conditionText).sort().join(' and ');
  }

  private caseOf(body: SyntaxObject): Expression {
    const tested = body['arg'] === undefined ? null : this.expression(body['arg']);
    const branches = listOf(body['args']).map((one) => {
      const when = nodeOf(one).body;
      const test = tested
        ? `${tested.text} = ${this.expression(when['expr']).text}`
        : this.conditionsText(when['expr']);
      const result = this.expression(when['result']);
      return { text: `when ${test} then ${result.text}`, result };
    });
    const otherwise = body['defresult'] === undefined ? null : this.expression(body['defresult']);
    const texts = [...branches.map(({ text }) => text), ...(otherwise ? [`else ${otherwise.text}`] : [])];
    return plainText(`case ${texts.join(' ')}`, [
      ...branches.map(({ result }) => result),
      ...(otherwise ? [otherwise] : []),
    ]);
  }

  private sublink(value: unknown, body: SyntaxObject): Expression {
    if (body['subLinkType'] === 'EXPR_SUBLINK' || body['subLinkType'] === 'ARRAY_SUBLINK') {
      return plainText(`(select ${eachText(this.subquery(body['subselect'])).join(', ')})`);
    }
    return plainText(this.conditionsText(value));
  }
}

function eachText(parts: readonly Expression[]): string[] {
  return parts.map(({ text }) => text);
}

function valueFunction(op: string): string {
  const name = op.replace(/^SVFOP_/, '').toLowerCase();
  return name === 'current_timestamp' || name === 'localtimestamp' ? 'now' : name;
}
