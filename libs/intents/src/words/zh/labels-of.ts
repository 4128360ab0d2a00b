import { restOfName } from '#libs/lexicon';
import type { Entity } from '#libs/semantic-model';

/** The label without the noun of its owner, which the sentence has already: 产品名称 of 产品 → 名称. */
export function ownLabelZh({ name }: Entity, label: string): string {
  const noun = name.zh.text;
  const rest = restOfName(label, noun);
  return [...rest].length < 2 || /^(的|[A-Za-z\d])/u.test(rest) ? label : rest;
}

/** The same of a column that is said with its rows: 类型 for the 挂号类型 of 挂号记录. */
export function headLabelZh(entity: Entity, label: string): string {
  const own = ownLabelZh(entity, label);
  const [, before = '', head] = /^(\p{Script=Han}{2,})(状态|类型|类别|级别|等级|渠道|方式|来源)$/u.exec(own) ?? [];
  return head !== undefined && entity.name.zh.text.includes(before) ? head : own;
}

/** 社交平台的类型 → 社交平台类型 */
export function compactZh(label: string): string {
  return label.replace(/^(?!从)(\p{Script=Han}{2,5})的(\p{Script=Han}{2,4})$/u, '$1$2');
}
