import type { Entity, Name } from '#libs/semantic-model';
import { unitOf } from '../../conditions.js';
import type { Comparator, FieldRef, Leaf, Quantity, Value } from '../../intent.js';
import type { Names } from '../names.js';
import { isFlag, isYes } from '../values.js';
import { doneZh, flagZh } from './flags.js';
import { happeningZh } from './happenings.js';
import { headLabelZh } from './labels-of.js';
import { quantityNounZh } from './nouns.js';
import { whenZh } from './period.js';
import { atPlaceZh, ownPlaceZh } from './places.js';
import { plainly, state, type PredicateZh } from './predicate.js';
import { usualKindZh, usualStateZh } from './usual-states.js';
import { amountZh, isState, joinedZh, shownValueZh } from './values.js';

export type ColumnLeaf = Exclude<Leaf, { form: 'exists' }>;

/** Says little without what it is the state of: 状态正常. */
const PLAIN_STATE = /^(正常|异常|良好|空闲|一般|其他|生效|新建|草稿)$/u;

/** Two letters that say enough: 未读的通知. */
const SHORT_STATE = /^([已未].|失败|成功)$/u;

/** What the condition is said of. */
export interface OwnerZh {
  readonly entity: Entity;
  readonly name: Name;
}

/** A condition on a column of the owner itself. */
export function ownZh(leaf: ColumnLeaf, owner: OwnerZh, names: Names): PredicateZh {
  const label = headLabelZh(owner.entity, quantityNounZh(leaf.of, names));
  switch (leaf.form) {
    case 'compare':
      return leaf.by === '=' || leaf.by === '<>'
        ? equalZh(leaf.of, [leaf.value], leaf.by === '<>', owner, names)
        : comparedZh(`${COMPARED[leaf.by]} ${amountOf(leaf.value, leaf.of)}`, label, owner.name.text);
    case 'in':
      return equalZh(leaf.of, leaf.values, leaf.negated, owner, names);
    case 'between':
      return plainly(`${label}在 ${amountOf(leaf.low, leaf.of).split(' ')[0]} 到 ${amountOf(leaf.high, leaf.of)}之间`);
    case 'null':
      return missingZh(leaf.of, leaf.negated, label, owner, names);
    case 'like':
      return plainly(`${label}${leaf.at === 'start' ? `以“${leaf.text}”开头` : `包含“${leaf.text}”`}`);
    case 'period': {
      const happening = happeningZh(label, owner.entity);
      return plainly(happening ? `${whenZh(leaf.period)}${happening}` : `${label}在${whenZh(leaf.period)}`);
    }
    case 'columns':
      return leaf.isLate
        ? state(lateZh(names.field(leaf.other.field).text))
        : plainly(`${label}${AFTER[leaf.by]}${names.field(leaf.other.field).text}`);
    case 'average':
      if (label.startsWith('平均')) {
        // 平均单价高于平均值
        names.refuse();
      }
      return plainly(`${label}${leaf.by === '>' ? '高于' : '低于'}${leaf.isOfAll ? '整体平均值' : '平均值'}`);
  }
}

/** 超过 8% 的税率, and not 税率超过 8% 的税率. */
function comparedZh(than: string, label: string, noun: string): PredicateZh {
  const isItself = [...label].length > 1 && noun.endsWith(label);
  return { text: `${label}${than}`, isState: false, noun: isItself ? `${than} 的${noun}` : null };
}

/** What is to be given back or paid is 逾期, what is to arrive 延误. */
function lateZh(due: string): string {
  return /(应还|应付|到期|还款|缴费|付款)/u.test(due) ? '逾期' : '延误';
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
  return amountZh(value, unitOf(of));
}

