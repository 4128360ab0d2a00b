import type { Name } from '#libs/semantic-model';
import { conjuncts } from '../../conditions.js';
import type { Condition, Intent } from '../../intent.js';
import type { Names } from '../names.js';
import { aboutGroup } from '../part.js';
import { didZh, rowsZh, type PhraseZh } from './conditions.js';
import { deniedZh } from './deeds.js';
import { isWhenZh } from './happenings.js';
import { groupZh, isPeriodOfGroup, type GroupZh } from './groups.js';
import { aboutZh } from './lines.js';
import type { OwnerZh } from './own-conditions.js';
import { whenZh } from './period.js';

/** The parts of a Chinese question. */
export interface PartsZh {
  readonly intent: Intent;
  readonly names: Names;
  /** The conditions on the rows, without those on the groups and those that are the time of the question. */
  readonly where: readonly Condition[];
  readonly rows: PhraseZh;
  /** What the rows are called without conditions. */
  readonly owner: OwnerZh;
  readonly groups: readonly GroupZh[];
  /** The measure word of the rows. */
  readonly word: string;
  readonly when: string;
}

export function partsZh(intent: Intent, names: Names): PartsZh {
  const conditions = conjuncts(intent.where);
  const ofGroup = conditions.filter((condition) => aboutGroup(condition, intent.dimensions[0]));
  const periods = conditions.filter((condition) => isWhenZh(condition) || isPeriodOfGroup(condition, intent));
  const where = conditions.filter((condition) => !ofGroup.includes(condition) && !periods.includes(condition));
  const name = countedAs(names.entity(intent.subject), intent);
  const about = aboutZh(intent, where, names);
  const groups = intent.dimensions.map((dimension, index) =>
    groupZh(dimension, index === 0 ? ofGroup : [], intent, names),
  );
  // 按用户统计会话数, and not 用户会话数
  const role = groups.find(
    ({ noun, form }) => form === 'entity' && intent.subject.kind === 'event' && name.text.startsWith(noun),
  );
  const bare = role === undefined ? name.text : withoutRoleZh(name.text, role.noun);
  const noun = where.length > 0 ? recordsZh(intent, bare) : bare;
  const rows =
    about === null ? rowsZh(noun, intent.subject, { form: 'and', of: where }, names) : { text: about, when: '' };
  return {
    intent,
    names,
    where,
    rows,
    owner: { entity: intent.subject, name },
    groups,
    word: COMPANIES.test(rows.text) ? '家' : name.known ? (name.measureWord ?? '条') : '条',
    when: periods.map((condition) => (condition.form === 'period' ? whenZh(condition.period) : '')).join(''),
  };
}

/** 库存记录, where rows are counted: the number of pieces in stock is another figure. */
function countedAs(name: Name, { measures }: Intent): Name {
  const isCount = measures.length > 0 && measures.every(({ form }) => form === 'count');
  return isCount && name.text.endsWith('库存') ? { ...name, text: `${name.text}记录`, measureWord: '条' } : name;
}

function withoutRoleZh(noun: string, role: string): string {
  const rest = noun.slice(role.length);
  return [...rest].length < 2 ? noun : rest;
}

/** 企业用户 are companies, and not people. */
const COMPANIES = /(企业|公司|机构|商家)(用户|客户|会员)$/u;

/** Figures of a day or a month are records, without the whole name of their table: 汇率记录. */
function recordsZh({ subject }: Intent, noun: string): string {
  const isThing = /^[种位名家辆台座]$/u.test(subject.name.zh.measureWord ?? '');
  if (subject.kind !== 'snapshot' || isThing || !/^\p{Script=Han}+$/u.test(noun)) {
    return noun;
  }
  return /(记录|数据)$/u.test(noun) || noun.length > 4 ? '记录' : `${noun}记录`;
}

/** `2023年来自“德国”的客户的订单中，`: opens a question about groups of rows under conditions; empty without conditions. */
export function amongZh({ when, where, rows }: PartsZh): string {
  return where.length === 0 ? when : `${when}${rows.text}中，`;
}

/** 没有订单, 未用于治疗: of owners that the groups count as 0. */
function withoutRowsZh({ dimensions: [dimension], subject }: Intent, names: Names): string {
  const role = dimension?.form === 'entity' ? names.end(dimension.entity, dimension.path) : null;
  const did = role === null ? '' : didZh(role, subject, null, names).text;
  return did.startsWith('用于') ? deniedZh(did) : `没有${names.entity(subject).text}`;
}

/** `（含没有订单的客户）`; of rows under conditions `（没有的记为 0）`. */
export function includingZh({ intent, groups, names, when, where }: PartsZh): string {
  const isWhole = intent.dimensions.some((dimension) => dimension.form === 'entity' && dimension.withEmpty);
  if (isWhole && (when !== '' || where.length > 0)) {
    return '（没有的记为 0）';
  }
  return isWhole ? `（含${withoutRowsZh(intent, names)}的${groups[0]?.noun}）` : '';
}
