import type { MeasureProposal } from '#libs/step-files';
import { inEveryLanguage, LANGUAGES } from '#libs/language';
import { expressionSql } from '../measures/expression-sql.js';
import { EXPRESSION } from '../file/metric-statements.js';
import type { Entity, Evidence, Field, Metric, MetricExpression } from '../model.js';
import { NAME_LIMITS, textProblem } from './check-text.js';
import { plain } from './plain.js';
import type { RefusalReason } from './refusal.js';

/** Of a model. */
export const BY_MODEL: Evidence = { source: 'model', confidence: 0.6, because: null };

const MAX_LENGTH = 400;
/** Columns that tell rows apart or serve the software are no quantities, and personal ones are not used. */
const NEVER_COMPUTED: ReadonlySet<Field['role']> = new Set(['key', 'reference', 'technical', 'sensitive', 'text']);

/**
 * The measure as far as the model alone can tell; whether it runs is for the database.
 * @param known those that the table has
 */
export function judgeMeasure(
  given: MeasureProposal,
  { id, table, fields }: Entity,
  known: readonly Metric[],
): Metric | RefusalReason {
  const problem = nameProblem(given);
  if (problem !== null) {
    return problem;
  }
  const expression = expressionOf(given, new Map(fields.map((field) => [field.name, field])));
  if (typeof expression === 'string') {
    return expression;
  }
  const { name, additivity } = given;
  const metric: Metric = {
    id: `${table}_${name.en}`.replace(/[^\p{L}\p{N}]+/gu, '_').toLowerCase(),
    entity: id,
    name: inEveryLanguage((language) => {
      const text = name[language]?.trim() ?? '';
      return { text, plural: text, measureWord: null, known: true, synonyms: [] };
    }),
    expression,
    additivity: expression.form === 'duration' ? 'rate' : additivity,
    unit: unitOf(expression, fields),
    evidence: BY_MODEL,
  };
  return problemAmong(metric, fields, known) ?? metric;
}

function nameProblem({ name }: MeasureProposal): RefusalReason | null {
  const problems = LANGUAGES.map((language) => textProblem(name[language]?.trim() ?? '', language, NAME_LIMITS, null));
  return problems.find((problem) => problem !== null) ?? null;
}

function problemAmong(metric: Metric, fields: readonly Field[], known: readonly Metric[]): RefusalReason | null {
  const mark = markOf(metric);
  if (known.some((other) => markOf(other) === mark || other.id === metric.id)) {
    return 'known';
  }
  const taken = [...fields.map(({ label }) => label), ...known.map(({ name }) => name)];
  const isTaken = taken.some((name) => LANGUAGES.some((one) => plain(name[one].text) === plain(metric.name[one].text)));
  return isTaken ? 'ambiguous' : null;
}

/** The order of factors makes no difference. */
function markOf(metric: Metric): string {
  const { expression } = metric;
  const parts =
    expression.form === 'product'
      ? expression.factors.map((factor) => expressionSql({ expression: { form: 'product', factors: [factor] } })).sort()
      : [expressionSql(metric)];
  return parts
    .join(' * ')
    .toLowerCase()
    .replace(/[\s"()]+/g, '');
}

function expressionOf(
  { factors = [], days, sql, columns }: MeasureProposal,
  fields: ReadonlyMap<string, Field>,
): MetricExpression | RefusalReason {
  if ([factors.length > 0, days !== undefined, sql !== undefined].filter(Boolean).length !== 1) {
    return 'expression';
  }
  const named = days ? [days.from, days.to] : factors.length > 0 ? factors.map(({ column }) => column) : columns;
  const found = named.flatMap((name) => fields.get(name) ?? []);
  if (found.length < named.length) {
    return 'no_column';
  }
  if (found.some(({ role, isArray }) => NEVER_COMPUTED.has(role) || isArray)) {
    return 'kind_of_column';
  }
  if (days) {
    const areTimes = found.every(({ role, type }) => role === 'time' && /^(date|timestamp)/.test(type));
    return areTimes && days.from !== days.to ? { form: 'duration', ...days } : 'kind_of_column';
  }
  const isQuantity = ({ role, typeCategory }: Field): boolean => role === 'measure' && typeCategory === 'N';
  if (factors.length > 0) {
    if (factors.length < 2 || new Set(named).size < named.length) {
      return 'expression';
    }
    const parts = factors.map(({ column, as }) => ({ field: column, through: null, as }));
    return found.every(isQuantity) ? { form: 'product', factors: parts } : 'kind_of_column';
  }
  const text = sql?.trim() ?? '';
  if (!EXPRESSION.test(text) || text.length > MAX_LENGTH || found.length === 0 || fields.has(text)) {
    return 'expression';
  }
  return found.some((field) => isQuantity(field) || field.role === 'time')
    ? { form: 'sql', sql: text }
    : 'kind_of_column';
}

/** The one amount of money among the factors says it for the product. */
function unitOf(expression: MetricExpression, fields: readonly Field[]): Metric['unit'] {
  if (expression.form === 'duration') {
    return { kind: 'duration', code: 'day', field: null };
  }
  const names = expression.form === 'product' ? expression.factors.map(({ field }) => field) : [];
  const money = fields.filter(({ name, unit }) => names.includes(name) && unit?.kind === 'currency');
  return money.length === 1 ? (money[0]?.unit ?? null) : null;
}
