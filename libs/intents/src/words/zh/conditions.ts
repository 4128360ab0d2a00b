import { restOfName } from '#libs/lexicon';
import type { Entity, Name } from '#libs/semantic-model';
import { conjuncts, isJunction } from '../../conditions.js';
import type { Condition, Leaf, Path } from '../../intent.js';
import { endOf } from '../../paths.js';
import type { Names } from '../names.js';
import { byPath, isTitle } from '../part.js';
import { deedOf, deedOverLink, deniedZh, isDoerOfOther, isSoldTo, isUsed, linkOfThings, type DeedZh } from './deeds.js';
import { doingZh } from './doers.js';
import { isWhenZh } from './happenings.js';
import { ownZh, type ColumnLeaf, type OwnerZh } from './own-conditions.js';
import { whenZh } from './period.js';
import { plainly, type PredicateZh } from './predicate.js';
import { joinedZh, shownValueZh } from './values.js';

/** Rows under a condition, all of which stands before the noun. */
export interface PhraseZh {
  /** `来自“德国”的客户的订单`, `发往“里昂”且已发货的订单` */
  readonly text: string;
  /** `2023年`; empty without. */
  readonly when: string;
}

/** @param within the rows are part of a longer phrase: states need no 的, a row may be called by its title */
export function rowsZh(
  noun: string,
  entity: Entity,
  condition: Condition | null,
  names: Names,
  within = false,
): PhraseZh {
  const owner: OwnerZh = { entity, name: { ...names.entity(entity), text: noun } };
  const parts = conjuncts(condition);
  const when = parts
    .filter(isWhenZh)
    .map(({ period }) => whenZh(period))
    .join('');
  const groups = byPath(parts.filter((part) => !isWhenZh(part)));
  const linked = groups.filter(isLinkedGroup);
  const own = groups.filter((group) => !isLinkedGroup(group)).flat();
  const [only, another] = own;
  if (within && linked.length === 0 && only && another === undefined) {
    const title = titleZh(only, names);
    if (title !== null) {
      return { text: `${noun}${title}`, when };
    }
  }
  const said = own.map((part) => predicateZh(part, owner, names));
  const [first] = said;
  const [group] = linked;
  const isSame = group ? names.end(entity, group[0]?.of.path ?? []).text.endsWith(noun) : false;
  if (
    group &&
    linked.length === 1 &&
    !isSame &&
    !isOfSort(group, entity, names) &&
    (said.length === 0 || (said.length === 1 && first && isShort(first)))
  ) {
    const { text: role, measureWord } = names.end(entity, group[0]?.of.path ?? []);
    const isToWhom = !within && group[0]?.of.path.length === 1 && isSoldTo(role, measureWord, entity);
    const linkedTo = `${isToWhom ? '卖给' : ''}${linkedZh(group, owner, names)}`;
    const plain = linkedTo.includes(role) ? withoutOwner(noun, role) : noun;
    const rows = first ? nounWith(plain, [first], true) : plain;
    return { text: spacedNoun(`${linkedTo}的`, rows), when };
  }
  const all = [...linked.flatMap((leaves) => leaves.map((leaf) => predicateZh(leaf, owner, names))), ...said];
  return { text: nounWith(noun, all, within), when };
}

/** 销售区域分组为“北区”的销售人员: people have the traits of what they are sorted by. */
function isOfSort(group: readonly ColumnLeaf[], entity: Entity, names: Names): boolean {
  const [leaf, another] = group;
  const role = names.end(entity, leaf?.of.path ?? []).text;
  return (
    leaf !== undefined &&
    another === undefined &&
    /^[位名]$/u.test(names.entity(entity).measureWord ?? '') &&
    titleZh(leaf, names) === null &&
    /(类别|分类|流派|区域|地区|部门|科室|院系|班级|品牌|型号)$/u.test(role) &&
    predicateZh(
      unlinked(leaf),
      { entity: endOf(entity, leaf.of.path), name: names.end(entity, leaf.of.path) },
      names,
    ).text.includes('为')
  );
}

