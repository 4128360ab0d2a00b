import type { Entity } from '#libs/semantic-model';
import { unitOf } from '../../conditions.js';
import { intentOf, type Dimension, type FieldRef, type Quantity } from '../../intent.js';
import { bucketSql } from '../../sql/period.js';
import { literal } from '../../sql/literal.js';
import { named } from '../../sql/output-names.js';
import { quantitySql } from '../../sql/quantity.js';
import { rowsEn } from '../../words/en/conditions.js';
import { measureNounEn, quantityNoun } from '../../words/en/nouns.js';
import { KINDS } from '../../words/zh/conditions.js';
import { quantityNounZh } from '../../words/zh/nouns.js';
import { eitherRowsZh } from '../../words/zh/two-values.js';
import { valueOf, valuesFor } from '../condition-parts.js';
import { additivityOf } from '../measure-parts.js';
import type { Family } from '../family.js';
import { ownTime, thingsOf } from './rows-of-each.js';
import { Scene } from './scene.js';

/** Own columns with at least two values that occur often. */
function splits(dimensions: readonly Dimension[]): FieldRef[] {
  return dimensions.flatMap((dimension) =>
    dimension.form === 'field' && dimension.of.field.role === 'dimension' && valuesFor(dimension.of.field).length > 1
      ? [dimension.of]
      : [],
  );
}

/** Two values next to each other, month by month. */
export const pivot: Family = {
  name: 'pivot',
  isSeldom: true,
  *propose(parts) {
    const { subject, ownDimensions } = parts;
    const time = ownTime(parts);
    if (time === null || !parts.isDense || subject.kind === 'snapshot' || subject.kind === 'thing') {
      return;
    }
    for (const of of splits(ownDimensions)) {
      const [a, b] = valuesFor(of.field).map(valueOf);
      if (!a || !b) {
        continue;
      }
      const scene = new Scene(parts);
      const month = bucketSql('month', scene.column([], time.field.name), time.field.type === 'date');
      const column = scene.column([], of.field.name);
      const name = scene.name({ en: 'month', zh: '月份' });
      const counts = [a, b].map((value) => {
        const label = value.meaning ?? { en: value.value, zh: value.value };
        return named(`COUNT(*) FILTER (WHERE ${column} = ${literal(value.value, of.field)})`, scene.name(label));
      });
      const sql = scene.select({
        select: [`${month} AS ${name}`, ...counts],
        where: [time.field.notNull ? null : `${scene.column([], time.field.name)} IS NOT NULL`],
        groupBy: [month],
        orderBy: [name],
      });
      const near = intentOf(subject, {
        measures: [{ form: 'count' }],
        dimensions: [{ form: 'time', of: time, bucket: 'month' }],
        where: { form: 'in', of, values: [a, b], negated: false },
      });
      yield scene.compose(near, sql, {
        en: (names) => {
          const [one, other] = [a, b].map(
            (value) =>
              rowsEn(names.entity(subject).plural, subject, { form: 'compare', of, by: '=', value }, names).text,
          );
          // Shipped in that month, or ordered?
          const by = /\b(shipped|delivered|returned|billed) /.test(`${one}${other}`)
            ? ` (by ${quantityNoun(time, names)})`
            : '';
          return [sideBySide(names.entity(subject).plural, one ?? '', other ?? '', by)];
        },
        zh: (names) => {
          const rows = eitherRowsZh(subject, of, [a, b], names);
          const { measureWord } = names.entity(subject);
          return [`每个月${rows}各有多少${measureWord ?? '条'}？`, `按月份对比${rows}数。`];
        },
      });
    }
  },
};

/**
 * `each month, how many orders were shipped to Germany and how many to France?`, `how many paid and how many unpaid orders
 * were there each month?`. The part that both share comes once.
 */
export function sideBySide(plural: string, one: string, other: string, by = ''): string {
  if (one.endsWith(` ${plural}`) && other.endsWith(` ${plural}`)) {
    return `how many ${one.slice(0, -plural.length).trim()} and how many ${other} were there each month${by}?`;
  }
  const [a, b] = [one, other].map((text) => (text.startsWith(`${plural} `) ? text.slice(plural.length + 1) : ''));
  const [, done = '', end = ''] =
    /^(\w+ed |\w+ )??(to|by|from|in|via|for|with an? \w+ address in) /.exec(a ?? '') ?? [];
  const rest = b?.startsWith(`${done}${end} `)
    ? b.slice(done.length).replace(/^with an? \w+ address /, 'with one ')
    : null;
  return rest === null || end === ''
    ? `how many ${one} and how many ${other} were there each month${by}?`
    : `each month${by}, how many ${plural} were ${done === '' ? 'there ' : done}${a?.slice(done.length)} and how many ${rest}?`;
}