function equalZh(of: Quantity, values: readonly Value[], negated: boolean, owner: OwnerZh, names: Names): PredicateZh {
  const label = headLabelZh(owner.entity, quantityNounZh(of, names));
  const { text: noun, measureWord } = owner.name;
  const [value] = values;
  if (of.form === 'field' && isFlag(of.field) && value && values.length === 1) {
    return flagZh(isYes(value) !== negated, label, noun);
  }
  const texts = values.map((one) => names.value(one));
  const [text = ''] = texts;
  if (/^(是|有)否/u.test(label) && values.length === 1 && /^(是|否|yes|no)$/iu.test(text)) {
    return flagZh(/^(是|yes)$/iu.test(text) !== negated, label, noun);
  }
  const genders = /性别$/u.test(label) ? texts.map(genderZh) : [];
  // Vehicles and machines are in use; people and accounts are switched on.
  const isUsed = /^[辆台架艘部]$/u.test(measureWord ?? '');
  const states = values.map(({ value: text, meaning }) =>
    isOwnWord(text, meaning) ? usualStateZh(text, label, isUsed) : null,
  );
  const plainStates = states.filter((text) => text !== null);
  if (plainStates.length > 0 && plainStates.length === values.length) {
    if (
      /^[位名]$/u.test(measureWord ?? '') &&
      !/(用户|账号|账户|管理员)$/u.test(noun) &&
      !plainStates.every(isOfPeople)
    ) {
      names.refuse();
    }
    const said = joinedZh(plainStates, '或');
    const isOneOfSeveral = owner.entity.fields.filter((field) => /状态$/u.test(field.label.zh.text)).length > 1;
    return negated
      ? plainly(noneZh(label, plainStates))
      : isOneOfSeveral || (said.length < 3 && !SHORT_STATE.test(said))
        ? plainly(`${label}为${said}`)
        : state(said);
  }
  if (/(类型|类别|种类)$/u.test(label) && texts.some((text) => text.length > 1 && noun.includes(text))) {
    // 公告类型为通知的通知公告: the noun says a part of its own kinds.
    names.refuse();
  }
  const areMeanings = values.every(({ meaning }) => meaning !== null);
  if (genders.length > 0 && genders.every((gender) => gender !== null)) {
    const said = joinedZh(
      genders.map((gender) => `${gender}性`),
      '或',
    );
    const text = negated ? noneZh(label, genders) : `${label}为${joinedZh(genders, '或')}`;
    return { text, isState: false, noun: negated ? null : ofGender(said, noun) };
  }
  if (areMeanings && texts.every((text) => isState(text, label))) {
    const said = joinedZh(texts.map(doneZh), '或');
    return negated
      ? plainly(noneZh(label, texts))
      : PLAIN_STATE.test(said) && [...label].length < 5
        ? plainly(`${label}为${said}`)
        : state(said);
  }
  const shown = joinedZh(
    values.map((one) => shownValueZh(one, names)),
    '或',
  );
  const place = atPlaceZh(label, shown, noun, measureWord);
  if (place && negated) {
    // 不在甲或乙 may be read as not in one of the two.
    const state = place.text.endsWith('州') ? '州' : '';
    const places = values.map((one) => `不在${shownValueZh(one, names)}${state}`);
    const outside = places.length === 2 ? `既${places.join('也')}` : `不在${shown}${state}`;
    return plainly(/^(来自|位于)/u.test(place.text) ? outside : `${ownPlaceZh(label)}不是${shown}`);
  }
  const years = modelYearsZh(values, label, noun);
  if (years !== null && !negated) {
    return { text: `${label}为${shown}`.trimEnd(), isState: false, noun: years };
  }
  const kinds = texts.map((text) => usualKindZh(text, label, noun));
  const meant = values.map(({ meaning }, at) => (meaning === null ? (kinds[at] ?? null) : (texts[at] ?? null)));
  const [kind = null] = meant;
  const compound = !negated && meant.length === 1 && kind !== null ? kindOfZh(kind, label, noun) : null;
  if (compound !== null) {
    return { text: `${label}为${kind}`, isState: false, noun: compound };
  }
  if (!negated && kind !== null && meant.length === 1 && /^[高中低]等?$/u.test(kind)) {
    return { text: `${label}为“${kind}”`, isState: false, noun: ofLevelZh(kind.charAt(0), label, noun) };
  }
  if (!negated && kinds.length > 0 && kinds.every((one) => one !== null)) {
    return plainly(`${label}为${joinedZh(kinds, '或')}`);
  }
  if (place !== null) {
    return place;
  }
  const shownTexts = values.map((one) => shownValueZh(one, names).trimEnd());
  if (isVerb(label)) {
    return plainly(`${negated ? '不' : ''}${label}${joinedZh(shownTexts, '或')}`);
  }
  return plainly(negated ? noneZh(label, shownTexts) : `${label}为${joinedZh(shownTexts, '或')}`);
}

/** States of a person, and not of an account or a document as 已启用 and 已取消 are. */
const isOfPeople = (text: string): boolean =>
  /^(在读|已毕业|已离职|休假中|已录用|出勤|缺勤|已入住|已退房|已注册|已逝世|已婚|未婚|离异|丧偶|缺考)$/u.test(text);

/** 状态既不是甲也不是乙: 不是甲或乙 may be read as not one of the two. */
function noneZh(label: string, texts: readonly string[]): string {
  return texts.length === 2
    ? `${label}${texts.map((text, at) => `${at === 0 ? '既' : '也'}不是${text}`).join('')}`
    : `${label}不是${joinedZh(texts, '或')}`;
}

/** 擅长“口腔正畸”, and not 擅长为: the label is what is done. */
const isVerb = (label: string): boolean =>
  /^(?:擅长|主治|主营|主修|主攻|主讲|从事|经营|毕业于|就职于|任职于|适用于?|隶属于?|归属于?|服务于|来源于|采用)$/u.test(
    label,
  );