/** 用户会话 of 已暂停用户 are 会话. */
function withoutOwner(noun: string, role: string): string {
  const rest = restOfName(noun, role);
  return [...rest].length < 2 ? noun : rest;
}

/** One word before the noun: 超过 8 的税率 is a phrase of its own. */
const isWord = ({ noun }: PredicateZh): boolean => noun !== null && !noun.includes('的');
const isShort = (predicate: PredicateZh): boolean => predicate.isState || isWord(predicate);

/** `已停产的产品`; within a longer phrase 已停产产品. */
function nounWith(noun: string, predicates: readonly PredicateZh[], within: boolean): string {
  const [first, second] = predicates;
  if (!first) {
    return noun;
  }
  if (second === undefined && first.noun !== null) {
    return first.noun;
  }
  // 来自“杭州”的男性患者
  const named = predicates.find(isWord);
  if (named) {
    return nounWith(
      named.noun ?? noun,
      predicates.filter((predicate) => predicate !== named),
      within,
    );
  }
  const isPlain = /^((?![已未待不没有可非尚])\p{Script=Han}{2}|[已未]婚)$/u.test(first.text);
  const isShortState = within && !/^(?:尚|还未|部分|全部)/u.test(first.text);
  const isClose =
    (isShortState || isPlain) && second === undefined && first.isState && /^\p{Script=Han}{2,5}$/u.test(noun);
  const texts = predicates.map(({ text }) => text);
  return spacedNoun(`${joinedZh(texts, '且')}${isClose ? '' : '的'}`, noun);
}

/** A table that stands as an identifier is set apart. */
function spacedNoun(before: string, noun: string): string {
  return noun.startsWith('`') ? `${before} ${noun} 记录` : `${before}${noun}`;
}

function isLinkedGroup(group: readonly Condition[]): group is readonly ColumnLeaf[] {
  const [first] = group;
  return first !== undefined && !isJunction(first) && first.form !== 'exists' && first.of.path.length > 0;
}

/** `来自“德国”的客户`, `类别“海鲜”`, `“顺丰”承运`. */
function linkedZh(leaves: readonly ColumnLeaf[], { entity: subject }: OwnerZh, names: Names): string {
  const path: Path = leaves[0]?.of.path ?? [];
  const role = names.end(subject, path).text;
  const doing = path.length === 1 ? (doingZh(role, subject) ?? '') : '';
  const [leaf] = leaves;
  const title = leaf && leaves.length === 1 ? titleZh(leaf, names) : null;
  if (title !== null) {
    if (path.length === 1 && isUsed(role, subject)) {
      return `使用${role}${title}`;
    }
    return doing === '承运' ? `${title}${doing}` : `${role}${SORTED_BY.test(role) ? '为' : ''}${title}${doing}`;
  }
  if (leaf && leaves.length === 1 && isEvent(subject, path)) {
    return predicateZh(leaf, { entity: subject, name: names.entity(subject) }, names).text;
  }
  const own = leaves.map(unlinked);
  const rows = rowsZh(
    role,
    endOf(subject, path),
    own.length > 1 ? { form: 'and', of: own } : (own[0] ?? null),
    names,
    true,
  );
  return `${rows.when}${rows.text}${doing}`;
}

/** A thing is not called by what it is sorted by: 流派为“摇滚”的曲目, but 药品“甲”的治疗. */
const SORTED_BY =
  /(类别|分类|类型|种类|流派|分组|等级|级别|品牌|国家|地区|区域|部门|院系|科室|班级|型号|语言|方式|系列|币种)$/u;

/** The event that a line belongs to: what is true of it is said of the line. */
function isEvent({ kind }: Entity, path: Path): boolean {
  return kind === 'line' && path.length === 1 && path[0]?.direction === 'out' && path[0].target.kind === 'event';
}

const unlinked = (leaf: ColumnLeaf): ColumnLeaf => ({ ...leaf, of: { ...leaf.of, path: [] } }) as ColumnLeaf;

