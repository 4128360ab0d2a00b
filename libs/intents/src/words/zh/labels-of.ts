import type { Entity } from '#libs/semantic-model';

/** The label without the noun of its owner, which the sentence has already: 产品名称 of 产品 → 名称. */
export function ownLabelZh({ name }: Entity, label: string): string {
  const noun = name.zh.text;
  const rest = label.startsWith(noun) ? label.slice(noun.length) : label;
  return [...rest].length < 2 || /^(的|[A-Za-z\d])/u.test(rest) ? label : rest;
}

/** 社交平台的类型 → 社交平台类型 */
export function compactZh(label: string): string {
  return label.replace(/^(?!从)(\p{Script=Han}{2,5})的(\p{Script=Han}{2,4})$/u, '$1$2');
}
