import { unitOfMeasure } from '../../conditions.js';
import type { Having } from '../../intent.js';
import { rowsEn } from './conditions.js';
import { extremesEn, isOwnName, quantityNoun, shortLabel, superlativeEn } from './nouns.js';
import { doneByGroup } from './verbs.js';
import { numberWord } from './number-words.js';
import { figureEn } from './figures.js';
import { aheadOf, byEn, eachEn, STACKED } from './groups.js';
import type { Parts } from './parts.js';
import { amount } from './values.js';

/** Groups, or rows, that are compared with each other. */
export function comparedEn(parts: Parts): string[] {
  const { intent, rows, when } = parts;
  const { comparison, measures } = intent;
  const [group] = parts.groups;
  const [measure] = measures;
  if (!comparison || !group) {
    return [];
  }
  const figure = measure ? figureEn(measure, parts) : '';
  const isStacked = STACKED.test(` ${rows.text} `);
  switch (comparison.form) {
    case 'share': {
      const each = aheadOf(group, parts);
      if (measure?.form !== 'count') {
        return [
          `what percentage of the ${figure}${when} does each ${each} account for?`,
          // `each status's share of the total quantity for products in the High class` is read twice.
          ...(/ (for|from|to|by) /.test(figure) || each.endsWith('s')
            ? []
            : [`show each ${each}'s share of the ${figure}${when}, as a percentage.`]),
          // `the quantity ordered by employee`: by whom?
          `share of the ${figure}${/ed$|sold$/.test(figure) ? ',' : ''} by ${group.one}${when}`,
        ];
      }
      return [
        `what percentage of ${rows.text}${when} does each ${each} account for?`,
        // `payments by cash by gender` would be read twice.
        ...(/ by /.test(rows.text)
          ? []
          : [
              `break down the ${rows.text}${when} by ${group.one}, as percentages.`,
              `percentage breakdown of ${rows.text} by ${group.one}${when}`,
            ]),
      ];
    }
    case 'rank':
      return ranked(comparison.top, parts);
    case 'previous':
      return [
        `how did the ${figure} change from ${group.one} to ${group.one}${when}, in percent?`,
        `${group.one}-over-${group.one} growth of the ${figure}${when}`,
      ];
    case 'year_ago':
      // `in each month` would be read with what the rows are of.
      return isStacked
        ? []
        : [
            `how did the ${figure}${eachEn(parts)} compare with the same ${group.one} a year earlier${when}, in percent?`,
            `compare the ${figure}${eachEn(parts)} with the same ${group.one} a year earlier${when}, in percent.`,
            `year-over-year growth of the ${figure} by ${group.one}${when}`,
          ];
    case 'running_total':
      return isStacked
        ? [`for each ${group.one}${when}, show the cumulative ${figure}.`]
        : [
            `what is the running total of the ${figure.replace(/^total /, '')} ${group.one} by ${group.one}${when}?`,
            `show the cumulative ${figure}${byEn(parts)}${when}.`,
          ];
    case 'moving_average':
      return isStacked
        ? [
            `for each ${group.one}${when}, show the ${figure} and its ${comparison.periods}-${group.one} moving average.`,
          ]
        : [
            `what is the ${numberWord(comparison.periods)}-${group.one} moving average of the ${figure}${when}?`,
            `show the ${figure}${byEn(parts)} with a ${comparison.periods}-${group.one} moving average${when}.`,
          ];
  }
}

