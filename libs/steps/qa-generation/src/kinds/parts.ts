import type { Text } from '#libs/language';
import type { ConditionValue } from '../business/condition-values.js';
import { column, type Entity, type Field, type Link } from '../business/model.js';
import type { Period } from '../business/period.js';
import { named, outputName } from '../query.js';
import type { Wording } from './candidate.js';

export const measuresOf = (entity: Entity): Field[] => entity.fields.filter(({ role }) => role === 'measure');
export const additiveOf = (entity: Entity): Field[] => entity.fields.filter(({ additive }) => additive);
export const categoriesOf = (entity: Entity): Field[] =>
  entity.fields.filter(({ role }) => role === 'category' || role === 'flag');
export const datesOf = (entity: Entity): Field[] => entity.fields.filter(({ role }) => role === 'date');
export const isEmpty = (entity: Entity): boolean => entity.rowCount === 0;

/** `film` or `film f`. */
export function from(entity: Entity, alias?: string): string {
  return alias === undefined ? entity.table : `${entity.table} ${alias}`;
}

/** The condition that leaves removed rows out, or null. */
export function notDeleted({ softDelete }: Entity, alias?: string): string | null {
  return softDelete && `${column(softDelete.column, alias)} ${softDelete.test}`;
}

/** The other side of a link: its alias differs from the first's also in a link to itself. */
export function otherAlias(link: Link): string {
  return link.from === link.to ? 'other' : link.to.alias;
}

/** `JOIN parent p ON c.parent_id = p.id`, from the side that holds the key. */
export function joinParent(link: Link, alias = link.from.alias, parent = otherAlias(link)): string {
  return `JOIN ${from(link.to, parent)} ON ${onLink(link, alias, parent)}`;
}

/**
 * LEFT JOIN variant: keeps rows whose parent is missing or soft-deleted.
 */
export function joinParentIfAny(link: Link): string {
  const there = notDeleted(link.to, otherAlias(link));
  return link.optional || there !== null
    ? `LEFT ${joinParent(link)}${there === null ? '' : ` AND ${there}`}`
    : joinParent(link);
}

/** `a.x = b.y AND …` */
export function onLink(link: Link, child: string, parent: string): string {
  return link.fromColumns
    .map((sql, index) => `${child}.${sql} = ${parent}.${link.toColumns[index] ?? ''}`)
    .join(' AND ');
}

/** The fields of the entity's title. */
export function titleFields(entity: Entity): Field[] {
  return [...entity.title.fields];
}

/** Labels of the title if the question names the entity: `名称`, `name`. */
export function ownTitle({ title }: Entity): readonly string[] {
  const [field] = title.fields;
  return title.isName && title.fields.length === 1 && field ? [field.short] : title.labels;
}

/** Labels of the title next to other entities: `film title`, `客户姓名`; not `country country`. */
export function titleLabels({ title, label }: Entity, { say }: Wording): readonly string[] {
  const [name = ''] = title.labels;
  if (!title.isName || sharesWord(name, label)) {
    return title.labels;
  }
  return [say({ zh: `${label}${/[a-z]$/i.test(label) ? ' ' : ''}${name}`, en: `${label} ${name}` })];
}

/** `公司名称` of a `分公司`, `service area name` of a `service area` say enough. */
function sharesWord(name: string, label: string): boolean {
  const words = /\p{Script=Han}/u.test(name)
    ? [...name.replace(/(名称|姓名|标题)$/u, '')].flatMap((first, index, all) =>
        all[index + 1] ? [first + all[index + 1]] : [],
      )
    : name.split(' ').filter((word) => !/^(name|title|label)$/.test(word));
  return words.some((word) => label.includes(word));
}

/** Select list, grouping and order for the title of an entity. */
export interface TitleSql {
  readonly select: string[];
  /** Key and title, so that two rows of one name stay two. */
  readonly groupBy: string[];
  readonly orderBy: string[];
}

export function titleSql(entity: Entity, labels: readonly string[], alias?: string): TitleSql {
  const parts = titleFields(entity).map(({ sql }) => column(sql, alias));
  const person = entity.title.isName && parts.length === 2;
  const shown = person ? [parts.join(" || ' ' || ")] : parts;
  const select = shown.map((part, index) => named(part, labels[index] ?? labels[0] ?? ''));
  const keys = entity.key.map((sql) => column(sql, alias));
  return {
    select,
    groupBy: [...new Set([...keys, ...parts])],
    orderBy: person ? parts.toReversed() : parts,
  };
}

/** Select items for plain fields, each called by its label. */
export function shownFields(fields: readonly Field[], alias?: string): string[] {
  return fields.map((field) => named(column(field.sql, alias), field.label));
}

/** The value of a field in SQL, where an empty text is none. */
export function filled(field: Field): string {
  return field.hasBlanks ? `NULLIF(${field.sql}, '')` : field.sql;
}

/** A condition in SQL and in words: before the noun (`评级为“G”的`) or after it (`whose rating is "G"`). */
export interface Condition extends Text {
  readonly sql: string;
}

