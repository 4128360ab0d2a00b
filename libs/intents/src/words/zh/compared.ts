import { unitOfMeasure } from '../../conditions.js';
import type { Having, Measure } from '../../intent.js';
import { doingZh } from './doers.js';
import { bareFigureZh, figureZh, withoutOwnerZh } from './figures.js';
import { byZh, everyZh, type GroupZh } from './groups.js';
import {
  allRowsZh,
  extremesZh,
  measureExtremesZh,
  mostOfZh,
  numberOfZh,
  quantityNounZh,
  unitOfShareZh,
} from './nouns.js';
import { datedZh } from './period.js';
import { isPlaceZh } from './places.js';
import { amongZh, type PartsZh } from './questions.js';
import { amountZh } from './values.js';

/** Groups, or rows, that are compared with each other. */
export function comparedZh(parts: PartsZh): string[] {
  const { intent, when, where, groups } = parts;
  const { comparison, measures } = intent;
  const [group] = groups;
  const [measure] = measures;
  if (!comparison || !group) {
    return [];
  }
  const figure = measure ? figureZh(measure, parts) : '';
  const by = byZh(groups);
  const isYear = group.noun.endsWith('年份');
  // A figure under conditions opens the sentence.
  const each = where.length === 0 ? `${when}${group.each}的${figure}` : `${when}${figure}${group.each}`;
  const isPlainTime = group.form === 'time' && (where.length === 0 || group.each.length < 5);
  switch (comparison.form) {
    case 'share':
      return shares(measure, parts);
    case 'rank':
      return ranked(comparison.top, parts);
    case 'previous':
      return [
        ...(isPlainTime ? [`${each}比${before(group.noun)}增长了百分之多少？`] : []),
        `${by}统计${when}${figure}及其${isYear ? '逐年' : '环比'}增长率。`,
      ];
    case 'year_ago':
      return [
        ...(isPlainTime ? [`${each}与上年同期相比增长了百分之多少？`] : []),
        `${by}统计${when}${figure}及其同比增长率。`,
      ];
    case 'running_total':
      return [`${when}${figure}${step(group.noun)}累计是多少？`, `${by}统计${when}${figure}及其累计值。`];
    case 'moving_average': {
      const span = `${comparison.periods} ${period(group.noun)}移动平均`;
      // 总销售额的 3 个月移动平均是多少: of every month?
      return [`${by}统计${when}${figure}及其 ${span}。`];
    }
  }
}

function shares(measure: Measure | undefined, parts: PartsZh): string[] {
  const { groups, rows, when } = parts;
  const [group] = groups;
  const figure = measure ? figureZh(measure, parts) : '';
  const isCount = measure?.form === 'count';
  // 占合计的百分比: of which total?
  const isNarrowed = parts.where.length > 0;
  const commands = isNarrowed
    ? []
    : [`${byZh(groups)}统计${when}${figure}及其占${isCount ? wholeZh(parts) : '合计'}的百分比。`];
  if (!group) {
    return [];
  }
  if (group.isFlag) {
    const states = `${group.states}的${isCount ? unitOfShareZh(rows.text) : ''}`;
    const whole = isCount ? allOfZh(parts) : `${when}${figure}`;
    return group.states ? [`${whole}中，${states}各占百分之多少？`, ...commands] : commands;
  }
  const each = isCount ? partsOfCountZh(group, parts) : everyGroupZh(group);
  if (each.includes('所在')) {
    return commands;
  }
  return [`${isCount ? allOfZh(parts) : `${when}${figure}`}中，${each}分别占百分之多少？`, ...commands];
}

/** 全部销售, 2023年的订单: the rows that shares are of, and not their number. */
function allOfZh({ rows, owner, when }: PartsZh): string {
  return when === '' && rows.text === owner.name.text ? allRowsZh(rows.text) : datedZh(when, rows.text);
}

/** 各客户, 每个月: each of the groups. */
function everyGroupZh({ form, noun, each }: Pick<GroupZh, 'form' | 'noun' | 'each'>): string {
  return form === 'entity' ? everyZh(noun) : each;
}

/** 各国客户, 各年款汽车的订单, 各支付方式的笔数: the parts that rows are counted in. */
function partsOfCountZh({ form, noun, each }: GroupZh, { intent, owner, rows }: PartsZh): string {
  const [dimension] = intent.dimensions;
  const every = everyGroupZh({ form, noun, each });
  if (form === 'field' && each !== everyZh(noun)) {
    return `${each}的${numberOfZh(owner.name.text)}`;
  }
  const isOwnPlace = dimension?.form === 'field' && dimension.of.path.length === 0 && isPlaceZh(noun);
  const isOfPlace = isOwnPlace && /^[位名家]$/u.test(owner.name.measureWord ?? '');
  const unit = unitOfShareZh(rows.text);
  return isOfPlace ? `${every}${owner.name.text}` : `${every}${unit && `的${unit}`}`;
}

