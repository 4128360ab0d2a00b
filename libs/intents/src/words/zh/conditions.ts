import type { Entity } from '#libs/semantic-model';
import { conjuncts, isJunction } from '../../conditions.js';
import type { Condition, Leaf, Path } from '../../intent.js';
import { endOf } from '../../paths.js';
import type { Names } from '../names.js';
import { byPath, isTitle } from '../part.js';
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
    (said.length === 0 || (said.length === 1 && first && isShort(first)))
  ) {
    const rows = first ? nounWith(noun, [first], true) : noun;
    return { text: spacedNoun(`${linkedZh(group, owner, names)}的`, rows), when };
  }
  const all = [...linked.flatMap((leaves) => leaves.map((leaf) => predicateZh(leaf, owner, names))), ...said];
  return { text: nounWith(noun, all, within), when };
}

const isShort = ({ isState, noun }: PredicateZh): boolean => isState || noun !== null;

/** `已停产的产品`; within a longer phrase 已停产产品. */
function nounWith(noun: string, predicates: readonly PredicateZh[], within: boolean): string {
  const [first, second] = predicates;
  if (!first) {
    return noun;
  }
  if (second === undefined && first.noun !== null) {
    return first.noun;
  }
  const isClose = within && second === undefined && first.isState && /^\p{Script=Han}{2,5}$/u.test(noun);
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
    return doing === '承运' ? `${title}${doing}` : `${role}${title}${doing}`;
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
  return plainly(said.text.startsWith(role) ? said.text : `${role}${said.text}`);
}

/** What the predicate says of the rows, before 的占比: `已停产的`, `女性客户`. */
export function thoseZh(condition: Condition, owner: OwnerZh, names: Names): string {
  const { text, noun } = predicateZh(condition, owner, names);
  return noun ?? `${text}的`;
}

type Exists = Extract<Leaf, { form: 'exists' }>;

function existsZh({ path, where, negated }: Exists, subject: Entity, names: Names): string {
  const rows = rowsZh(names.end(subject, path).text, endOf(subject, path), where, names, true);
  return `${rows.when}${negated ? '没有' : '有'}${rows.text}`;
}
