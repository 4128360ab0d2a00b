import { commentLabel } from '#libs/column-concepts';
import type { Unit } from '../model.js';
import type { ColumnFacts } from '../roles/column-facts.js';
import { liesBetween } from './additivity.js';
import { impliedUnit } from './implied-unit.js';

interface UnitWord {
  readonly pattern: RegExp;
  readonly kind: string;
  readonly code: string | null;
}

/** Units at the end of a name, or in brackets or after a comma in a comment. The first that fits counts. */
const UNIT_WORDS: readonly UnitWord[] = [
  { pattern: /万元/u, kind: 'currency', code: '10000 CNY' },
  { pattern: /(单位\s*[:：]?\s*|[(（,，]\s*)分\s*([)）]|$)/u, kind: 'currency', code: 'cent' },
  { pattern: /\b(in )?cents?$|[(（](in )?(us )?cents?[)）]|\bin cents\b/, kind: 'currency', code: 'cent' },
  { pattern: /(单位\s*[:：]?\s*|[(（,，]\s*)元\s*([)）]|$)|人民币|\b(cny|rmb)\b/u, kind: 'currency', code: 'CNY' },
  { pattern: /\b(usd|us dollars?|dollars)\b|\$/, kind: 'currency', code: 'USD' },
  { pattern: /\b(eur|euros?)\b|€/, kind: 'currency', code: 'EUR' },
  { pattern: /\b(gbp|pounds sterling)\b|£/, kind: 'currency', code: 'GBP' },
  { pattern: /\b(jpy|yen)\b|日元/u, kind: 'currency', code: 'JPY' },
  { pattern: /\b(ms|millis(econds?)?|milliseconds?)$|毫秒/u, kind: 'duration', code: 'millisecond' },
  { pattern: /\b(secs?|seconds?)$|[(（]秒[)）]|秒数?$/u, kind: 'duration', code: 'second' },
  { pattern: /\b(mins?|minutes?)$|分钟/u, kind: 'duration', code: 'minute' },
  { pattern: /\b(hrs?|hours?)$|小时|工时/u, kind: 'duration', code: 'hour' },
  { pattern: /\bdays$|天数?$|[(（]天[)）]/u, kind: 'duration', code: 'day' },
  { pattern: /\b(kb|kilobytes?)$/, kind: 'bytes', code: 'kB' },
  { pattern: /\b(mb|megabytes?)$/, kind: 'bytes', code: 'MB' },
  { pattern: /\b(gb|gigabytes?)$/, kind: 'bytes', code: 'GB' },
  { pattern: /\bbytes?$|字节/u, kind: 'bytes', code: 'byte' },
  { pattern: /\b(kg|kilograms?|kilos?)$|公斤|千克/u, kind: 'weight', code: 'kg' },
  { pattern: /\b(lbs?|pounds)$/, kind: 'weight', code: 'lb' },
  { pattern: /\bgrams?$|[(（]克[)）]/u, kind: 'weight', code: 'g' },
  { pattern: /[(（]吨[)）]|吨数?$|\btonn?es?$/u, kind: 'weight', code: 't' },
  { pattern: /\b(km|kilomet(er|re)s?)$|公里|千米/u, kind: 'length', code: 'km' },
  { pattern: /\b(cm|centimet(er|re)s?)$|厘米/u, kind: 'length', code: 'cm' },
  { pattern: /\b(mm|millimet(er|re)s?)$|毫米/u, kind: 'length', code: 'mm' },
  { pattern: /(?<!\b(?:sq|square) )\b(ft|feet)$|英尺/u, kind: 'length', code: 'foot' },
  { pattern: /\bmiles?$|英里/u, kind: 'length', code: 'mile' },
  { pattern: /\b(met(er|re)s?)$|[(（]米[)）]/u, kind: 'length', code: 'm' },
];

const KINDS: Readonly<Partial<Record<NonNullable<ColumnFacts['concept']>, string>>> = {
  amount: 'currency',
  price: 'currency',
  balance: 'currency',
  pay: 'currency',
  bytes: 'bytes',
  duration: 'duration',
  quantity: 'count',
  count: 'count',
  stock: 'count',
};

/** A value of which a column says the unit is no money. */
const UNIT_KINDS: typeof KINDS = { quantity: 'count', stock: 'count', size: 'size' };

/**
 * @param fields the columns that hold the currency, and the unit, of each row
 * @param table its name
 */
export function unitOf(
  facts: ColumnFacts,
  { currencyField, unitField }: { readonly currencyField: string | null; readonly unitField: string | null },
  table: string,
): Unit | null {
  const { concept, column } = facts;
  if (concept === 'rate' || concept === 'discount') {
    if (liesBetween(facts, 0, 1)) {
      return { kind: 'share', code: null, field: null };
    }
    return isPercent(facts) ? { kind: 'percent', code: null, field: null } : null;
  }
  if (unitField !== null && facts.column.type !== 'money') {
    return { kind: (concept && UNIT_KINDS[concept]) ?? 'measured', code: null, field: unitField };
  }
  const found = namedUnit(facts);
  // `rmb_orders` are orders.
  const named = found?.kind === 'currency' && concept !== null && KINDS[concept] === 'count' ? undefined : found;
  const kind = named?.kind ?? (concept === null ? undefined : KINDS[concept]);
  const isMoney = column.type === 'money' || kind === 'currency';
  if (isMoney) {
    return { kind: 'currency', code: named?.code ?? null, field: currencyField };
  }
  const implied = named ? null : impliedUnit(facts, table);
  return implied ?? (kind === undefined ? null : { kind, code: named?.code ?? null, field: null });
}

function namedUnit({ words, column }: ColumnFacts): UnitWord | undefined {
  const name = words.join(' ');
  const comment = (column.comment ?? '').toLowerCase();
  const head = (commentLabel(column.comment) ?? '').toLowerCase();
  return UNIT_WORDS.find(
    ({ pattern }) =>
      pattern.test(name) ||
      pattern.test(head) ||
      (comment.length <= 60 && /[(（,，:：]/.test(comment) && pattern.test(comment)),
  );
}

/** Rates that are never said without a percent sign. */
const RATES =
  /\b(tax|vat|gst|interest|commission|inflation|unemployment|occupancy|conversion|completion|success) rate$/;

function isPercent(facts: ColumnFacts): boolean {
  const spoken = `${facts.words.join(' ')} ${facts.column.comment ?? ''}`;
  // A tax rate of 7 is one of 7%.
  const isStated = liesBetween(facts, 0, 100) && RATES.test(facts.words.join(' '));
  return /percent|pct|%|百分/.test(spoken) || isStated || (facts.concept === 'discount' && liesBetween(facts, 0, 100));
}

/** `currency`, `currency_code`, `币种`: the column that says in which currency the amounts of the row are. */
export function currencyFieldOf(columns: readonly ColumnFacts[]): string | null {
  const found = columns.find(
    ({ words, column }) =>
      /^(\w+ )?(currency|ccy|curr)( (code|id|type))?$/.test(words.join(' ')) ||
      /币种$|货币(代码|类型)?$/u.test(column.name) ||
      /^币种|^货币/u.test(column.comment ?? ''),
  );
  return found && found.profile?.distinctCount !== 1 ? found.column.name : null;
}
