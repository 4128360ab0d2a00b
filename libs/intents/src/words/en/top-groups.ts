import type { Order } from '../../intent.js';
import { figureEn } from './figures.js';
import { numberWord } from './number-words.js';
import { orderEnds } from './ordered.js';
import type { Parts } from './parts.js';
import { doneByGroup } from './verbs.js';

/** The best groups: `which customer placed the most orders?` */
export function topGroupsEn(order: Order, limit: number, parts: Parts): string[] {
  const { intent, rows, when, groups } = parts;
  const [dimension] = intent.dimensions;
  const [group] = groups;
  const measure = intent.measures[order.by];
  if (!dimension || !measure || !group) {
    return [];
  }
  const isMost = order.direction === 'desc';
  const ends = orderEnds(measure, parts.names);
  const [high, low] = /^(longest|largest)$/.test(ends[0] ?? '') ? ends : ['highest', 'lowest'];
  const end = isMost ? high : low;
  const figure = figureEn(measure, parts);
  if (dimension.form === 'time') {
    const on = dimension.bucket === 'weekday' || dimension.bucket === 'day' ? 'on' : 'in';
    return limit === 1
      ? [
          `${on} which ${group.one} was the ${figure} ${end}${when}?`,
          `find the ${group.one} with the ${end} ${figure}${when}.`,
        ]
      : [`in which ${numberWord(limit)} ${group.many} was the ${figure} ${end}${when}?`];
  }
  const most = measure.form === 'count' ? `the ${isMost ? 'most' : 'fewest'} ${rows.text}` : `the ${end} ${figure}`;
  const verb = measure.form === 'count' ? doneByGroup(dimension, intent, parts.names) : null;
  if (limit === 1) {
    const has = verb?.past ?? (parts.have === 'had' ? 'had' : 'has');
    return [`which ${group.one} ${has} ${most}${when}?`, `find the ${group.one} with ${most}${when}.`];
  }
  const side = isMost ? 'top' : 'bottom';
  return [
    `which ${numberWord(limit)} ${group.many} ${verb?.past ?? parts.have} ${most}${when}?`,
    `show the ${side} ${limit} ${group.many} by ${figure}${when}.`,
    `${side} ${limit} ${group.many} by ${figure}${when}`,
  ];
}