/** 2022 款汽车, 2021 款或 2023 款汽车: of a year that models are called by; null for other columns. */
function modelYearsZh(values: readonly Value[], label: string, noun: string): string | null {
  const areYears = /(年款|车型年份|款式年份)$/u.test(label) && values.every(({ value }) => /^\d{4}$/.test(value));
  const years = values.map(({ value }) => ` ${value} 款`);
  return areYears && /^\p{Script=Han}+$/u.test(noun) ? `${joinedZh(years, '或')}${noun}` : null;
}

/** The meaning is the value itself, word by word: `in_repair` of `in repair`. */
function isOwnWord(value: string, meaning: Value['meaning']): boolean {
  const plain = (text: string): string => text.replace(/[^\p{L}\p{N}]+/gu, '').toLowerCase();
  return meaning === null || plain(meaning.en) === plain(value);
}

/** 低档产品, 高优先级工单: how high it is stands before the noun; null where the label has no short form. */
function ofLevelZh(level: string, label: string, noun: string): string | null {
  const [scale] = /(优先级|风险|难度|档)(?=次?$|等级$|级别$|$)/u.exec(label) ?? [];
  return scale === undefined || !/^\p{Script=Han}+$/u.test(noun) ? null : `${level}${scale}${noun}`;
}

const PEOPLE = /(客户|用户|会员|顾客|经销商|代理商|商户|供应商|员工|学生|患者|个人|企业|买家|卖家)$/u;
/** What is made for people: 面向客户的优惠, and not 客户优惠. */
const FOR_PEOPLE = /(优惠|折扣|促销|活动|券|套餐|公告|通知|政策|福利|课程|产品)$/u;

const PEOPLE_OF_WARDS = /^(医生|医师|护士|专家|患者|病人)$/u;

/** 急诊挂号记录, 企业用户: a kind stands before the noun; null where the two do not join. */
function kindOfZh(text: string, label: string, noun: string): string | null {
  if (/^(类型|类别|种类)$/u.test(label) && PEOPLE.test(text) && FOR_PEOPLE.test(noun)) {
    return `面向${text}的${noun}`;
  }
  if (/^(专科|科室)$/u.test(label) && /科$/u.test(text) && PEOPLE_OF_WARDS.test(noun)) {
    return `${text}${noun}`;
  }
  return /^(类型|类别|种类)$/u.test(label) &&
    /^(?!其他|普通|一般)\p{Script=Han}{2,4}$/u.test(text) &&
    !/(股票|债券|基金|期货|期权|剂|药|药物)$/u.test(text) &&
    /^\p{Script=Han}{2,6}$/u.test(noun) &&
    ![...text].some((letter) => noun.includes(letter))
    ? `${text}${noun}`
    : null;
}

/** 男 for 男性, male, M; null for other values. */
function genderZh(text: string): '男' | '女' | null {
  return /^(男性?|male|m|man)$/iu.test(text) ? '男' : /^(女性?|female|f|woman)$/iu.test(text) ? '女' : null;
}

/** 女学生, 女性客户. */
function ofGender(said: string, noun: string): string {
  return /^(学生|教师|老师|医生|护士|演员|司机|员工|职工|运动员|教练)$/u.test(noun) && said.length === 2
    ? `${said.charAt(0)}${noun}`
    : `${said}${noun}`;
}

/** Rows that go on until they end, unlike a partner, who only has the end of a contract. */
const GOES_ON =
  /(任务|项目|活动|会话|工单|单|订单|流程|比赛|治疗|住院|租赁|租借|借阅|施工|检|维修|保养|培训|课程|学期|试验|研究|实验|会议|通话|行程|航次|运输|配送|入住|就诊|预订|班次|轮班|停机|停电|故障|事故|案件|诉讼|促销|赛季|展览|拍卖|招标|实习|假|出差|任职|任职经历|记录|历史|经历|分配|订阅|服务|计划|批次|作业|生产|巡更|值班|隔离)$/u;

/** A contract and a price are in force, and do not go on. */
function lastingZh(meaning: string | undefined, noun: string, names: Names): string | undefined {
  const isInForce = /(表|合同|协议|租约|价|价格|运价|费率|税率|政策|规则|证|证书|套餐|保单|授权|折扣)$/u.test(noun);
  if (meaning === '仍在进行' && !isInForce && !GOES_ON.test(noun)) {
    names.refuse();
  }
  return meaning === '仍在进行' && isInForce ? '仍然有效' : meaning;
}

function missingZh({ field }: FieldRef, negated: boolean, label: string, { name }: OwnerZh, names: Names): PredicateZh {
  const meaning = lastingZh(field.nullMeaning?.[names.language], name.text, names);
  if (meaning === '最顶层' && /^[位名]$/u.test(name.measureWord ?? '')) {
    return plainly(`${negated ? '有' : '没有'}上级`);
  }
  if (negated) {
    return meaning?.startsWith('未') || meaning?.startsWith('尚未')
      ? state(meaning.replace(/^尚?未/u, '已'))
      : plainly(`有${label}`);
  }
  return meaning ? state(meaning === '未分配' ? `${meaning}${label}` : meaning) : plainly(`没有${label}`);
}
