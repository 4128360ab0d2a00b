import type { Entity } from '#libs/semantic-model';
import { conjuncts, isJunction } from '../../conditions.js';
import type { Comparator, Condition, FieldRef, Leaf, Path, Quantity, Value } from '../../intent.js';
import { endOf } from '../../paths.js';
import type { Names } from '../names.js';
import { byPath, isTitle, isWhen } from '../part.js';
import { isFlag, isYes } from '../values.js';
import { quantityNounZh } from './nouns.js';
import { whenZh } from './period.js';
import { amountZh, isState, joinedZh, shownValueZh } from './values.js';

/** Rows under a condition, all of which stands before the noun. */
export interface PhraseZh {
  /** `国家为“德国”的客户的已发货的订单` */
  readonly text: string;
  /** `2023年`; empty without. */
  readonly when: string;
}

export function rowsZh(noun: string, entity: Entity, condition: Condition | null, names: Names): PhraseZh {
  const parts = conjuncts(condition);
  const when = parts.filter(isWhen).map(({ period }) => whenZh(period));
  const groups = byPath(parts.filter((part) => !isWhen(part)));
  const linked = groups.filter(isLinkedGroup).map((group) => linkedZh(group, entity, names));
  const own = groups
    .filter((group) => !isLinkedGroup(group))
    .flatMap((group) => group.map((part) => saidZh(part, entity, names)));
  const before = [...linked.map((text) => `${text}的`), own.length > 0 ? `${joinedZh(own, '且')}的` : ''].join('');
  return { text: spacedNoun(before, noun), when: when.join('') };
}

/** A table that stands as an identifier is set apart. */
function spacedNoun(before: string, noun: string): string {
  return noun.startsWith('`') ? `${before} ${noun} 记录` : `${before}${noun}`;
}

type Exists = Extract<Leaf, { form: 'exists' }>;
type ColumnLeaf = Exclude<Leaf, Exists>;

function isLinkedGroup(group: readonly Condition[]): group is readonly ColumnLeaf[] {
  const [first] = group;
  return first !== undefined && !isJunction(first) && first.form !== 'exists' && first.of.path.length > 0;
}

/** `国家为“德国”的客户`, `“海鲜”类别`. */
function linkedZh(leaves: readonly ColumnLeaf[], subject: Entity, names: Names): string {
  const path: Path = leaves[0]?.of.path ?? [];
  const role = names.end(subject, path).text;
  const [leaf] = leaves;
  if (leaf && leaves.length === 1 && leaf.of.form === 'field' && isTitle(leaf.of) && isEqual(leaf)) {
    const values = leaf.form === 'in' ? leaf.values : leaf.form === 'compare' ? [leaf.value] : [];
    return `${role}${joinedZh(
      values.map((value) => shownValueZh(value, names)),
      '或',
    )}`;
  }
  const entity = endOf(subject, path);
  const own = leaves.map((part) => ({ ...part, of: { ...part.of, path: [] } }) as ColumnLeaf);
  const rows = rowsZh(role, entity, own.length > 1 ? { form: 'and', of: own } : (own[0] ?? null), names);
  return `${rows.when}${rows.text}`;
}

function isEqual(leaf: ColumnLeaf): boolean {
  return (leaf.form === 'compare' && leaf.by === '=') || (leaf.form === 'in' && !leaf.negated);
}

/** A condition as a predicate of the rows, without 的: `已发货`, `运费超过 100 元`. */
export function saidZh(condition: Condition, entity: Entity, names: Names): string {
  if (isJunction(condition)) {
    return joinedZh(
      condition.of.map((part) => saidZh(part, entity, names)),
      condition.form === 'or' ? '或' : '且',
    );
  }
  if (condition.form === 'exists') {
    return existsZh(condition, entity, names);
  }
  if (condition.of.path.length === 0) {
    return ownZh(condition, names);
  }
  const path = condition.of.path;
  const linked = { ...condition, of: { ...condition.of, path: [] } } as ColumnLeaf;
  return `${names.end(entity, path).text}${joinerOf(linked, names)}${ownZh(linked, names)}`;
}

/** `客户的国家为…`, `客户已停用`. */
function joinerOf(leaf: ColumnLeaf, names: Names): string {
  return ownZh(leaf, names).startsWith(quantityNounZh(leaf.of, names)) ? '的' : '';
}

