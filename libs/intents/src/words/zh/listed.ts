import { isSameQuantity } from '../../conditions.js';
import type { Quantity } from '../../intent.js';
import type { Names } from '../names.js';
import { headLabelZh } from './labels-of.js';
import { extremesZh, quantityNounZh } from './nouns.js';
import { isPlaceZh, ownPlaceZh } from './places.js';
import type { PartsZh } from './questions.js';
import { recordedZh } from './records.js';
import { joinedZh } from './values.js';
import { whetherZh } from './whether.js';

/** 所在城市和国家: the first of two places says it for both. */
function isPlaceBefore(asked: readonly Quantity[], at: number, names: Names): boolean {
  const before = asked[at - 1];
  return before !== undefined && isPlaceZh(quantityNounZh(before, names));
}

/** Rows, with the columns that are asked for. */
export function listedZh(parts: PartsZh): string[] {
  const { intent, names, rows, when, word } = parts;
  const { order, shown } = intent;
  const ordered = order && shown[order.by];
  if (order && order.limit !== null && ordered) {
    const full = quantityNounZh(ordered, names);
    const [high, low] = extremesZh(ordered, full);
    // 从租借到归还用时最长: ranked by the exact time, not by whole days
    const label = full.replace(/^(从.+到.+)的天数$/u, '$1用时');
    // 最高的 5 条销售税率, and not 税率最高的 5 条销售税率
    const noun = parts.where.length === 0 && rows.text.endsWith(label) ? '' : label;
    const end = order.direction === 'desc' ? high : low;
    const among = parts.where.length === 0 ? when : `${when}${rows.text}中，`;
    const which = parts.where.length === 0 ? rows.text : '';
    return order.limit === 1
      ? [
          `${among}${noun}${end}的${which}是哪${word}？`,
          parts.where.length === 0 ? `找出${when}${noun}${end}的${rows.text}。` : `${among}哪${word}的${noun}${end}？`,
        ]
      : [
          `${among}${noun}${end}的 ${order.limit} ${word}${which}是哪些？`,
          parts.where.length === 0
            ? `列出${when}${noun}${end}的前 ${order.limit} ${word}${rows.text}。`
            : `列出${when}${rows.text}中${noun}${end}的前 ${order.limit} ${word}。`,
        ];
  }
  const averaged = parts.where.flatMap((part) => (part.form === 'average' ? part.of : []));
  const asked = shown.filter((quantity) => !averaged.some((other) => isSameQuantity(quantity, other)));
  const isSomebody = /^[位名家]$/u.test(parts.owner.name.measureWord ?? '');
  const labels = asked.map((quantity, at) => {
    const label = quantityNounZh(quantity, names);
    const own = quantity.form === 'field' ? headLabelZh(intent.subject, label) : label;
    // 预约日期 of 预约 is no 日期 of something else.
    const plain = /^(日期|时间|名称|编号|号码)$/u.test(own) ? label : own;
    return isSomebody && isPlaceZh(plain) && !isPlaceBefore(asked, at, names) ? ownPlaceZh(plain) : plain;
  });
  if (labels.some((label) => parts.owner.name.text.endsWith(label))) {
    // 销售税率的税率
    return [];
  }
  if (labels.length === 0) {
    const whether = whetherZh(parts);
    if (whether?.isStacked) {
      return whether.isUnsaid ? [] : [`哪些${parts.owner.name.text}${whether.did}？`];
    }
    const records = recordedZh(rows.text);
    return [`${when}${records}有哪些？`, `列出${when}${records}。`];
  }
  const columns = joinedZh(labels, '和');
  const records = recordedZh(rows.text);
  // 汽车的收款记录的金额: three nouns in a row
  const more = intent.subject.kind === 'event' && records.includes('的') ? `，包括${columns}` : `的${columns}`;
  return [`列出${when}${records}及其${columns}。`, `查询${when}${records}${more}。`];
}
