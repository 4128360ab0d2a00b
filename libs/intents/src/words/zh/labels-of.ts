import { restOfName } from '#libs/lexicon';
import type { Entity } from '#libs/semantic-model';

/** The label without the noun of its owner, which the sentence has already: 产品名称 of 产品 → 名称. */
export function ownLabelZh({ name }: Entity, label: string): string {
  const noun = name.zh.text;
  if (isWayOf(label, noun)) {
    // 付款方式, 挂号方式 of 挂号记录: 方式 alone could be that of anything.
    const deed = noun.replace(/(?:记录|明细|流水|信息|单)$/u, '');
    return `${[...deed].length < 2 ? noun : deed}${label}`;
  }
  const rest = restOfName(label, noun);
  return [...rest].length < 2 || /^(的|[A-Za-z\d])/u.test(rest) || WAY.test(rest) ? label : rest;
}

const WAY = /^(方式|方法|途径)$/u;

/** How a deed is done, and what came of it. */
function isWayOf(label: string, noun: string): boolean {
  return (
    (/^(方式|方法|渠道|途径)$/u.test(label) && /^\p{Script=Han}{2,6}$/u.test(noun)) ||
    (/^(结果|原因)$/u.test(label) && /^\p{Script=Han}{2}$/u.test(noun))
  );
}

/** The same of a column that is said with its rows: 类型 for the 挂号类型 of 挂号记录. */
export function headLabelZh(entity: Entity, label: string): string {
  const own = ownLabelZh(entity, label);
  const [, before = '', head] = /^(\p{Script=Han}{2,})(状态|类型|类别|级别|等级|渠道|来源)$/u.exec(own) ?? [];
  return head !== undefined && entity.name.zh.text.includes(before) ? head : own;
}

/** 社交平台的类型 → 社交平台类型 */
export function compactZh(label: string): string {
  return label.replace(/^(?!从)(\p{Script=Han}{2,5})的(\p{Script=Han}{2,4})$/u, '$1$2');
}
