import type { Intent, Order } from '../../intent.js';
import { joined } from './values.js';
import type { Names } from '../names.js';
import { conditionOnGroups, comparedEn } from './compared.js';
import { extremesEn, quantityNoun } from './nouns.js';
import { numberWord } from './number-words.js';
import { byEn, eachEn, figureEn, groupEn, partsEn, type Parts } from './questions.js';
import { rateEn } from './rate.js';

/** All wordings of an intent: questions first, then commands, the keyword form last. */
export function phrasesEn(intent: Intent, names: Names): string[] {
  const parts = partsEn(intent, names);
  return wordings(intent, parts).map(written);
}

function wordings(intent: Intent, parts: Parts): string[] {
  if (intent.measures.length === 0) {
    return intent.comparison ? comparedEn(parts) : listed(intent, parts);
  }
  if (intent.comparison) {
    return comparedEn(parts);
  }
  if (intent.having) {
    return conditionOnGroups(parts, intent.having);
  }
  if (intent.order && intent.order.limit !== null) {
    return top(intent.order, intent.order.limit, parts);
  }
  return intent.measures[0]?.form === 'rate' ? rateEn(intent.measures[0].where, parts) : figures(parts);
}

/** The spaces, the capital letter and the stop. */
function written(text: string): string {
  const plain = text.replace(/ {2,}/g, ' ').trim();
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

function figures(parts: Parts): string[] {
  const { intent, names, rows, when } = parts;
  const { dimensions, measures } = intent;
  const figure = joined(
    measures.map((measure) => figureEn(measure, parts)),
    'and',
  );
  const [measure] = measures;
  const [dimension] = dimensions;
  const by = byEn(dimensions, names);
  const each = eachEn(dimensions, names);
  const plain = [
    `what ${measures.length > 1 ? parts.be : parts.is} the ${figure}${each}${when}?`,
    `show the ${figure}${by}${when}.`,
    `${figure}${by}${when}`,
  ];
  if (measure?.form === 'count' && measures.length === 1) {
    if (!dimension) {
      return [
        `how many ${rows.text} ${parts.be} there${when}?`,
        `count the ${rows.text}${when}.`,
        `number of ${rows.text}${when}`,
      ];
    }
    const question =
      dimension.form === 'entity' && dimensions.length === 1
        ? `how many ${rows.text} ${parts.do === 'did' ? 'did' : 'does'} each ${groupEn(dimension, names).one} have${when}?`
        : `how many ${rows.text} ${parts.be} there${each}${when}?`;
    return [question, `count the ${rows.text}${by}${when}.`, `number of ${rows.text}${by}${when}`];
  }
  if (measure?.form === 'distinct' && measures.length === 1 && dimensions.length === 0) {
    const noun = names.end(measure.entity, measure.path).plural;
    return [
      `how many different ${noun} ${parts.do === 'did' ? 'had' : 'have'} ${rows.text}${when}?`,
      ...plain.slice(1),
    ];
  }
  return plain;
}

/** The best groups. */
function top(order: Order, limit: number, parts: Parts): string[] {
  const { intent, names, rows, when } = parts;
  const [dimension] = intent.dimensions;
  const measure = intent.measures[order.by];
  if (!dimension || !measure) {
    return [];
  }
  const group = groupEn(dimension, names);
  const isMost = order.direction === 'desc';
  const which = limit === 1 ? `which ${group.one}` : `which ${numberWord(limit)} ${group.many}`;
  const verb = limit === 1 ? (parts.do === 'did' ? 'had' : 'has') : parts.do === 'did' ? 'had' : 'have';
  const figure = figureEn(measure, parts);
  const best = limit === 1 ? `the ${group.one}` : `the ${isMost ? 'top' : 'bottom'} ${limit} ${group.many}`;
  const ranked = `show ${best} by ${figure}${when}.`;
  const keyword = `${limit === 1 ? '' : `${isMost ? 'top' : 'bottom'} ${limit} `}${group.many} by ${figure}${when}`;
  if (dimension.form === 'time') {
    return [
      `in which ${limit === 1 ? group.one : `${numberWord(limit)} ${group.many}`} was the ${figure} ${isMost ? 'highest' : 'lowest'}${when}?`,
      `find the ${limit === 1 ? group.one : `${limit} ${group.many}`} with the ${isMost ? 'highest' : 'lowest'} ${figure}${when}.`,
    ];
  }
  const most =
    measure.form === 'count'
      ? `the ${isMost ? 'most' : 'fewest'} ${rows.text}`
      : `the ${isMost ? 'highest' : 'lowest'} ${figure}`;
  return limit === 1
    ? [`${which} ${verb} ${most}${when}?`, `find the ${group.one} with ${most}${when}.`]
    : [`${which} ${verb} ${most}${when}?`, ranked, keyword];
}

/** Rows, with the columns that are asked for. */
function listed({ order, shown }: Intent, parts: Parts): string[] {
  const { intent, names, rows, when, be } = parts;
  const labels = shown.map((quantity) => quantityNoun(quantity, names));
  const columns = joined(labels, 'and');
  const ordered = order && shown[order.by];
  if (order && order.limit !== null && ordered) {
    const noun = quantityNoun(ordered, names);
    const [high, low] = extremesEn(ordered, noun);
    const end = order.direction === 'desc' ? high : low;
    const one = names.entity(intent.subject).text;
    return order.limit === 1
      ? [`which ${one} has the ${end} ${noun}?`]
      : [
          `which ${numberWord(order.limit)} ${rows.text} have the ${end} ${noun}${when}?`,
          `list the ${order.limit} ${rows.text} with the ${end} ${noun}${when}.`,
        ];
  }
  if (labels.length === 0) {
    return [`which ${rows.text} ${be} there${when}?`, `list the ${rows.text}${when}.`, `${rows.text}${when}`];
  }
  return [
    `what ${be} the ${columns} of the ${rows.text}${when}?`,
    `list the ${rows.text}${when} with their ${columns}.`,
    `${columns} of ${rows.text}${when}`,
  ];
}
