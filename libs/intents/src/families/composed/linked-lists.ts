import type { Entity } from '#libs/semantic-model';
import { allOf, leavesOf } from '../../conditions.js';
import { isSwitchedOff } from '../../contrived.js';
import { intentOf, type Condition } from '../../intent.js';
import { conditionSql } from '../../sql/conditions.js';
import { ofOwner } from '../../words/at-addresses.js';
import { howEn, rowsEn } from '../../words/en/conditions.js';
import { shortRole } from '../../words/en/nouns.js';
import { doneWith, doneHow, doneToItems, withOwnerEn } from '../../words/en/verbs.js';
import { didZh, KINDS, rowsZh } from '../../words/zh/conditions.js';
import { mayBeNone } from '../../words/part.js';
import { doingZh } from '../../words/zh/doers.js';
import { datedZh } from '../../words/zh/period.js';
import { recordedZh } from '../../words/zh/records.js';
import { pairsOf } from '../choose.js';
import type { Family } from '../family.js';
import { isTrait } from '../figure-columns.js';
import { isStaff } from '../people.js';
import type { SubjectParts } from '../subject-parts.js';
import { isAssociation } from '../ways.js';
import { ownersOf } from './rows-of-each.js';
import { Scene } from './scene.js';

/** Conditions on the rows and on what they lead to, but not on the owner itself. */
function conditionsOf({ ownConditions, linkedConditions, periods }: SubjectParts): Condition[] {
  return [...periods.slice(0, 2), ...ownConditions.slice(0, 3), ...linkedConditions.slice(0, 3)];
}

const isAbout = (condition: Condition, owner: object): boolean =>
  leavesOf(condition).some((leaf) => 'of' in leaf && leaf.of.entity === owner);

/** What the owner leads to by itself is asked of the owner, without its rows. */
const isThrough = (condition: Condition, owner: object): boolean =>
  leavesOf(condition).some((leaf) => 'of' in leaf && leaf.of.path.some(({ target }) => target === owner));

/** Departments with a male user, or a disabled one: a trait of one row says nothing of its owner. */
const isOfTrait = (condition: Condition): boolean =>
  leavesOf(condition).some(
    (leaf) => isSwitchedOff(leaf) || ('of' in leaf && leaf.of.form === 'field' && isTrait(leaf.of.field)),
  );

/** Rows belong to them. */
const GROUPS =
  /\b(category|subcategory|group|department|region|territory|country|company|division|team|genre|segment)$/;

/** The owners of the rows that meet a condition, each once. */
export const ownersOfRows: Family = {
  name: 'owners_of_rows',
  *propose(parts) {
    const { subject } = parts;
    if (isAssociation(parts.index, subject)) {
      return;
    }
    for (const [{ path, entity }, where] of pairsOf(ownersOf(parts), conditionsOf(parts))) {
      const isDocument = subject.kind === 'line' && entity.kind === 'event';
      const isOther = entity !== subject && !isDocument && subject.kind !== 'snapshot';
      if (!isOther || isAbout(where, entity) || isThrough(where, entity) || isOfTrait(where)) {
        continue;
      }
      const scene = new Scene(parts);
      const title = scene.title(path);
      const sql = scene.select({ distinct: true, select: title.select, where: [conditionSql(where, scene.scope)] });
      const near = intentOf(subject, { dimensions: [{ form: 'entity', path, entity, withEmpty: false }], where });
      yield scene.compose(near, sql, {
        en: (names) => {
          const many = names.end(entity, path).plural;
          const noun = names.entity(subject).text;
          // The parts of parcels, and not their parcel parts.
          const own = shortRole(names.entity(subject).plural, names.end(entity, path).text);
          const rows = rowsEn(own, subject, where, names);
          const lined = subject.kind === 'line' ? doneToItems(noun, subject) : null;
          if (lined !== null) {
            const how = howEn(subject, where, names);
            // Products are on orders; nothing is ordered of them.
            const placed = how.startsWith('of ') ? `on ${how.slice(3)}` : null;
            return placed === null
              ? [`which ${many} were ${doneHow(lined, how)}?`, `list the ${many} ${doneHow(lined, how)}.`]
              : [`which ${many} are ${placed}?`, `list the ${many} ${placed}.`];
          }
          const did = doneWith(many, subject, noun);
          const have = rows.when === '' ? 'have' : 'had';
          return did === null
            ? [`which ${many} ${have} ${rows.text}${rows.when}?`, `list the ${many} with ${rows.text}${rows.when}.`]
            : [
                `which ${many} ${did.past} ${rows.text}${rows.when}?`,
                `list the ${many} who ${did.past} ${rows.text}${rows.when}.`,
              ];
        },
        zh: (names) => {
          const role = names.end(entity, path);
          const did = didZh(role, subject, where && ofOwner(where), names);
          if ((subject.kind === 'line' && did.text.startsWith('有')) || did.text.split('的').length > 2) {
            return [];
          }
          const step = path[0];
          if (
            step &&
            step.relationship.role !== null &&
            did.text.startsWith('有') &&
            role.text !== entity.name.zh.text
          ) {
            // 已停用部门的负责人, and not those who have such departments
            const rows = rowsZh(names.entity(subject).text, subject, where && ofOwner(where), names, true);
            return [`${datedZh(rows.when, rows.text)}的${role.text}有哪些？`];
          }
          // 2026年卖出了哪些汽车
          const done = /^\p{Script=Han}{2}过$/u.test(did.text) && !/^[位名家户]$/u.test(role.measureWord ?? '');
          return [
            done
              ? `${did.when}${did.text.slice(0, -1)}了哪些${role.text}？`
              : `${did.when}哪些${role.text}${did.text}？`,
            ...(did.text.includes('的') ? [] : [`列出${did.when}${did.text}的${role.text}。`]),
          ];
        },
      });
    }
  },
};

