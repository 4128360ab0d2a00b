import { intentOf } from '../../intent.js';
import type { Composed, Family } from '../family.js';
import { didZh } from '../../words/zh/conditions.js';
import { comesAgain } from '../people.js';
import type { SubjectParts } from '../subject-parts.js';
import { monthOf } from '../thresholds.js';
import { ownersOf, ownTime } from './rows-of-each.js';
import { Scene, type Wordings } from './scene.js';

/** An owner of events, with the first and last event of each. */
interface Owned {
  readonly scene: Scene;
  readonly key: readonly string[];
  readonly at: string;
  /** Rows without the time are of no month. */
  readonly dated: readonly string[];
  readonly owner: ReturnType<typeof ownersOf>[number];
  readonly compose: (sql: string, wordings: Wordings) => Composed;
}

/**
 * Events of people and companies that come again; not of what has a handful of owners.
 * @param ofAll products and the like too
 */
function* owned(parts: SubjectParts, leastMonths: number, ofAll = false): Iterable<Owned> {
  const { subject } = parts;
  const time = ownTime(parts);
  const [first, last] = [monthOf(time?.field.range?.min), monthOf(time?.field.range?.max)];
  if (time === null || first === null || last === null || last - first < leastMonths || subject.kind !== 'event') {
    return;
  }
  for (const owner of ownersOf(parts)) {
    const used = owner.path[0]?.relationship.distinctCount ?? null;
    if (owner.entity.kind !== 'thing' || used === null || used < 10 || !(ofAll || comesAgain(owner.entity))) {
      continue;
    }
    const scene = new Scene(parts);
    const near = intentOf(subject, {
      measures: [{ form: 'distinct', path: owner.path, entity: owner.entity }],
      dimensions: [{ form: 'time', of: time, bucket: 'month' }],
    });
    const at = scene.column([], time.field.name);
    yield {
      scene,
      key: scene.key(owner.path, owner.entity),
      at,
      dated: time.field.notNull || time.field.nullShare === 0 ? [] : [`${at} IS NOT NULL`],
      owner,
      compose: (sql, wordings) => scene.compose(near, sql, wordings),
    };
  }
}

const MONTH = { en: 'month', zh: '月份' };
const COUNT = { en: 'new count', zh: '新增数' };

/** Who came for the first time, month by month. */
export const newByMonth: Family = {
  name: 'new_by_month',
  *propose(parts) {
    const { subject } = parts;
    for (const { scene, key, at, dated, owner, compose } of owned(parts, 3)) {
      const firsts = scene.select({ select: [`MIN(${at}) AS first_time`], where: dated, groupBy: key });
      const [month, number] = [scene.name(MONTH), scene.name(COUNT)];
      const sql =
        `WITH firsts AS (${firsts}) SELECT to_char(first_time, 'YYYY-MM') AS ${month}, COUNT(*) AS ${number} ` +
        `FROM firsts GROUP BY to_char(first_time, 'YYYY-MM') ORDER BY ${month}`;
      yield compose(sql, {
        en: (names) => {
          const [many, row] = [names.end(owner.entity, owner.path).plural, names.entity(subject).text];
          return [
            `how many ${many} had their first ${row} in each month?`,
            `show the number of new ${many} by the month of their first ${row}.`,
          ];
        },
        zh: (names) => {
          const [{ text }, row] = [names.end(owner.entity, owner.path), names.entity(subject)];
          const first = `首${row.measureWord ?? '条'}${row.text}`;
          // 首笔交易所在月份 would be read as 交易所.
          return [`按${first}的月份统计${text}数。`];
        },
      });
    }
  },
};