/** The few that make up most of the total. */
export const pareto: Family = {
  name: 'pareto',
  isSeldom: true,
  *propose(parts) {
    const { subject, quantities } = parts;
    const additive = quantities.filter((quantity) => additivityOf(quantity) === 'additive');
    for (const of of additive.slice(0, 2)) {
      for (const { path, entity } of thingsOf(parts).filter(
        ({ path: [step] }) => (step?.relationship.distinctCount ?? 0) >= 10,
      )) {
        const scene = new Scene(parts);
        const title = scene.title(path);
        const value = quantitySql(of, scene.scope);
        const total = scene.outputs.take(scene.labels.measure({ form: 'aggregate', by: 'sum', of }, subject));
        const totals = scene.select({
          select: [...title.select, named(`SUM(${value.sql})`, total)],
          groupBy: [...title.groupBy, ...scene.key(path, entity)],
        });
        const columns = [...title.names, total].join(', ');
        const sql =
          `WITH totals AS (${totals}), ranked AS (SELECT ${columns}, SUM(${total}) OVER (ORDER BY ${total} DESC, ` +
          `${title.names.join(', ')}) AS running, SUM(${total}) OVER () AS whole FROM totals WHERE ${total} > 0) ` +
          `SELECT ${columns} FROM ranked WHERE running - ${total} < 0.8 * whole ORDER BY ${total} DESC, ${title.names.join(', ')}`;
        const near = intentOf(subject, {
          measures: [{ form: 'aggregate', by: 'sum', of }],
          dimensions: [{ form: 'entity', path, entity, withEmpty: false }],
        });
        yield scene.compose(near, sql, {
          en: (names) => {
            const what = measureNounEn({ form: 'aggregate', by: 'sum', of }, subject, names);
            return [
              `which ${names.end(entity, path).plural} together make up 80% of the ${what}${of.form === 'field' ? ` of ${names.entity(subject).plural}` : ''}?`,
            ];
          },
          zh: (names) => {
            const what = quantityNounZh(of, names);
            const { text } = names.entity(subject);
            const whole = what.length > 2 || subject.kind === 'line' ? what : `${text}${what}`;
            return [`哪些${names.end(entity, path).text}合计贡献了 80% 的${whole}？`];
          },
        });
      }
    }
  },
};

const MANY_VALUES = 10;

/** Prices, pay and durations are compared with a mean; stock and other counts hardly are. */
function isWorth(quantity: Quantity): boolean {
  // Of a handful of prices, all rows of a kind have the same.
  if (quantity.form === 'field' && (quantity.field.distinctCount ?? MANY_VALUES) < MANY_VALUES) {
    return false;
  }
  const kind = unitOf(quantity)?.kind;
  return kind === 'currency' || kind === 'duration';
}

const ALIKE =
  /\b(category|subcategory|group|class|type|kind|model|department|team|brand|segment|grade|genre|industry)$/;
const ALIKE_CHINESE = /(类别|分类|类型|种类|部门|科室|班级|品牌|型号|级别|行业|组)$/u;

/** Its rows are of one kind, so that their mean says something. */
function gathersAlike({ entity }: { readonly entity: Entity }): boolean {
  return ALIKE.test(entity.name.en.text) || ALIKE_CHINESE.test(entity.name.zh.text);
}

/** How far each row is from the mean of its group. */
export const againstAverage: Family = {
  name: 'against_group_average',
  isSeldom: true,
  *propose(parts) {
    const { subject, quantities } = parts;
    if (subject.title.length === 0) {
      return;
    }
    for (const of of quantities.filter(isWorth)) {
      for (const { path, entity } of thingsOf(parts).filter(gathersAlike).slice(0, 2)) {
        const scene = new Scene(parts);
        const [own, group] = [scene.title([]), scene.title(path)];
        const value = quantitySql(of, scene.scope);
        const number = value.isFloat ? `(${value.sql})::numeric` : value.sql;
        const mean = `AVG(${number}) OVER (PARTITION BY ${scene.key(path, entity).join(', ')})`;
        const [amount, average, difference] = [
          scene.outputs.take(scene.labels.quantity(of)),
          scene.name({ en: 'group average', zh: '组内平均值' }),
          scene.name({ en: 'difference', zh: '差值' }),
        ];
        const sql = scene.select({
          select: [
            ...own.select,
            ...group.select,
            named(value.sql, amount),
            `ROUND(${mean}, 2) AS ${average}`,
            `ROUND(${number} - ${mean}, 2) AS ${difference}`,
          ],
          where: [value.nullable ? `${value.sql} IS NOT NULL` : null],
        });
        const near = intentOf(subject, {
          shown: [of],
          dimensions: [{ form: 'entity', path, entity, withEmpty: false }],
        });
        yield scene.compose(near, sql, {
          en: (names) => {
            const what = quantityNoun(of, names);
            const [one, role] = [names.entity(subject).text, names.end(entity, path).text];
            return [`how far is the ${what} of each ${one} from the average of its ${role}?`];
          },
          zh: (names) => {
            const what = quantityNounZh(of, names);
            const [{ text, measureWord }, role] = [names.entity(subject), names.end(entity, path).text];
            const group = KINDS.test(role) ? `所属${role}` : `同一${role}`;
            return [`每${measureWord ?? '条'}${text}的${what}与${group}的平均${what}相差多少？`];
          },
        });
      }
    }
  },
};
