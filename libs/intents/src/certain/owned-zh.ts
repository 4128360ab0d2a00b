import type { Intent, Quantity } from '../intent.js';

/** A quantity of anything: the question has to say of what. */
const BARE = /^(?:总|实付|已付)?(?:金额|数量|价格|费用|成本|总额|价值|持续天数|天数|流量|用量)$/u;

/** 发票总金额 of the lines of invoices, and not 用户总金额, which would belong to the users. */
export function isOwnedZh(text: string, { subject, measures }: Intent): boolean {
  const isBare = measures.some((measure) => measure.form === 'aggregate' && BARE.test(labelOf(measure.of)));
  if (!isBare || (subject.kind !== 'line' && subject.kind !== 'snapshot')) {
    return true;
  }
  const isOfLines = measures.some((measure) => measure.form === 'aggregate' && labelOf(measure.of) === '数量');
  if (isOfLines && !text.includes(subject.name.zh.text)) {
    // 发票的总数量 would be how many invoices there are.
    return false;
  }
  const owner = subject.name.zh.text.replace(/(?:明细|行|记录)$/u, '');
  return new RegExp(
    `${RegExp.escape(owner)}(?:明细|行|记录)?的?(?:\\p{Script=Han}{0,2}(?:总|平均|最|中位)|数|金额)`,
    'u',
  ).test(text);
}

const labelOf = (of: Quantity): string => (of.form === 'field' ? of.field.label.zh.text : of.metric.name.zh.text);