/** 全部客户: what the percentages are of. */
function wholeZh({ when, owner }: PartsZh): string {
  const { text } = owner.name;
  return when !== '' || text.startsWith('`') ? '总数' : `全部${numberOfZh(text)}`;
}

const BUCKET = /(年份|月份|季度|周|日期)$/u;

function before(noun: string): string {
  const bucket = BUCKET.exec(noun)?.[0] ?? '';
  return { 年份: '上一年', 月份: '上个月', 季度: '上个季度', 周: '上一周', 日期: '前一天' }[bucket] ?? '上一期';
}

function step(noun: string): string {
  const bucket = BUCKET.exec(noun)?.[0] ?? '';
  return { 年份: '逐年', 月份: '逐月', 季度: '逐季', 周: '逐周', 日期: '逐日' }[bucket] ?? '逐期';
}

function period(noun: string): string {
  const bucket = BUCKET.exec(noun)?.[0] ?? '';
  return { 年份: '年', 月份: '个月', 季度: '个季度', 周: '周', 日期: '天' }[bucket] ?? '期';
}

/** The best within each group: `各国家订单最多的 3 位客户分别是哪些？` */
function ranked(top: number, parts: PartsZh): string[] {
  const { intent, names, rows, when, word, where } = parts;
  const [within, second] = parts.groups;
  const [measure] = intent.measures;
  if (!within) {
    return [];
  }
  const isMost = intent.order?.direction !== 'asc';
  const isEntity = within.form === 'entity';
  const isPlace = within.noun.includes('所在');
  // 各国供应商的产品中, and not 各供应商所在国家中
  const isOfPlace = isPlace && !measure && !within.each.includes('所在');
  const open = within.isFlag
    ? `按${within.noun}分组，每组中`
    : isEntity
      ? `对于${within.each}，`
      : `${within.each}中，`;
  // 各楼层中, and not 按楼层分组，列出各组中: groups that have a name go without 分组. 各国商户最大的优惠券 would read as one for each 商户.
  const command =
    within.isFlag || isOfPlace ? `按${within.noun}分组，列出${when}各组中` : `列出${when}${everyZh(within.noun)}中`;
  if (measure && second) {
    const { noun, measureWord } = second;
    const bare = bareFigureZh(measure, parts);
    const end = measureExtremesZh(measure, bare)[isMost ? 0 : 1];
    const what = measure.form === 'count' ? mostOfZh(rows.text) : figureZh(measure, parts);
    const which = top === 1 ? `${noun}是哪${measureWord}` : ` ${top} ${measureWord}${noun}分别是哪些`;
    return [
      ...(where.length > 1 || isPlace ? [] : [`${when}${open}${what}${end}的${which}？`]),
      `${command}${what}${end}的${top === 1 ? '' : ` ${top} ${measureWord}`}${noun}。`,
    ];
  }
  const ordered = intent.shown[intent.order?.by ?? 0];
  const label = ordered ? quantityNounZh(ordered, names) : '';
  const end = ordered ? extremesZh(ordered, label)[isMost ? 0 : 1] : '';
  // 最高的销售税率, and not 税率最高的销售税率
  const by = where.length === 0 && rows.text.endsWith(label) ? '' : label;
  const which = top === 1 ? `${rows.text}是哪${word}` : ` ${top} ${word}${rows.text}分别是哪些`;
  return [
    ...(isPlace ? [] : [`${when}${open}${by}${end}的${which}？`]),
    `${by === '' ? command.replace(/中$/u, '') : command}${by}${end}的${top === 1 ? '' : ` ${top} ${word}`}${rows.text}。`,
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
  const { intent, when, word, where, rows } = parts;
  const [group] = parts.groups;
  const measure = intent.measures[index];
  if (!group || !measure) {
    return [];
  }
  const { noun } = group;
  const figure = figureZh(measure, parts);
  const counted = measure.form === 'count' ? ` ${word}` : '';
  const limit =
    value === 'average'
      ? by.startsWith('>')
        ? '高于平均水平'
        : '低于平均水平'
      : `${THAN[by]} ${amountZh(String(value), unitOfMeasure(measure))}${counted}`;
  if (measure.form === 'count' && value !== 'average') {
    // 哪些客户的订单超过 5 笔
    const counts = `${withoutOwnerZh(mostOfZh(rows.text), noun)}${limit}`;
    const doing = group.form === 'entity' ? doingZh(noun, intent.subject) : null;
    // 哪些员工经手的预订超过 20 次: they are booked by guests.
    return doing === null || rows.text.includes('的')
      ? [`${when}哪些${noun}的${counts}？`, `列出${when}${counts}的${noun}。`]
      : [`${when}哪些${noun}${doing}的${counts}？`, `列出${when}${doing}${rows.text}${limit}的${noun}。`];
  }
  const question =
    where.length === 0 || measure.form === 'count'
      ? `${when}哪些${noun}的${figure}${limit}？`
      : `${amongZh(parts)}哪些${noun}的${bareFigureZh(measure, parts)}${limit}？`;
  const command = `列出${when}${figure}${limit}的${noun}。`;
  return noun.includes('所在') ? [command] : [question, command];
}
