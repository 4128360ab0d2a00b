import { quoteIdentifier } from '#libs/postgres';
import type { Entity } from '#libs/semantic-model';
import { intentOf, type FieldRef, type Path } from '../../intent.js';
import { aliveTest, tableSql } from '../../sql/scope.js';
import { named } from '../../sql/output-names.js';
import type { Composed, Family } from '../family.js';
import { comesAgain, isStaff } from '../people.js';
import type { SubjectParts } from '../subject-parts.js';
import { isPerSoldPiece } from '../../sold-once.js';
import { quantityNounZh } from '../../words/zh/nouns.js';
import { Scene } from './scene.js';

/** The entities that a row belongs to, told apart by a key. */
export function ownersOf({ entities }: SubjectParts): { readonly path: Path; readonly entity: Entity }[] {
  return entities.flatMap((dimension) =>
    dimension.form === 'entity' && dimension.path.length === 1 && dimension.entity.key.length > 0
      ? [{ path: dimension.path, entity: dimension.entity }]
      : [],
  );
}

/** Those of the owners that exist for themselves: customers and products, not orders. */
export function thingsOf(parts: SubjectParts): ReturnType<typeof ownersOf> {
  return ownersOf(parts).filter(({ entity }) => entity.kind === 'thing' || entity.kind === 'lookup');
}

/** The time of the rows themselves. */
export function ownTime({ time }: SubjectParts): FieldRef | null {
  return time?.path.length === 0 && !time.field.hasInfinity ? time : null;
}

/** The last row of each owner, and the first one. */
function* rowsOfEach(parts: SubjectParts, isLatest: boolean): Iterable<Composed> {
  const { subject } = parts;
  const time = ownTime(parts);
  if (time === null || subject.kind !== 'event') {
    return;
  }
  for (const { path, entity } of ownersOf(parts).filter((owner) => isFollowed(owner.entity, isLatest))) {
    const scene = new Scene(parts);
    const owner = scene.title(path);
    const key = scene.key(path, entity);
    const at = scene.column([], time.field.name);
    const own = scene.title([]);
    // A row that is called by its time only is told apart by its key.
    const ofRow = subject.title.includes(time.field.name) && !subject.titleRepeats ? keyOf(subject, scene) : [];
    const direction = isLatest ? 'DESC' : 'ASC';
    const where = [time.field.notNull ? null : `${at} IS NOT NULL`];
    // Rows without a title are shown by their time already.
    const isShown = own.select.some((text) => text === at || text.startsWith(`${at} `));
    const name = isShown ? null : scene.outputs.take(scene.labels.field(time.field));
    const rest = [...ofRow.map(({ select }) => select), ...own.select, ...(name === null ? [] : [named(at, name)])];
    // Several rows of one time are all the last ones: nothing tells which came later.
    const sql = scene.selectRanked({ select: [...owner.select, ...rest], where }, { by: at, direction, within: key }, [
      ...owner.names,
      ...ofRow.map((column) => column.name),
      ...own.names,
      ...(name === null ? [] : [name]),
    ]);
    const near = intentOf(subject, { dimensions: [{ form: 'entity', path, entity, withEmpty: false }], shown: [time] });
    if (isPerSoldPiece(near)) {
      continue;
    }
    yield scene.compose(near, sql, {
      en: (names) => {
        const [each, row] = [names.end(entity, path).text, names.entity(subject).text];
        const which = isLatest ? 'latest' : 'first';
        // `when` would ask for one time each, and two rows may share it.
        return [`show the ${which} ${row} for each ${each}.`, `what was the ${which} ${row} for each ${each}?`];
      },
      zh: (names) => {
        const { text, measureWord } = names.end(entity, path);
        const row = names.entity(subject);
        const each = `每${measureWord ?? '个'}${text}`;
        const which = `${isLatest ? '最近一' : '首'}${row.measureWord ?? '条'}${row.text}`;
        return [`列出${each}的${which}。`, `${each}的${which}分别是哪${row.measureWord ?? '条'}？`];
      },
    });
  }
}

function keyOf({ key, title, fields }: Entity, scene: Scene): { readonly select: string; readonly name: string }[] {
  return fields
    .filter((field) => key.includes(field.name) && !title.includes(field.name))
    .map((field) => {
      const name = scene.outputs.take(scene.labels.field(field));
      return { select: named(scene.column([], field.name), name), name };
    });
}

/** Its last row is news: of a customer or a product, not of a category or of those at work. The first only of who comes again. */
function isFollowed(entity: Entity, isLatest: boolean): boolean {
  return isLatest ? entity.kind !== 'lookup' && !isStaff(entity) : comesAgain(entity);
}

export const latestOfEach: Family = { name: 'latest_of_each', propose: (parts) => rowsOfEach(parts, true) };

export const firstOfEach: Family = { name: 'first_of_each', propose: (parts) => rowsOfEach(parts, false) };

/** Stock and balances are not added up over time: the last value of each owner counts. */
export const latestState: Family = {
  name: 'latest_state',
  *propose(parts) {
    const { subject, quantities } = parts;
    const time = ownTime(parts);
    // The reorder level of a product has one value, and no time.
    if (time === null || subject.kind === 'thing' || subject.kind === 'lookup') {
      return;
    }
    for (const quantity of quantities) {
      if (quantity.form !== 'field' || quantity.field.additivity !== 'semi_additive') {
        continue;
      }
      for (const { path, entity } of ownersOf(parts)) {
        const scene = new Scene(parts);
        const owner = scene.title(path);
        const at = scene.column([], time.field.name);
        const references = path[0]?.relationship.fromFields ?? [];
        // An alias that the outer statement has not: of the same name, each row would be compared with itself.
        const alias = scene.scope.aliases.take(subject);
        const other = (name: string): string => `${alias}.${quoteIdentifier(name)}`;
        const same = references.map((name) => `${other(name)} = ${scene.column([], name)}`);
        const alive = aliveTest(subject, other);
        const last = `SELECT MAX(${other(time.field.name)}) FROM ${tableSql(subject)} ${alias} WHERE ${[...same, ...(alive ? [alive] : [])].join(' AND ')}`;
        const value = scene.outputs.take(scene.labels.quantity(quantity));
        // Several rows of an owner may be of the last time: the stock of each warehouse.
        const sql = scene.select({
          select: [...owner.select, `SUM(${scene.column([], quantity.field.name)}) AS ${value}`],
          where: [`${at} = (${last})`],
          groupBy: [...owner.groupBy, ...scene.key(path, entity)],
        });
        const near = intentOf(subject, {
          dimensions: [{ form: 'entity', path, entity, withEmpty: false }],
          shown: [quantity],
        });
        yield scene.compose(near, sql, {
          en: (names) => {
            const [what, each] = [names.field(quantity.field).text, names.end(entity, path).text];
            return [`what is the latest ${what} of each ${each}?`, `show the current ${what} by ${each}.`];
          },
          zh: (names) => {
            const [what, { text, measureWord }] = [quantityNounZh(quantity, names), names.end(entity, path)];
            return [
              `每${measureWord ?? '个'}${text}最新的${what}是多少？`,
              `列出每${measureWord ?? '个'}${text}的最新${what}。`,
            ];
          },
        });
      }
    }
  },
};