function existsZh({ path, where, negated }: Exists, subject: Entity, names: Names): string {
  const rows = rowsZh(names.end(subject, path).text, endOf(subject, path), where, names);
  return `${rows.when}${negated ? '没有' : '有'}${rows.text}`;
}

function ownZh(leaf: ColumnLeaf, names: Names): string {
  const label = quantityNounZh(leaf.of, names);
  switch (leaf.form) {
    case 'compare':
      return leaf.by === '=' || leaf.by === '<>'
        ? equalZh(leaf.of, [leaf.value], leaf.by === '<>', label, names)
        : `${label}${COMPARED[leaf.by]} ${amountOf(leaf.value, leaf.of)}`;
    case 'in':
      return equalZh(leaf.of, leaf.values, leaf.negated, label, names);
    case 'between':
      return `${label}在 ${amountOf(leaf.low, leaf.of).split(' ')[0]} 到 ${amountOf(leaf.high, leaf.of)}之间`;
    case 'null':
      return missingZh(leaf.of, leaf.negated, label, names);
    case 'like':
      return `${label}${leaf.at === 'start' ? `以“${leaf.text}”开头` : `包含“${leaf.text}”`}`;
    case 'period':
      return `${label}在${whenZh(leaf.period)}`;
    case 'columns':
      return leaf.isLate ? '延误' : `${label}${AFTER[leaf.by]}${names.field(leaf.other.field).text}`;
    case 'average':
      return `${label}${leaf.by === '>' ? '高于' : '低于'}${leaf.isOfAll ? `全部${names.entity(leaf.of.entity).text}的` : ''}平均值`;
  }
}

const COMPARED: Readonly<Record<Exclude<Comparator, '=' | '<>'>, string>> = {
  '>': '超过',
  '>=': '不低于',
  '<': '低于',
  '<=': '不超过',
};

const AFTER: Readonly<Record<Comparator, string>> = {
  '=': '等于',
  '<>': '不等于',
  '>': '晚于',
  '>=': '不早于',
  '<': '早于',
  '<=': '不晚于',
};

function amountOf({ value }: Value, of: Quantity): string {
  return amountZh(value, of.form === 'field' ? of.field.unit : of.metric.unit);
}

function equalZh(of: Quantity, values: readonly Value[], negated: boolean, label: string, names: Names): string {
  const [value] = values;
  if (of.form === 'field' && isFlag(of.field) && value && values.length === 1) {
    return flagZh(isYes(value) !== negated, label);
  }
  const texts = values.map((value) => names.value(value));
  if (values.every(({ meaning }) => meaning !== null) && texts.every((text) => isState(text, label))) {
    return negated ? `${label}不是${joinedZh(texts, '或')}` : joinedZh(texts, '或');
  }
  const shown = values.map((value) => shownValueZh(value, names));
  return `${label}${negated ? '不是' : '为'}${joinedZh(shown, '或')}`.trimEnd();
}

/** What is done to a thing: its flag says 已 or 未. */
const DONE =
  /(启用|停用|禁用|删除|发布|审核|审批|完成|支付|付款|缴费|发货|收货|退款|停产|锁定|激活|通过|推荐|公开|同步|处理|确认|取消|关闭|开启|归档|签收|验证|认证|绑定|回复|阅读|读取|结算|入库|出库|上架|下架|毕业|离职|转正|报名|签到|打印|发送|提交|加密)$/u;

/** `是否停产`: `已停产`, `未停产`. */
function flagZh(isSet: boolean, label: string): string {
  const plain = label.replace(/^是否(已|被)?/u, '').replace(/(标志|标识|标记|状态)$/u, '');
  if (plain === '') {
    return `${label}为“${isSet ? '是' : '否'}”`;
  }
  if (DONE.test(plain)) {
    return `${isSet ? '已' : '未'}${plain.replace(/^已/u, '')}`;
  }
  return `${/^是否/u.test(label) ? label : `“${label}”`}为“${isSet ? '是' : '否'}”`;
}

function missingZh({ field }: FieldRef, negated: boolean, label: string, names: Names): string {
  const meaning = field.nullMeaning?.[names.language];
  if (negated) {
    return meaning?.startsWith('未') || meaning?.startsWith('尚未') ? meaning.replace(/^尚?未/u, '已') : `有${label}`;
  }
  return meaning ?? `没有${label}`;
}