export function equals(field: Field, value: ConditionValue, alias?: string): Condition {
  const target = column(field.sql, alias);
  const { short } = field;
  if (field.role === 'flag') {
    const yes = value.sql === 'TRUE';
    const isQuestion = /^(is|has|can|was|allow)\b/.test(short);
    return {
      sql: `${target} = ${value.sql}`,
      zh: `${short}为“${yes ? '是' : '否'}”的`,
      en: isQuestion
        ? `for which "${short}" is ${yes ? 'true' : 'false'}`
        : `whose ${short} is ${yes ? 'set' : 'not set'}`,
    };
  }
  const isNumber = value.shown === value.sql;
  return {
    sql: `${target} = ${value.sql}`,
    zh: isNumber ? `${short}为 ${value.shown} 的` : `${short}为“${value.shown}”的`,
    en: isNumber ? `whose ${short} is ${value.shown}` : `whose ${short} is "${value.shown}"`,
  };
}

export function within(field: Field, period: Period, alias?: string): string {
  const target = column(field.sql, alias);
  return `${target} >= ${period.from} AND ${target} < ${period.to}`;
}

/** A count or sum, in SQL and in words. */
export interface Aggregate {
  readonly expression: string;
  /** Also the output column: `付款金额总和`, `total amount`. */
  readonly label: string;
  readonly fields: readonly Field[];
  /** With the entity, for questions: `付款总金额`, `total amount of payments`. */
  readonly phrase: string;
  /** The whole that a share is taken of: `all payments`, `the total amount`. */
  readonly whole: string;
  /** Adding up real numbers gives noise behind the point. */
  readonly isFloat: boolean;
}

export function countOf(entity: Entity, { say }: Wording): Aggregate {
  const unit = entity.title.isName
    ? '数量'
    : /记录$/u.test(entity.label)
      ? '数'
      : /数据$/u.test(entity.label)
        ? '条数'
        : '记录数';
  const label = say({ zh: `${entity.label}${unit}`, en: `number of ${entity.plural}` });
  return {
    expression: 'COUNT(*)',
    label,
    phrase: label,
    fields: [],
    whole: say({ zh: `全部${entity.label}`, en: `all ${entity.plural}` }),
    isFloat: false,
  };
}

/** `订单数` → `订单总数`, `支付金额` → `支付总金额`, `amount` → `total amount`; a total stays one. */
function totalOf(label: string, say: Wording['say']): string {
  if (/总|合计/u.test(label) || /^total\b/.test(label)) {
    return label;
  }
  const quantity = /^(.+)(金额|数量|数)$/u.exec(label);
  return say({ zh: quantity ? `${quantity[1]}总${quantity[2]}` : `总${label}`, en: `total ${label}` });
}

export function sumOf(entity: Entity, field: Field, { say }: Wording, alias?: string): Aggregate {
  const label = totalOf(field.label, say);
  return {
    expression: `SUM(${column(field.sql, alias)})`,
    label,
    phrase: phraseOf(entity, label, say),
    fields: [field],
    whole: say({ zh: phraseOf(entity, label, say), en: `the ${phraseOf(entity, label, say)}` }),
    isFloat: isFloat(field),
  };
}

/** `付款总金额`; a name that is long or Latin is joined by 的. */
function phraseOf(entity: Entity, label: string, say: Wording['say']): string {
  const close = /^\p{Script=Han}{1,4}$/u.test(entity.label);
  return say({ zh: `${entity.label}${close ? '' : '的'}${label}`, en: `${label} of ${entity.plural}` });
}

export function averageOf(entity: Entity, field: Field, { say }: Wording, alias?: string): Aggregate {
  const label = say({ zh: `平均${field.label}`, en: `average ${field.label}` });
  return {
    expression: rounded(`AVG(${column(field.sql, alias)})`, isFloat(field)),
    label,
    phrase: phraseOf(entity, label, say),
    fields: [field],
    whole: field.label,
    isFloat: false,
  };
}

/** `ROUND(x, 2)` exists for numeric only. */
export function rounded(expression: string, needsCast: boolean): string {
  return needsCast ? `ROUND((${expression})::numeric, 2)` : `ROUND(${expression}, 2)`;
}

export function isFloat(field: Field): boolean {
  return /^(real|double precision|money)/.test(field.type);
}

/** Each quantity that may be added up, and the count, unless rows are mere carriers of the quantities. */
export function aggregatesOf(entity: Entity, wording: Wording, alias?: string): Aggregate[] {
  const sums = additiveOf(entity).map((field) => sumOf(entity, field, wording, alias));
  return sums.length > 1 || (sums.length === 1 && !entity.title.isName) ? sums : [...sums, countOf(entity, wording)];
}

export function namedAggregate({ expression, label }: Aggregate): string {
  return named(expression, label);
}

/** `x DESC` by the output column, rows without a value last. */
export function descending({ label, expression }: Aggregate): string {
  return `${outputName(label)} DESC${expression.startsWith('COUNT') ? '' : ' NULLS LAST'}`;
}

/** Birth dates and dates in the far future sort rows, but form no business trend. */
export function businessDatesOf(entity: Entity): Field[] {
  return datesOf(entity).filter(
    ({ name, label }) => !/birth|born|expir|出生|生日|到期|有效期/i.test(`${name} ${label}`),
  );
}

/** A handful of rows makes no trend. */
export function isLong({ rowCount }: Entity): boolean {
  return (rowCount ?? 100) >= 20;
}

/** A bridge between two different entities: questions go through it, not about it. */
export function isPlainBridge(entity: Entity): boolean {
  return entity.isBridge && new Set(outward(entity).map(({ to }) => to)).size > 1;
}

/** Links to other entities, without those to the entity itself. */
export function outward(entity: Entity): Link[] {
  return entity.links.filter((link) => link.from !== link.to);
}