/** How many of those who came for the first time in a month came again in the next one. */
export const retention: Family = {
  name: 'retention',
  isSeldom: true,
  *propose(parts) {
    const { subject } = parts;
    for (const { scene, key, at, dated, owner, compose } of owned(parts, 4)) {
      const columns = key.map((column, index) => `${column} AS key_${index + 1}`);
      const keys = key.map((_, index) => `key_${index + 1}`).join(', ');
      const visits = scene.select({
        select: [...columns, `date_trunc('month', ${at})::date AS visit_month`],
        where: dated,
        distinct: true,
      });
      const [month, all, again, share] = [
        scene.name({ en: 'first month', zh: '首月' }),
        scene.name({ en: 'count', zh: '总数' }),
        scene.name({ en: 'again next month', zh: '次月数' }),
        scene.name({ en: 'retention percent', zh: '次月留存率(%)' }),
      ];
      const same = key.map((_, index) => `v.key_${index + 1} = f.key_${index + 1}`).join(' AND ');
      const sql =
        `WITH visits AS (${visits}), firsts AS (SELECT ${keys}, MIN(visit_month) AS first_month FROM visits GROUP BY ${keys}) ` +
        `SELECT f.first_month AS ${month}, COUNT(*) AS ${all}, COUNT(v.visit_month) AS ${again}, ` +
        `ROUND(100.0 * COUNT(v.visit_month) / COUNT(*), 2) AS ${share} FROM firsts f ` +
        `LEFT JOIN visits v ON ${same} AND v.visit_month = f.first_month + INTERVAL '1 month' ` +
        `GROUP BY f.first_month ORDER BY f.first_month`;
      yield compose(sql, {
        en: (names) => {
          const [many, rows] = [names.end(owner.entity, owner.path).plural, names.entity(subject)];
          return [
            `what percentage of ${many} had another ${rows.text} in the month after that of their first one, by month of the first ${rows.text}?`,
            `show the next-month retention of ${many} by the month of their first ${rows.text}.`,
          ];
        },
        zh: (names) => {
          const [{ text }, row] = [names.end(owner.entity, owner.path), names.entity(subject)];
          const first = `首${row.measureWord ?? '条'}${row.text}`;
          return [
            `按${first}的月份划分，${text}的次月留存率是多少？`,
            `按${first}的月份统计${text}在次月仍有${row.text}的比例。`,
          ];
        },
      });
    }
  },
};

/** The percentage that came more than once. */
export const repeatShare: Family = {
  name: 'repeat_share',
  *propose(parts) {
    const { subject } = parts;
    for (const { scene, key, owner, compose } of owned(parts, 0)) {
      const counts = scene.select({ select: ['COUNT(*) AS times'], groupBy: key });
      const share = scene.name({ en: 'share percent', zh: '占比(%)' });
      const sql =
        `WITH counts AS (${counts}) SELECT ROUND(100.0 * COUNT(*) FILTER (WHERE times > 1) / NULLIF(COUNT(*), 0), 2) ` +
        `AS ${share} FROM counts`;
      yield compose(sql, {
        en: (names) => {
          const [many, rows] = [names.end(owner.entity, owner.path).plural, names.entity(subject)];
          return [`what percentage of the ${many} with ${rows.plural} have more than one ${rows.text}?`];
        },
        zh: (names) => {
          const [role, row] = [names.end(owner.entity, owner.path), names.entity(subject)];
          const did = didZh(role, subject, null, names).text;
          return [`${did}的${role.text}中，${row.text}不止一${row.measureWord ?? '条'}的占百分之多少？`];
        },
      });
    }
  },
};

/** Owners whose last row is more than 90 days before the last row of all. */
export const inactive: Family = {
  name: 'inactive_since',
  *propose(parts) {
    const { subject } = parts;
    const time = ownTime(parts);
    for (const { scene, at, owner, compose } of owned(parts, 6, true)) {
      const title = scene.title(owner.path);
      const last = scene.name({ en: 'last time', zh: '最近时间' });
      const end = new Scene(parts);
      const latest = end.select({ select: [`MAX(${end.column([], time?.field.name ?? '')})`] });
      const sql = scene.select({
        select: [...title.select, `MAX(${at}) AS ${last}`],
        groupBy: [...title.groupBy, ...scene.key(owner.path, owner.entity)],
        having: `MAX(${at}) < (${latest}) - INTERVAL '90 days'`,
      });
      yield compose(sql, {
        en: (names) => {
          const [many, rows] = [names.end(owner.entity, owner.path).plural, names.entity(subject)];
          return [
            `which ${many} had ${rows.plural} before, but none in the last 90 days of the data?`,
            `list the ${many} whose latest ${rows.text} was more than 90 days before the most recent ${rows.text} overall.`,
          ];
        },
        zh: (names) => {
          const [role, row] = [names.end(owner.entity, owner.path), names.entity(subject)];
          const did = didZh(role, subject, null, names).text;
          return [
            `截至数据中的最新日期，哪些${did}的${role.text}已超过 90 天没有新的${row.text}？`,
            `列出${did}、但截至数据中的最新日期已超过 90 天没有新${row.text}的${role.text}，以及最近一${row.measureWord ?? '条'}${row.text}的时间。`,
          ];
        },
      });
    }
  },
};