function ranked(top: number, parts: Parts): string[] {
  const { intent, names, rows, when } = parts;
  const [measure] = intent.measures;
  const [within, second] = parts.groups;
  const group = within?.one ?? '';
  const isMost = intent.order?.direction !== 'asc';
  const places = top === 1 ? '' : `${numberWord(top)} `;
  const inside = !within?.isEntity && CONTAINS.test(group) ? 'in' : 'for';
  if (measure && second) {
    const { one, many } = second;
    const noun = top === 1 ? one : many;
    const best =
      measure.form === 'count'
        ? `the ${isMost ? 'most' : 'fewest'} ${rows.text}`
        : `the ${isMost ? 'highest' : 'lowest'} ${figureEn(measure, parts)}`;
    const did = measure.form === 'count' ? doneByGroup(intent.dimensions[1], intent, names)?.past : undefined;
    return [
      `which ${places}${noun} ${did ?? (top === 1 ? 'has' : 'have')} ${best}${when} ${within?.isEntity ? 'for' : inside} each ${group}?`,
      `for each ${group}, show the ${places}${noun} with ${best}${when}.`,
    ];
  }
  const ordered = intent.shown[intent.order?.by ?? 0];
  const label = ordered
    ? shortLabel(quantityNoun(ordered, names).replace(/ in days$/, ''), names.entity(intent.subject).text)
    : '';
  if (isOwnName(label, names.entity(intent.subject).text)) {
    return [];
  }
  const end = ordered ? extremesEn(ordered, label)[isMost ? 0 : 1] : '';
  const one = rowsEn(names.entity(intent.subject).text, intent.subject, { form: 'and', of: parts.where }, names).text;
  const adjective = superlativeEn(label, isMost);
  if (top === 1 && adjective !== null) {
    return [
      `which ${one} is the ${adjective} ${inside} each ${group}${when}?`,
      `for each ${group}, show the ${adjective} ${one}${when}.`,
    ];
  }
  return top === 1
    ? [
        `which ${one} has the ${end} ${label} ${inside} each ${group}${when}?`,
        `for each ${group}, show the ${one} with the ${end} ${label}${when}.`,
      ]
    : [
        `which ${places}${rows.text} have the ${end} ${label} ${inside} each ${group}${when}?`,
        `for each ${group}, show the ${places}${rows.text} with the ${end} ${label}${when}.`,
      ];
}

/** Rows are in it: in each country, for each rating. */
const CONTAINS =
  /\b(country|city|region|state|province|district|town|area|territory|category|department|group|segment|class|division|year|quarter|month)$/;

const THAN: Readonly<Record<Having['by'], string>> = {
  '>': 'more than',
  '>=': 'at least',
  '<': 'fewer than',
  '<=': 'at most',
  '=': 'exactly',
};

const ABOVE: Readonly<Record<Having['by'], string>> = {
  '>': 'above',
  '>=': 'at least',
  '<': 'below',
  '<=': 'at most',
  '=': 'exactly',
};

/** Groups whose measure meets a condition. */
export function conditionOnGroups(parts: Parts, { by, value, measure: index }: Having): string[] {
  const { intent, rows, when, have } = parts;
  const [group] = parts.groups;
  const measure = intent.measures[index];
  if (!group || !measure) {
    return [];
  }
  const { many } = group;
  const figure = figureEn(measure, parts);
  const verb = measure.form === 'count' ? doneByGroup(intent.dimensions[0], intent, parts.names) : null;
  const had = verb?.past ?? have;
  const withAny = verb === null ? 'with' : `who ${verb.past}`;
  if (value === 'average') {
    const side = by.startsWith('>') ? 'above-average' : 'below-average';
    return [
      ...(measure.form === 'count'
        ? [`which ${many} ${had} ${side === 'above-average' ? 'more' : 'fewer'} ${rows.text} than the average${when}?`]
        : []),
      `list the ${many} whose ${figure}${when} is ${by.startsWith('>') ? 'above' : 'below'} the average.`,
      `${many} with ${side} ${figure}${when}`,
    ];
  }
  if (measure.form !== 'count') {
    // Vendors do not have a total quantity: it is that of what they sold.
    const limit = `${ABOVE[by]} ${amount(String(value), unitOfMeasure(measure))}`;
    return [
      `for which ${many} ${parts.is} the ${figure}${when} ${limit}?`,
      `list the ${many} whose ${figure}${when} is ${limit}.`,
    ];
  }
  const than = `${THAN[by]} ${value} ${rows.text}`;
  return [
    `which ${many} ${had} ${than}${when}?`,
    `list the ${many} ${withAny} ${than}${when}.`,
    `${many} with ${than}${when}`,
  ];
}