const WHOLES =
  /(网点|分公司|子公司|支行|分行|机构|单位|学校|院校|团队|班组|酒店|医院|小区|社区|园区|校区|楼栋|车间|产线|学院|班级)$/u;

/** What things belong to: 所属大区, 所属部门. */
function isWholeZh(role: string): boolean {
  return (
    (KINDS.test(role) || WHOLES.test(role)) &&
    !/^(所属|上级)/u.test(role) &&
    !/(级别|等级|品牌|语言|型号|仓库|位置|库存)$/u.test(role)
  );
}

/** 及经手员工, 及对应的客户: events belong to none of them; a thing has its category. */
export function toWhomZh(role: string, subject: Entity): string {
  const doing = doingZh(role, subject);
  if (subject.kind === 'event') {
    return `及${doing ?? '对应的'}${role}`;
  }
  return `及其${isWholeZh(role) ? '所属' : ''}${role}`;
}

const SHORT_LIST = 200;

/** The rows that meet a condition, with the title of what they refer to. */
export const rowsWithOwners: Family = {
  name: 'rows_with_linked',
  *propose(parts) {
    const { subject } = parts;
    if (!parts.isListed) {
      return;
    }
    // Whose staff looks after customers is a role, and no table of employees says its name.
    const owners = ownersOf(parts).filter(
      ({ entity }) => entity !== subject && !(subject.kind === 'thing' && isStaff(entity)),
    );
    // Nobody asks for thousands of rows.
    const isShort = (subject.rowCount ?? 0) <= SHORT_LIST;
    const conditions = [...conditionsOf(parts), ...(isShort ? [null] : [])];
    for (const [{ path, entity }, where] of pairsOf(owners, conditions)) {
      if (where && isAbout(where, entity)) {
        continue;
      }
      const scene = new Scene(parts);
      const [own, owner] = [scene.title([]), scene.title(path)];
      const condition = where && conditionSql(where, scene.scope);
      const sql = scene.select({ select: [...own.select, ...owner.select], where: [condition] });
      const near = intentOf(subject, {
        dimensions: [{ form: 'entity', path, entity, withEmpty: false }],
        where: allOf([where]),
      });
      yield scene.compose(near, sql, {
        en: (names) => {
          const rows = rowsEn(names.entity(subject).plural, subject, where, names);
          const role = names.end(entity, path).text;
          const one = rowsEn(names.entity(subject).text, subject, where, names);
          const list = `list the ${rows.text}${rows.when}${withOwnerEn(near, rows.text, names)}.`;
          return GROUPS.test(role) ? [list, `which ${role} does each ${one.text}${one.when} belong to?`] : [list];
        },
        zh: (names) => {
          const rows = rowsZh(recordedZh(names.entity(subject).text), subject, where && ofOwner(where), names);
          const { text } = names.end(entity, path);
          if (rows.text.endsWith(text)) {
            // 供应商的物料及其物料
            return [];
          }
          // Rows without one are not listed.
          const having = mayBeNone(path, subject)
            ? `${/(部门|科室|班级|小组|团队)$/u.test(text) ? '已分配' : '有'}${text}的`
            : '';
          const doing = doingZh(text, subject);
          const whom = `哪${names.end(entity, path).measureWord ?? '个'}${text}`;
          const each = where === null && having === '' && subject.kind !== 'event' ? '各' : '';
          const dated = `${each}${datedZh(rows.when, rows.text)}`;
          const whose = doing === null ? `${isWholeZh(text) ? '属于' : '对应'}${whom}` : `由${whom}${doing}`;
          // 有员工的已取消的预订: two clauses before one noun
          const only = having.startsWith('有') && where !== null ? `（仅列出有${doing ?? ''}${text}的）` : '';
          return [
            `列出${only === '' ? having : ''}${dated}${toWhomZh(text, subject)}${only}。`,
            ...(having === '' && subject.kind !== 'event' ? [`${dated}分别${whose}？`] : []),
          ];
        },
      });
    }
  },
};
