import type { Having, Measure } from '../../intent.js';
import { extremesZh, quantityNounZh } from './nouns.js';
import { byZh, figureZh, type PartsZh } from './questions.js';
import { amountZh } from './values.js';

/** Groups, or rows, that are compared with each other. */
export function comparedZh(parts: PartsZh): string[] {
  const { intent, rows, when } = parts;
  const { comparison, measures } = intent;
  const [group] = parts.groups;
  const [measure] = measures;
  if (!comparison || !group) {
    return [];
  }
  const figure = measure ? figureZh(measure, parts) : '';
  switch (comparison.form) {
    case 'share': {
      const whole = measure?.form === 'count' ? rows.text : figure;
      return [
        `${when}${whole}中，${group.each}分别占百分之多少？`,
        `${byZh(parts)}统计${when}${figure}的占比。`,
        `${when}${group.each}的${figure}占比`,
      ];
    }
    case 'rank':
      return ranked(comparison.top, parts);
    case 'previous':
      return [
        `${when}${group.each}的${figure}比${before(group.noun)}增长了百分之多少？`,
        `${byZh(parts)}统计${when}${figure}及其环比增长率。`,
        `${when}${figure}${group.noun === '年份' ? '逐年增长率' : '环比增长率'}`,
      ].map((text) => (group.noun === '年份' ? text.replace('环比', '逐年') : text));
    case 'year_ago':
      return [
        `${when}${group.each}的${figure}与上年同期相比增长了百分之多少？`,
        `${byZh(parts)}统计${when}${figure}及其同比增长率。`,
        `${when}${group.each}的${figure}同比增长率`,
      ];
    case 'running_total':
      return [`${when}${group.each}累计的${figure}是多少？`, `${byZh(parts)}统计${when}${figure}及其累计值。`];
    case 'moving_average': {
      const span = `${comparison.periods} ${/年份|日期|周/u.test(group.noun) ? '期' : `个${group.noun.replace('月份', '月')}`}`;
      return [`${when}${figure}的 ${span}移动平均是多少？`, `${byZh(parts)}统计${when}${figure}及其 ${span}移动平均。`];
    }
  }
}

function before(bucket: string): string {
  return { 年份: '上一年', 月份: '上个月', 季度: '上个季度', 周: '上一周', 日期: '前一天' }[bucket] ?? '上一期';
}

function ranked(top: number, parts: PartsZh): string[] {
  const { intent, names, rows, when, word } = parts;
  const [within, second] = parts.groups;
  const [measure] = intent.measures;
  const each = within?.each ?? '';
  const isMost = intent.order?.direction !== 'asc';
  if (measure && second) {
    const { noun, measureWord } = second;
    const what = measure.form === 'count' ? rows.text : figureZh(measure, parts);
    const end = measure.form === 'count' ? (isMost ? '最多' : '最少') : isMost ? '最高' : '最低';
    const count = top === 1 ? '' : ` ${top} ${measureWord}`;
    return [
      `${when}${each}中，${what}${end}的${count}${noun}是${top === 1 ? `哪${measureWord}` : '哪些'}？`,
      `列出${when}${each}中${what}${end}的${top === 1 ? '' : `前 ${top} ${measureWord}`}${noun}。`,
    ];
  }
  const ordered = intent.shown[intent.order?.by ?? 0];
  const label = ordered ? quantityNounZh(ordered, names) : '';
  const end = ordered ? extremesZh(ordered, label)[isMost ? 0 : 1] : '';
  return [
    `${when}${each}中，${label}${end}的${top === 1 ? '' : ` ${top} ${word}`}${rows.text}是${top === 1 ? `哪${word}` : '哪些'}？`,
    `列出${when}${each}中${label}${end}的${top === 1 ? '' : `前 ${top} ${word}`}${rows.text}。`,
  ];
}

const THAN: Readonly<Record<Having['by'], string>> = {
  '>': '超过',
  '>=': '不少于',
  '<': '少于',
  '<=': '不超过',
  '=': '等于',
};

/** Groups whose measure meets a condition. */
export function conditionOnGroupsZh(parts: PartsZh, { by, value, measure: index }: Having): string[] {
  const { intent, when, word } = parts;
  const [group] = parts.groups;
  const measure = intent.measures[index];
  if (!group || !measure) {
    return [];
  }
  const { noun } = group;
  const figure = figureZh(measure, parts);
  if (value === 'average') {
    const than = by.startsWith('>') ? '高于平均水平' : '低于平均水平';
    return [`${when}哪些${noun}的${figure}${than}？`, `列出${when}${figure}${than}的${noun}。`];
  }
  const counted = measure.form === 'count' ? ` ${word}` : '';
  const limit = `${THAN[by]} ${amountZh(String(value), unitOf(measure))}${counted}`;
  return [
    `${when}哪些${noun}的${figure}${limit}？`,
    `列出${when}${figure}${limit}的${noun}。`,
    `${when}${figure}${limit}的${noun}`,
  ];
}

function unitOf(measure: Measure): Parameters<typeof amountZh>[1] {
  if (measure.form !== 'aggregate') {
    return null;
  }
  return measure.of.form === 'field' ? measure.of.field.unit : measure.of.metric.unit;
}
