import { isJunction, isSameQuantity } from '../../conditions.js';
import type { Dimension } from '../../intent.js';
import type { Names } from '../names.js';
import { didZh } from './conditions.js';
import { deedOverLink, linkOfThings, looksAfter } from './deeds.js';
import { doingZh } from './doers.js';
import { figureZh } from './figures.js';
import { byZh, eachZh, isEachSaid } from './groups.js';
import { territoriesZh } from './nouns.js';
import { whenZh } from './period.js';
import { amongZh, includingZh, type PartsZh } from './questions.js';
import { recordedZh } from './records.js';
import { whetherZh } from './whether.js';

/** How many rows there are, of all or of each group: `每位客户有多少笔订单？` */
export function countedZh(parts: PartsZh): string[] {
  const { groups, rows, when, word, where } = parts;
  const figure = figureZh({ form: 'count' }, parts);
  const including = includingZh(parts);
  const [group, second] = groups;
  if (!group) {
    const whether = whetherZh(parts);
    if (whether?.isStacked) {
      return whether.isUnsaid ? [] : [`有多少${word}${parts.owner.name.text}${whether.did}？`];
    }
    const question =
      where.length === 0
        ? `${when}一共有多少${word}${rows.text}？`
        : (countedOfOwner(parts) ?? `${when}${rows.text}有多少${word}？`);
    const territory = where.length === 0 && when === '' ? territoriesZh(rows.text) : null;
    if (territory !== null) {
      return [`${territory.of}一共有多少${word}${territory.noun}？`];
    }
    // 医生数 alone is no question.
    return [question, `统计${when}${figure}。`, ...(where.length === 0 && when === '' ? [] : [`${when}${figure}`])];
  }
  const command = `${byZh(groups)}统计${when}${figure}${including}。`;
  if (groups.some(({ isFlag }) => isFlag)) {
    return [countedByFlag(parts), command];
  }
  const isBare = where.length === 0;
  if (including !== '') {
    return [`${when}${group.each}${isBare ? doingOf(parts) : '有'}多少${word}${rows.text}${including}？`, command];
  }
  const below = belowZh(parts);
  if (below !== null && isBare && when === '') {
    return [`${group.noun === '上级' ? '每位上级' : `各${group.noun}`}分别有多少${word}${below}？`, command];
  }
  const looked = group.form === 'field' && second === undefined ? [`查询${group.each}的${when}${figure}。`] : [];
  // Records are noted of what happens, and do not 入职 themselves.
  const isRecord = /(记录|明细|数据|历史)$/u.test(parts.owner.name.text) && group.happening !== '';
  const isAll =
    !isRecord && groups.every(({ isFull, form }) => isFull && (form !== 'entity' || (isBare && when === '')));
  if (second) {
    return isAll && isEachSaid(groups) && isBare && groups.every(({ happening }) => happening === '')
      ? [`${when}${eachZh(groups)}分别有多少${word}${rows.text}？`, command]
      : [command];
  }
  // 每个月有多少份合同开始
  const isOfStart = group.happening === '开始' || group.happening === '结束';
  if (!isAll || (isOfStart && isBare)) {
    const had = group.form === 'entity' && isBare && when === '' ? countedOfThose(parts) : [];
    return [...had, command, ...looked];
  }
  if (!isBare) {
    if (group.noun.includes('所在')) {
      return [command];
    }
    // 家 of companies and 家 of branches: the noun tells which are counted.
    const noun = group.measureWord === word ? parts.owner.name.text : '';
    const then = periodOfGroupZh(parts);
    if (then !== null) {
      // 2010年入职的员工中，每个季度有多少位入职 says it twice.
      const [each, bucket] = [group.each, group.noun].map((text) => text.replace(group.happening, ''));
      return [
        `${then}${each}分别有多少${word}${parts.owner.name.text}${group.happening}？`,
        `按${bucket}统计${figure}。`,
      ];
    }
    if (group.happening !== '') {
      const [each, done] = [group.each.slice(0, -group.happening.length), DONE_TO.test(group.happening)];
      return [
        done
          ? `${amongZh(parts)}${each}分别${group.happening}了多少${word}？`
          : `${amongZh(parts)}${each}分别有多少${word}${group.happening}？`,
        command,
      ];
    }
    return [`${amongZh(parts)}${group.each}分别有多少${word}${noun}？`, command];
  }
  const question =
    group.form === 'entity'
      ? `${group.each}${doingOf(parts)}多少${word}${rows.text}？`
      : group.happening === ''
        ? `${when}${group.each}分别有多少${word}${rows.text}？`
        : DONE_TO.test(group.happening)
          ? `${when}${group.each.slice(0, -group.happening.length)}分别${group.happening}了多少${word}${rows.text}？`
          : `${when}${group.each.slice(0, -group.happening.length)}分别有多少${word}${rows.text}${group.happening}？`;
  return [question, command, `${when}${group.each}的${figure}`];
}

/** Things do not do it themselves: 每年购买了多少台设备. */
const DONE_TO =
  /^(购买|购置|采购|购进|生产|制造|安装|签订|签署|开具|签发|发放|发出|录入|投用|报废|领用|出版|发行|发布|建造|修建|兴建|招聘|聘用|录用|招收|接种|回收|销毁|租出|借出|卖出|售出|拍卖|拾获|收购)$/u;

