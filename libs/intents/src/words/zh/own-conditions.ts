import type { Entity, Name } from '#libs/semantic-model';
import type { Comparator, FieldRef, Leaf, Quantity, Value } from '../../intent.js';
import type { Names } from '../names.js';
import { isFlag, isYes } from '../values.js';
import { doneZh, flagZh } from './flags.js';
import { happeningZh } from './happenings.js';
import { ownLabelZh } from './labels-of.js';
import { quantityNounZh } from './nouns.js';
import { whenZh } from './period.js';
import { atPlaceZh } from './places.js';
import { plainly, state, type PredicateZh } from './predicate.js';
import { amountZh, isState, joinedZh, shownValueZh } from './values.js';

export type ColumnLeaf = Exclude<Leaf, { form: 'exists' }>;

/** What the condition is said of. */
export interface OwnerZh {
  readonly entity: Entity;
  readonly name: Name;
}

/** A condition on a column of the owner itself. */
export function ownZh(leaf: ColumnLeaf, owner: OwnerZh, names: Names): PredicateZh {
  const label = ownLabelZh(owner.entity, quantityNounZh(leaf.of, names));
  switch (leaf.form) {
    case 'compare':
      return leaf.by === '=' || leaf.by === '<>'
        ? equalZh(leaf.of, [leaf.value], leaf.by === '<>', owner, names)
        : plainly(`${label}${COMPARED[leaf.by]} ${amountOf(leaf.value, leaf.of)}`);
    case 'in':
      return equalZh(leaf.of, leaf.values, leaf.negated, owner, names);
    case 'between':
      return plainly(`${label}在 ${amountOf(leaf.low, leaf.of).split(' ')[0]} 到 ${amountOf(leaf.high, leaf.of)}之间`);
    case 'null':
      return missingZh(leaf.of, leaf.negated, label, names);
    case 'like':
      return plainly(`${label}${leaf.at === 'start' ? `以“${leaf.text}”开头` : `包含“${leaf.text}”`}`);
    case 'period': {
      const happening = happeningZh(label, owner.entity);
      return plainly(happening ? `${whenZh(leaf.period)}${happening}` : `${label}在${whenZh(leaf.period)}`);
    }
    case 'columns':
      return leaf.isLate ? state('延误') : plainly(`${label}${AFTER[leaf.by]}${names.field(leaf.other.field).text}`);
    case 'average':
      return plainly(
        `${label}${leaf.by === '>' ? '高于' : '低于'}${leaf.isOfAll ? `全部${names.entity(leaf.of.entity).text}的` : ''}平均值`,
      );
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

function equalZh(of: Quantity, values: readonly Value[], negated: boolean, owner: OwnerZh, names: Names): PredicateZh {
  const label = ownLabelZh(owner.entity, quantityNounZh(of, names));
  const { text: noun, measureWord } = owner.name;
  const [value] = values;
  if (of.form === 'field' && isFlag(of.field) && value && values.length === 1) {
    return flagZh(isYes(value) !== negated, label, noun);
  }
  const texts = values.map((one) => names.value(one));
  const areMeanings = values.every(({ meaning }) => meaning !== null);
  if (areMeanings && /性别$/u.test(label) && texts.every((text) => /^[男女]性?$/u.test(text))) {
    const said = joinedZh(
      texts.map((text) => `${text.charAt(0)}性`),
      '或',
    );
    const text = `${label}${negated ? '不是' : '为'}${joinedZh(texts, '或')}`;
    return { text, isState: false, noun: negated ? null : ofGender(said, noun) };
  }
  if (areMeanings && texts.every((text) => isState(text, label))) {
    return negated ? plainly(`${label}不是${joinedZh(texts, '或')}`) : state(joinedZh(texts.map(doneZh), '或'));
  }
  const shown = joinedZh(
    values.map((one) => shownValueZh(one, names)),
    '或',
  );
  const place = negated ? null : atPlaceZh(label, shown, noun, measureWord);
  return place ?? plainly(`${label}${negated ? '不是' : '为'}${shown}`.trimEnd());
}

/** 女学生, 女性客户. */
function ofGender(said: string, noun: string): string {
  return /^(学生|教师|老师|医生|护士|演员|司机|员工|职工|运动员|教练)$/u.test(noun) && said.length === 2
    ? `${said.charAt(0)}${noun}`
    : `${said}${noun}`;
}

function missingZh({ field }: FieldRef, negated: boolean, label: string, names: Names): PredicateZh {
  const meaning = field.nullMeaning?.[names.language];
  if (negated) {
    return meaning?.startsWith('未') || meaning?.startsWith('尚未')
      ? state(meaning.replace(/^尚?未/u, '已'))
      : plainly(`有${label}`);
  }
  return meaning ? state(meaning === '未分配' ? `${meaning}${label}` : meaning) : plainly(`没有${label}`);
}
