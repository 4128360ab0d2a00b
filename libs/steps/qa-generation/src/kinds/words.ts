import type { ByLanguage } from '#libs/language';
import type { Entity, Field } from '../business/model.js';
import type { Period } from '../business/period.js';
import type { Wording } from './candidate.js';

/** `甲、乙和丙`, `a, b and c`. */
export function listed(labels: readonly string[], { say }: Wording): string {
  if (labels.length < 2) {
    return labels.join('');
  }
  const last = labels.at(-1) ?? '';
  return say({ zh: `${labels.slice(0, -1).join('、')}和${last}`, en: `${labels.slice(0, -1).join(', ')} and ${last}` });
}

/** `the price is`, `the bytes are`. */
export function isOrAre(label: string): string {
  return /[^s]s$/.test(label) && !/(status|address|class|bonus)$/.test(label) ? 'are' : 'is';
}

/**
 * A phrase about a link's children, without the parent that the question names already: `服务区每日车流量的车辆总数` of
 * each `服务区` is its `每日车流量的车辆总数`.
 */
export function stripRolePrefix(phrase: string, role: string): string {
  const rest = phrase.startsWith(role) ? phrase.slice(role.length) : '';
  return /\p{Script=Han}/u.test(role) && /^[^的]{2}/u.test(rest) && !/^(数量|记录)/u.test(rest) ? rest : phrase;
}

/** `多少位客户`, `多少条租借记录`; in English the plural. */
export function howMany(entity: Entity, { say }: Wording): string {
  return say({ zh: `多少${classifier(entity)}`, en: `how many ${entity.plural}` });
}

/** `多少位`, after the noun. */
export function howManyOf(entity: Entity): string {
  return `多少${classifier(entity).slice(0, 1)}`;
}

const CLASSIFIERS: readonly (readonly [RegExp, string])[] = [
  [/(条目|信息|资料|对照|评论|消息|通知|日志|申请|请求)$/u, '条'],
  [/(影片|电影)$/u, '部'],
  [/(曲目|歌曲)$/u, '首'],
  [/(专辑|发票|门票|票据)$/u, '张'],
  [/(公司|企业|门店|店铺|酒店|银行|医院|学校|供应商)$/u, '家'],
  [/(车辆|汽车)$/u, '辆'],
  [/(图书|书籍)$/u, '本'],
];

/** Measure word and noun: `个类别`, `条付款记录`. */
export function classifier({ label, title }: Entity): string {
  if (/(客户|员工|用户|演员|会员|作者|学生|教师|患者|人员|艺术家|好友)$/u.test(label)) {
    return `位${label}`;
  }
  const own = CLASSIFIERS.find(([pattern]) => pattern.test(label))?.[1];
  if (own !== undefined || title.isName) {
    return `${own ?? '个'}${label}`;
  }
  return `条${label}${/(记录|明细|数据)$/u.test(label) ? '' : '记录'}`;
}

/** `每位客户`, `每条租借记录`. */
export function eachOf(entity: Entity): string {
  return `每${classifier(entity)}`;
}

/** One row as a noun: `客户`, `租借记录`. */
export function nounOf(entity: Entity): string {
  return classifier(entity).slice(1);
}

/** `最长`, `最多`: the words for the two ends of a quantity. */
export function extremes({ label }: Field): ByLanguage<readonly [string, string]> {
  const [, zh = ['最高', '最低'] as const] = EXTREMES_ZH.find(([pattern]) => pattern.test(label)) ?? [];
  const [, en = ['highest', 'lowest'] as const] = EXTREMES_EN.find(([pattern]) => pattern.test(label)) ?? [];
  return { zh, en };
}

const EXTREMES_ZH: readonly (readonly [RegExp, readonly [string, string]])[] = [
  [/(时长|长度|租期|天数|时间|周期)(\(.+\))?$/u, ['最长', '最短']],
  [/(数|数量|人数|次数|库存|销量|流量)$/u, ['最多', '最少']],
  [/(面积|大小|体积|容量|重量)$/u, ['最大', '最小']],
];

const EXTREMES_EN: readonly (readonly [RegExp, readonly [string, string]])[] = [
  [/\b(length|duration|milliseconds|seconds|minutes|hours|days)$/, ['longest', 'shortest']],
  [/\b(quantity|size|bytes|area|volume|stock|population)$|\b(number of|count$)/, ['largest', 'smallest']],
];

/** A period in an English sentence: `in June 2022`, but `this month`. */
export function inPeriod({ words }: Period): string {
  return /^(this|last) /.test(words) ? words : `in ${words}`;
}