/** The values where the condition compares with titles: `“海鲜”`. */
function titleZh(condition: Condition, names: Names): string | null {
  if (isJunction(condition) || !('of' in condition) || condition.of.form !== 'field' || !isTitle(condition.of)) {
    return null;
  }
  const values =
    condition.form === 'in' && !condition.negated
      ? condition.values
      : condition.form === 'compare' && condition.by === '='
        ? [condition.value]
        : [];
  const shown = values.map((value) => shownValueZh(value, names));
  return values.length === 0 ? null : joinedZh(shown, '或');
}

/** A condition as a predicate of the rows: `已发货`, `运费超过 100 元`, `客户来自“德国”`. */
export function predicateZh(condition: Condition, owner: OwnerZh, names: Names): PredicateZh {
  if (isJunction(condition)) {
    const said = condition.of.map((part) => predicateZh(part, owner, names));
    return plainly(
      joinedZh(
        said.map(({ text }) => text),
        condition.form === 'or' ? '或' : '且',
      ),
    );
  }
  if (condition.form === 'exists') {
    return plainly(existsZh(condition, owner.entity, names));
  }
  const { path } = condition.of;
  if (path.length === 0) {
    return ownZh(condition, owner, names);
  }
  const end = { entity: endOf(owner.entity, path), name: names.end(owner.entity, path) };
  const leaf = unlinked(condition);
  const said = ownZh(leaf, end, names);
  const role = end.name.text;
  const title = titleZh(condition, names);
  if (title !== null) {
    return plainly(`${role}为${title}`);
  }
  if (isEvent(owner.entity, path) && /^(发往|从|到达)/u.test(said.text)) {
    return said;
  }
  if (said.text.startsWith(role)) {
    return said;
  }
  // 汽车为 2022 款
  const [, model] = said.noun?.endsWith(`款${role}`) ? (/^(.*款)/u.exec(said.noun) ?? []) : [];
  if (model !== undefined) {
    return plainly(`${role}为${model}`);
  }
  if (owner.name.text.startsWith(role) && owner.name.text !== role && said.noun !== null) {
    // 治疗为安慰剂且……的治疗结果: the noun has to say it, and cannot.
    names.refuse();
  }
  // 产品为外购, 产品已停产
  const isNamed =
    said.isState && leaf.form === 'compare' && !/^(已|未|不|没|有|可|待|正|尚|被)|(中|的)$/u.test(said.text);
  // 治疗为安慰剂, 治疗非安慰剂
  const text = said.noun === null ? said.text : said.text.replace(/^不是/u, '非').replace(/^是/u, '为');
  return plainly(`${role}${isNamed ? '为' : ''}${text}`);
}

/** What the predicate says of the rows, before 的占比: `已停产的`, `女性客户`. */
export function thoseZh(condition: Condition, owner: OwnerZh, names: Names): string {
  const { text, noun } = predicateZh(condition, owner, names);
  return noun ?? `${text}的`;
}

type Exists = Extract<Leaf, { form: 'exists' }>;

function existsZh({ path, where, negated }: Exists, subject: Entity, names: Names): string {
  const { when, text } = hasZh({ subject, role: names.entity(subject), path, where }, names);
  return `${when}${negated ? deniedZh(text) : text}`;
}

export interface HadZh {
  readonly subject: Entity;
  /** What the subject is called. */
  readonly role: Name;
  /** From the subject to the rows. */
  readonly path: Path;
  /** On the rows, seen from them. */
  readonly where: Condition | null;
}

/** What owners of rows did: `下过发往“里昂”的订单`, `租借过影片“甲”`, `有已停产产品`; the time apart. */
export function hasZh({ subject, role, path, where }: HadZh, names: Names): PhraseZh {
  const entity = endOf(subject, path);
  const end = names.end(subject, path).text;
  const noun = withoutOwner(end, role.text);
  if (role.text !== subject.name.zh.text && isDoerOfOther(role.text, end)) {
    names.refuse();
  }
  const deed =
    path.length === 1
      ? deedOf(role.text, role.measureWord, entity)
      : (deedOverLink(role.text, end) ?? linkOfThings(role.text, end));
  const isKind = path[0]?.target.kind === 'link' && KINDS.test(noun);
  return saidOfRows(isKind ? OF_KIND : deed, { entity, noun, where }, names);
}

