import { quoteIdentifier } from '#libs/postgres';
import type { RoledColumn } from '../entities/kind.js';
import type { Join } from '../joins/join.js';
import type { EntityKind, Factor, Metric, Unit } from '../model.js';
import { LINE_AMOUNT, MARGIN, PROFIT, SALES_AMOUNT } from '../names/metric-names.js';
import type { ColumnFacts, TableFacts } from '../roles/column-facts.js';
import { liesBetween } from './additivity.js';

const TOTAL =
  /\b(total|subtotal|amount|amt|extended|sum|net|gross|payable|paid|revenue|sales|due|value)\b|金额|总价|总额|小计|合计/u;
const NOT_THE_TOTAL =
  /\b(tax|vat|discount|freight|shipping|fee|tip|refund|deposit|commission|insurance|cost)\b|税|折扣|优惠|运费|手续费|押金|定金|退款|佣金|成本/u;
/** Bought, not sold. */
const BUYING = /purchas|procure|vendor|supplier|采购|进货|入库/iu;

/** The measures of one row from which amounts are computed. */
export interface RowMeasures {
  readonly entity: string;
  readonly kind: EntityKind;
  readonly price: string | null;
  readonly cost: string | null;
  readonly quantity: string | null;
  readonly discount: Factor | null;
  /** The row already says the amount. */
  readonly hasTotal: boolean;
  readonly unit: Unit | null;
  readonly isBuying: boolean;
  readonly hasOwnKey: boolean;
}

export function rowMeasures(
  table: TableFacts,
  entity: string,
  kind: EntityKind,
  columns: readonly RoledColumn[],
  unitOfPrice: Unit | null,
): RowMeasures {
  const measures = columns.filter(({ role }) => role === 'measure').map(({ facts }) => facts);
  const prices = measures.filter(({ concept }) => concept === 'price');
  const costs = prices.filter((facts) => isCost(facts));
  return {
    entity,
    kind,
    price: bestPrice(prices.filter((facts) => !isCost(facts)))?.column.name ?? null,
    cost: costs[0]?.column.name ?? null,
    quantity: bestQuantity(measures)?.column.name ?? null,
    discount: discountFactor(measures),
    hasTotal: measures.some(
      (facts) => facts.concept === 'amount' && TOTAL.test(spoken(facts)) && !NOT_THE_TOTAL.test(spoken(facts)),
    ),
    unit: unitOfPrice,
    hasOwnKey: table.key.length === 1,
    isBuying: BUYING.test(`${table.relation.name} ${table.relation.comment ?? ''}`),
  };
}

function spoken({ words, column }: ColumnFacts): string {
  return `${words.join(' ')} ${column.name} ${(column.comment ?? '').slice(0, 20)}`;
}

function isCost(facts: ColumnFacts): boolean {
  return /\bcost\b|成本|进价/u.test(spoken(facts));
}

function bestPrice(prices: readonly ColumnFacts[]): ColumnFacts | undefined {
  const order = [/\bunit price\b|单价/u, /\b(sale|sales|selling|sold) price\b|售价/u, /^(\w+ )?price\b|价格/u];
  return (
    order.map((pattern) => prices.find((facts) => pattern.test(spoken(facts)))).find((found) => found !== undefined) ??
    prices[0]
  );
}

/** The quantity of the row itself: `rejected_qty` and `received_qty` are others. */
function bestQuantity(measures: readonly ColumnFacts[]): ColumnFacts | undefined {
  const quantities = measures.filter(({ concept }) => concept === 'quantity');
  const plain = quantities.find(
    ({ words, column }) =>
      /^((order|ordered|line|item|sale|sales|sold|purchase) )?(quantity|qty|units|shares|pieces|seats|nights)$|^(quantity|qty|units) (ordered|sold)$/.test(
        words.join(' '),
      ) ||
      /^(购买|销售|订购|采购|下单)?数量$/u.test(column.name) ||
      /^(购买|销售|订购|采购|下单|商品)?数量/u.test(column.comment ?? ''),
  );
  return plain;
}