/** 2022 款汽车共有多少笔销售记录: 汽车的销售 is no noun. Null for other rows. */
function countedOfOwner({ rows, owner, when, where, word, names, intent }: PartsZh): string | null {
  const [only, another] = where;
  const path = only && !isJunction(only) && only.form !== 'exists' ? only.of.path : [];
  const of = rows.text.slice(0, -owner.name.text.length - 1);
  const isOfOwner =
    another === undefined &&
    path.length > 0 &&
    recordedZh(owner.name.text) !== owner.name.text &&
    rows.text === `${of}的${owner.name.text}` &&
    of.endsWith(names.end(intent.subject, path).text);
  const records = word === '次' ? owner.name.text : recordedZh(owner.name.text);
  return isOfOwner ? `${when}${of}共有多少${word}${records}？` : null;
}

/** The only condition is a period of the time that the rows are grouped by: 2010年 of the quarters of hire. */
function periodOfGroupZh({ where: [only, another], intent: { dimensions } }: PartsZh): string | null {
  const [dimension] = dimensions;
  return another === undefined &&
    only?.form === 'period' &&
    dimension?.form === 'time' &&
    isSameQuantity(only.of, dimension.of)
    ? whenZh(only.period)
    : null;
}

function countedByFlag(parts: PartsZh): string {
  const { groups, rows, when, word, where } = parts;
  const [group, second] = groups;
  if (!group?.states || second) {
    return `${byZh(groups)}统计${when}${figureZh({ form: 'count' }, parts)}。`;
  }
  return where.length === 0
    ? `${when}${group.states}的${rows.text}各有多少${word}？`
    : `${amongZh(parts)}${group.states}的各有多少${word}？`;
}

const SORTS = /(列表|类别|分类|标签|分组|小组|流派|角色)$/u;

/** Rows of a tree by what they are below of: 下级部门, people 下属; null for other groups. */
function belowZh({ groups, intent }: PartsZh): string | null {
  const [dimension] = intent.dimensions;
  const [group, second] = groups;
  const isTree = dimension?.form === 'entity' && dimension.entity === intent.subject;
  return isTree && !second && group?.noun.startsWith('上级')
    ? group.noun === '上级'
      ? '下属'
      : group.noun.replace(/^上级/u, '下级')
    : null;
}

/** The groups are reached over a link table. */
export function isOverLink(dimension: Dimension | undefined): boolean {
  return dimension?.form === 'entity' && dimension.path.length > 1 && dimension.path[0]?.direction === 'in';
}

/** 经手了, 有; 属于 of what they are sorted by. */
function doingOf({ groups: [group], intent, owner, names }: PartsZh): string {
  if (group && intent.subject.kind !== 'event' && SORTS.test(owner.name.text) && !SORTS.test(group.noun)) {
    return '属于';
  }
  const [dimension] = intent.dimensions;
  const whose = ofWhoseZh(dimension, names);
  if (whose !== null) {
    return `负责的${whose}共有`;
  }
  const linked = group && isOverLink(dimension) ? overLinkZh(group.noun, owner.name.text) : undefined;
  const doing = group ? doingZh(group.noun, intent.subject) : null;
  return linked ?? (doing === null ? '有' : `${doing}了`);
}

/** 出演过 of actors and films, 关联了 of documents and products. */
function overLinkZh(role: string, other: string): string | undefined {
  return (deedOverLink(role, other) ?? linkOfThings(role, other))?.ofRows;
}

/** The people that staff looks after, where the rows are those of the people: invoices of customers. Null for others. */
export function ofWhoseZh(dimension: Dimension | undefined, names: Names): string | null {
  const [near, far, farther] = dimension?.form === 'entity' ? dimension.path : [];
  const isOfStaff = near !== undefined && far !== undefined && farther === undefined && far.direction === 'out';
  return isOfStaff && looksAfter(names.role(far).text, near.target.name.zh) ? names.role(near).text : null;
}

/** Where some have no rows, the question is about the others: `下过订单的客户分别有多少笔订单？` */
function countedOfThose({ intent, names, rows, word }: PartsZh): string[] {
  const [dimension] = intent.dimensions;
  if (dimension?.form !== 'entity') {
    return [];
  }
  const role = names.end(dimension.entity, dimension.path);
  const each = `每${role.measureWord ?? '个'}${role.text}`;
  const whose = ofWhoseZh(dimension, names);
  if (whose !== null) {
    const only = `仅统计${whose}有${rows.text}的${role.text}`;
    return [`${each}负责的${whose}共有多少${word}${rows.text}（${only}）？`];
  }
  const linked = isOverLink(dimension) ? overLinkZh(role.text, rows.text) : undefined;
  if (linked !== undefined) {
    const done = linked.replace(/^分配给了$/u, '已分配给');
    return [`${each}${linked}多少${word}${rows.text}（仅统计${done}${rows.text}的${role.text}）？`];
  }
  // 每位医生有多少条合并用药记录: they are those of the treatments that the doctor gave.
  if (dimension.path.length > 1 && !isOverLink(dimension) && /^[位名]$/u.test(role.measureWord ?? '')) {
    return [];
  }
  const did = didZh(role, intent.subject, null, names).text;
  return did.startsWith('有')
    ? [`${each}有多少${word}${rows.text}（仅统计${did}的${role.text}）？`]
    : [`${did}的${role.text}分别有多少${word}${rows.text}？`];
}