/** Things that only a table of links joins, without a verb for it. */
export function isNamelessLink(
  { subject, role, path }: Pick<HadZh, 'subject' | 'role' | 'path'>,
  names: Names,
): boolean {
  const end = names.end(subject, path).text;
  return path.length > 1 && !KINDS.test(end) && deedOverLink(role.text, end) === null;
}

/** Things belong to what they are sorted by. */
const OF_KIND: DeedZh = { ofRows: '属于', alone: '有' };

/** The same where the rows lead to their owner. */
export function didZh(role: Name, entity: Entity, where: Condition | null, names: Names): PhraseZh {
  if (isDoerOfOther(role.text, entity.name.zh.text)) {
    names.refuse();
  }
  return saidOfRows(
    deedOf(role.text, role.measureWord, entity),
    { entity, noun: withoutOwner(names.entity(entity).text, role.text), where },
    names,
  );
}

interface Rows {
  readonly entity: Entity;
  readonly noun: string;
  readonly where: Condition | null;
}

function saidOfRows(deed: DeedZh | null, { entity, noun: own, where }: Rows, names: Names): PhraseZh {
  // A row of stock may hold none: 有库存 would be more than that there is one.
  const noun = own.replace(/库存$/u, '库存记录');
  const parts = conjuncts(where);
  const when = parts
    .filter(isWhenZh)
    .map(({ period }) => whenZh(period))
    .join('');
  const others = parts.filter((part) => !isWhenZh(part));
  if (deed?.alone && others.length === 0) {
    return { when, text: deed === OF_KIND ? `${deed.alone}${noun}` : deed.alone };
  }
  for (const [verb, isOfPeople] of [
    [deed?.ofThings, false],
    [deed?.withPeople, true],
  ] as const) {
    const whom = verb === undefined ? null : objectZh(others, isOfPeople, names);
    if (whom !== null) {
      return { when, text: `${verb}${whom}` };
    }
  }
  const rows = rowsZh(noun, entity, { form: 'and', of: others }, names, true);
  return { when, text: `${verbOf(deed, rows.text, others.length > 0)}${rows.text}` };
}

/** 有尚未支付的结算单, 没有部分入库的采购单: a state is no deed, and 接过部分 is another reading. */
function verbOf(deed: DeedZh | null, rows: string, isNarrowed: boolean): string {
  const verb = deed === null ? '有' : (deed.ofRows ?? '有过');
  return (verb === '接过' && isNarrowed) || (verb === '有过' && /^(?:尚未|还未|没有)/u.test(rows)) ? '有' : verb;
}

/** What, or whom, the rows are about, where all conditions are on it: 年款为 2022 的汽车 of sales. */
function objectZh(conditions: readonly Condition[], isOfPeople: boolean, names: Names): string | null {
  const [group, another] = byPath(conditions);
  if (!group || another !== undefined || !isLinkedGroup(group)) {
    return null;
  }
  const path = group[0]?.of.path ?? [];
  const at = path.findLastIndex(({ target }) => target.kind === 'thing' && !KINDS.test(target.name.zh.text));
  const step = path[at];
  if (!step || /^[位名家户]$/u.test(names.role(step).measureWord ?? '') !== isOfPeople) {
    return null;
  }
  const of = group.map((leaf) => ({ ...leaf, of: { ...leaf.of, path: path.slice(at + 1) } }) as Condition);
  return rowsZh(names.role(step).text, step.target, { form: 'and', of }, names, true).text;
}

/** Nouns of what things are sorted by, not of things. */
export const KINDS =
  /(类别|分类|类型|种类|流派|分组|等级|级别|品牌|国家|地区|区域|部门|院系|科室|班级|型号|仓库|门店|位置|库存|语言)$/u;
