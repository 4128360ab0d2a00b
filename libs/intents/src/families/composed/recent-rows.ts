import { intentOf } from '../../intent.js';
import { conditionSql } from '../../sql/conditions.js';
import { named } from '../../sql/output-names.js';
import { rowsEn } from '../../words/en/conditions.js';
import { rowsZh } from '../../words/zh/conditions.js';
import { withOwnerEn } from '../../words/en/verbs.js';
import { mayBeNone } from '../../words/part.js';
import type { Family } from '../family.js';
import { recordedZh, wordOfRecordsZh } from '../../words/zh/records.js';
import { toWhomZh } from './linked-lists.js';
import { ownersOf, ownTime } from './rows-of-each.js';
import { Scene } from './scene.js';

const ROWS = 10;

/** The rows of last, with what they belong to. */
export const recentRows: Family = {
  name: 'recent_rows',
  *propose(parts) {
    const { subject } = parts;
    const time = ownTime(parts);
    if (time === null || subject.kind !== 'event' || (subject.rowCount ?? ROWS * 2) < ROWS * 2) {
      return;
    }
    const conditions = [null, ...parts.ownConditions.filter((leaf) => leaf.form === 'compare' && leaf.by === '=')];
    // The latest of those that have a coupon are others than the latest.
    const owners = ownersOf(parts).filter(({ path }) => !mayBeNone(path, subject));
    for (const [at, { path, entity }] of owners.entries()) {
      const where = entity === subject ? null : (conditions[at % conditions.length] ?? null);
      const scene = new Scene(parts);
      const [own, owner] = [scene.title([]), scene.title(path)];
      const column = scene.column([], time.field.name);
      const name = scene.outputs.take(scene.labels.field(time.field));
      const condition = where && conditionSql(where, scene.scope);
      // Rows without a title are shown by their time already.
      const isShown = own.select.some((text) => text === column || text.startsWith(`${column} `));
      const shown = isShown ? [] : [named(column, name)];
      const sql = scene.select({
        select: [...own.select, ...owner.select, ...shown],
        where: [condition, time.field.notNull ? null : `${column} IS NOT NULL`],
        orderBy: [`${column} DESC`],
        first: ROWS,
      });
      const near = intentOf(subject, {
        dimensions: [{ form: 'entity', path, entity, withEmpty: false }],
        shown: [time],
        where,
      });
      yield scene.compose(near, sql, {
        en: (names) => {
          const rows = rowsEn(names.entity(subject).plural, subject, where, names);
          const withOwner = withOwnerEn(near, rows.text, names);
          return [
            `show the ${ROWS} most recent ${rows.text}${withOwner}.`,
            `list the latest ${ROWS} ${rows.text}${withOwner}.`,
          ];
        },
        zh: (names) => {
          const { text, measureWord } = names.entity(subject);
          const rows = rowsZh(recordedZh(text), subject, where, names);
          return [
            `列出最近的 ${ROWS} ${wordOfRecordsZh(text, measureWord)}${rows.text}${toWhomZh(names.end(entity, path).text, subject)}。`,
          ];
        },
      });
    }
  },
};