/** A share, a percentage by its name, or an amount; unknown forms give none. */
function discountFactor(measures: readonly ColumnFacts[]): Factor | null {
  const discount = measures.find(
    ({ concept, words, column }) => concept === 'discount' || /discount|折扣/u.test(`${words.join(' ')}${column.name}`),
  );
  if (!discount) {
    return null;
  }
  const field = discount.column.name;
  if (liesBetween(discount, 0, 1)) {
    return { field, through: null, as: 'one_minus' };
  }
  return liesBetween(discount, 0, 100) && /percent|pct|rate|%|百分/u.test(spoken(discount))
    ? { field, through: null, as: 'one_minus_percent' }
    : null;
}

/**
 * Amounts that no column says: price × quantity × (1 − discount), also where the price stands in the referenced row; and
 * the margin where a price and a cost of one piece stand side by side.
 */
export function amountMetrics(rows: ReadonlyMap<string, RowMeasures>, joins: readonly Join[]): Metric[] {
  const byFrom = Map.groupBy(joins.filter(isPlain), ({ from }) => from);
  return [...rows.values()].flatMap((row) => [...amountOf(row, rows, byFrom.get(row.entity) ?? []), ...marginOf(row)]);
}

function isPlain({ standing, cardinality, condition, elements, fromFields }: Join): boolean {
  return (
    standing === 'fact' &&
    cardinality === 'many_to_one' &&
    condition === null &&
    elements === null &&
    fromFields.length === 1
  );
}

function amountOf(row: RowMeasures, rows: ReadonlyMap<string, RowMeasures>, joins: readonly Join[]): Metric[] {
  if (
    row.quantity === null ||
    row.hasTotal ||
    row.kind === 'thing' ||
    row.kind === 'lookup' ||
    row.kind === 'snapshot'
  ) {
    return [];
  }
  const own: Factor | null = row.price === null ? null : { field: row.price, through: null, as: 'plain' };
  const isLineOfEvent = row.kind === 'line' && joins.some(({ to }) => rows.get(to)?.kind === 'event');
  const priced = (isLineOfEvent ? joins : []).flatMap(({ id, to }): { factor: Factor; unit: Unit | null }[] => {
    const target = rows.get(to);
    return target?.kind === 'thing' && target.price !== null
      ? [{ factor: { field: target.price, through: id, as: 'plain' }, unit: target.unit }]
      : [];
  });
  const [only, ...others] = priced;
  const price = own ?? (only && others.length === 0 ? only.factor : null);
  if (price === null) {
    return [];
  }
  const quantity: Factor = { field: row.quantity, through: null, as: 'plain' };
  return [
    {
      id: metricId(row.entity, 'amount'),
      entity: row.entity,
      name: row.isBuying ? LINE_AMOUNT : SALES_AMOUNT,
      expression: { form: 'product', factors: [price, quantity, ...(row.discount ? [row.discount] : [])] },
      additivity: 'additive',
      unit: (own ? row.unit : only?.unit) ?? { kind: 'currency', code: null, field: null },
      evidence: { source: 'name', confidence: own ? 0.85 : 0.7, because: null },
    },
  ];
}

function marginOf(row: RowMeasures): Metric[] {
  const isOfProduct = row.kind === 'thing' && row.hasOwnKey && !row.isBuying;
  if (row.price === null || row.cost === null || (!isOfProduct && row.quantity === null)) {
    return [];
  }
  const [price, cost] = [quoteIdentifier(row.price), quoteIdentifier(row.cost)];
  const isLine = row.quantity !== null && row.kind !== 'thing' && row.kind !== 'lookup';
  const each = `${price} - ${cost}`;
  return [
    {
      id: metricId(row.entity, 'margin'),
      entity: row.entity,
      name: isLine ? PROFIT : MARGIN,
      expression: { form: 'sql', sql: isLine ? `(${each}) * ${quoteIdentifier(row.quantity ?? '')}` : each },
      additivity: isLine ? 'additive' : 'unit_price',
      unit: row.unit,
      evidence: { source: 'name', confidence: 0.75, because: null },
    },
  ];
}

function metricId(entity: string, what: string): string {
  return `${entity.replace(/^public\./, '')}_${what}`.replace(/[^\p{L}\p{N}]+/gu, '_').toLowerCase();
}
