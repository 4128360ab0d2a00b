import type { Entity } from '#libs/semantic-model';
import { fromItsEnd } from '../../conditions.js';
import type { Bucket, Condition, Dimension, Intent, Path } from '../../intent.js';
import type { Names } from '../names.js';
import { isFlag } from '../values.js';
import { rowsZh } from './conditions.js';
import { flagQuestionZh, flagZh } from './flags.js';
import { happeningZh, isMainTimeZh } from './happenings.js';
import { compactZh, ownLabelZh } from './labels-of.js';
import { BUCKETS_ZH, quantityNounZh } from './nouns.js';
import { ownPlaceZh } from './places.js';

/** One dimension in words. */
export interface GroupZh {
  /** `客户`, `国家`, `入职月份` */
  readonly noun: string;
  /** `每位客户`, `各国家`, `每个月`, `每年入职` */
  readonly each: string;
  readonly measureWord: string;
  readonly form: Dimension['form'];
  /** The two states that a flag of the rows parts them into: `已启用和未启用`; null for everything else. */
  readonly states: string | null;
  readonly isFlag: boolean;
  /** What happens at the time that the rows are grouped by: 入职; empty for the time of the rows themselves. */
  readonly happening: string;
  /** Every group that there is has rows, as far as is known. */
  readonly isFull: boolean;
}

export function groupZh(dimension: Dimension, conditions: readonly Condition[], intent: Intent, names: Names): GroupZh {
  const group = {
    measureWord: '个',
    form: dimension.form,
    states: null,
    isFlag: false,
    happening: '',
    isFull: true,
  } as const;
  switch (dimension.form) {
    case 'entity': {
      const { text, measureWord } = names.end(dimension.entity, dimension.path);
      const word = measureWord ?? '个';
      const own = conditions.flatMap(fromItsEnd);
      const noun = rowsZh(text, dimension.entity, { form: 'and', of: own }, names).text;
      return {
        ...group,
        noun,
        each: `每${word}${noun}`,
        measureWord: word,
        isFull: dimension.withEmpty || hasAll(dimension),
      };
    }
    case 'field':
      return { ...group, ...columnGroup(dimension, intent, names) };
    case 'time': {
      const bucket = BUCKETS_ZH[dimension.bucket];
      const isMain = isMainTimeZh(dimension.of);
      if (dimension.bucket === 'weekday') {
        const label = isMain ? '' : `${compactZh(names.field(dimension.of.field).text)}是`;
        return { ...group, noun: `${label}星期几`, each: EACH.weekday, isFull: isMain && hasRowsAllTheTime(dimension) };
      }
      if (isMain) {
        return { ...group, noun: bucket, each: EACH[dimension.bucket], isFull: hasRowsAllTheTime(dimension) };
      }
      const label = compactZh(names.field(dimension.of.field).text);
      const happening = happeningZh(label, dimension.of.entity);
      return happening
        ? {
            ...group,
            noun: `${happening}${bucket}`,
            each: `${EACH[dimension.bucket]}${happening}`,
            happening,
            isFull: hasRowsAllTheTime(dimension),
          }
        : { ...group, noun: `${label}所在${bucket}`, each: `各${label}所在${bucket}`, isFull: false };
    }
    case 'bands': {
      const noun = `${quantityNounZh(dimension.of, names)}区间（${bandsZh(dimension.bounds)}）`;
      return { ...group, noun, each: `各${noun}` };
    }
  }
}

/** All of its rows have rows of the subject. */
export function hasAll({ path, entity }: { readonly path: Path; readonly entity: Entity }): boolean {
  const [first, second, third] = path;
  const step = second ?? first;
  const isNear = third === undefined && (second === undefined || first?.target.kind === 'link');
  const used = step?.relationship.distinctCount ?? null;
  return isNear && (used === null || entity.rowCount === null || used >= entity.rowCount);
}

/** Fewer rows leave periods without any. */
const ROWS_PER_PERIOD = 10;
const DAYS_OF: Readonly<Partial<Record<Bucket, number>>> = { year: 365, quarter: 91, month: 30.4, week: 7, day: 1 };

function hasRowsAllTheTime({ of, bucket }: Extract<Dimension, { form: 'time' }>): boolean {
  const { range } = of.field;
  const days = range ? (Date.parse(range.max.slice(0, 10)) - Date.parse(range.min.slice(0, 10))) / 86_400_000 : NaN;
  const periods = days / (DAYS_OF[bucket] ?? Infinity);
  return !((of.entity.rowCount ?? Infinity) / periods < ROWS_PER_PERIOD);
}

type FieldDimension = Extract<Dimension, { form: 'field' }>;

function columnGroup(
  { of }: FieldDimension,
  intent: Intent,
  names: Names,
): Partial<GroupZh> & Pick<GroupZh, 'noun' | 'each'> {
  const full = ownLabelZh(of.entity, compactZh(names.field(of.field).text));
  // 各城市, and not 各所在城市
  const label = (of.path.length === 0 ? full.replace(/^所在(?=国家|城市|省|地区|区域|州)/u, '') : full).replace(
    /^(?:所属|归属)(?=\p{Script=Han}{2})/u,
    '',
  );
  const role = of.path.length > 0 ? names.end(of.entity, of.path).text : '';
  const isSaid =
    label.includes(role) ||
    (OF_ONE_KIND.test(label) && !intent.subject.fields.some((other) => other.label.zh.text === label)) ||
    // 挂号类型 of 挂号记录
    (role.length > 2 && label.length > 2 && label.slice(0, 2) === role.slice(0, 2)) ||
    (intent.subject.kind === 'line' && of.path.length === 1 && of.entity.kind === 'event' && !GENERIC.test(label)) ||
    (!GENERIC.test(label) && intent.dimensions.some((other) => other.form === 'entity' && other.entity === of.entity));
  if (isFlag(of.field)) {
    const noun = `${isSaid ? '' : role}${flagQuestionZh(label)}`;
    const [yes, no] = [flagZh(true, label, role), flagZh(false, label, role)];
    const states = of.path.length === 0 && yes.isState && no.isState ? `${yes.text}和${no.text}` : null;
    return { noun, each: `${noun}两类`, states, isFlag: true };
  }
  const place = !isSaid && isPersonOrCompany(of, names) ? ownPlaceZh(label) : label;
  const noun = isSaid ? label : overlappedZh(role, place);
  // 各国客户, and not 各客户所在国家
  const isOfWhom =
    place !== label ||
    (!isSaid && isPersonOrCompany(of, names) && /(评级|等级|级别)$/u.test(label)) ||
    isModelOf(label, role);
  if (role !== '' && label === '性别') {
    // 各患者性别 would be the sex of each.
    return { noun, each: `不同性别的${role}` };
  }
  return { noun, each: isOfWhom ? `${everyZh(label)}${role}` : everyZh(noun) };
}

/** 维修工单状态 of the 工单状态 of a 维修工单. */
function overlappedZh(role: string, label: string): string {
  const [shared = ''] = /^\p{Script=Han}{2}/u.exec(label) ?? [];
  return shared !== '' && role.endsWith(shared) ? `${role}${label.slice(shared.length)}` : `${role}${label}`;
}

/** 各国, and not 各国家. */
export function everyZh(noun: string): string {
  return `各${noun}`.replace(/^各国家$/u, '各国');
}

/** 各年款汽车, and not 各汽车年款. */
const isModelOf = (label: string, role: string): boolean => role !== '' && /^(年款|款式|车系)$/u.test(label);

/** Labels that tell by themselves which rows have them: 各年级, and not 各行政班级年级. */
const OF_ONE_KIND = /^(年级|学年|学期|校区|行政区|片区|大区|楼层|生源地|民族|政治面貌|学历|学位)$/u;

/** Labels that rows of many entities have. */
const GENERIC = /^(类型|类别|状态|等级|级别|来源|名称|性别)$/u;

function isPersonOrCompany({ entity, path }: FieldDimension['of'], names: Names): boolean {
  return /^[位名家]$/u.test(names.end(entity, path).measureWord ?? '');
}

const EACH: Readonly<Record<keyof typeof BUCKETS_ZH, string>> = {
  year: '每年',
  quarter: '每个季度',
  month: '每个月',
  week: '每周',
  weekday: '一周中每天',
  day: '每天',
  hour: '一天中每个小时',
};

function bandsZh(bounds: readonly number[]): string {
  const areLarge = bounds.every((bound) => bound >= 10_000 && bound % 1_000 === 0);
  const shown = bounds.map((bound) => (areLarge ? `${bound / 10_000} 万` : `${bound} `));
  const between = shown.slice(1).map((bound, index) => `${shown[index]}到 ${bound.trimEnd()}`);
  return [`低于 ${shown[0]?.trimEnd()}`, ...between, `${shown.at(-1)}及以上`].join('、');
}

/** `每个月各类别`: the time first. */
export function eachZh(groups: readonly GroupZh[]): string {
  const times = groups.filter(({ form }) => form === 'time');
  const others = groups.filter(({ form }) => form !== 'time');
  return [...times, ...others].map(({ each }) => each).join('');
}

/** Two columns side by side are no each: 各数据范围、类型. */
export function isEachSaid(groups: readonly GroupZh[]): boolean {
  return groups.filter(({ form }) => form !== 'time').length < 2;
}

/** `按类别和月份`. */
export function byZh(groups: readonly GroupZh[]): string {
  return groups.length === 0
    ? ''
    : `按${groups.map(({ noun }) => noun.replace(/(?<!所属)分组$/u, '所属分组')).join('和')}`;
}

/** A period of the time that the rows are grouped by is the time of the whole question: `2023年每个月`. */
export function isPeriodOfGroup(condition: Condition, { dimensions }: Intent): boolean {
  return (
    condition.form === 'period' &&
    dimensions.some(
      (dimension) =>
        dimension.form === 'time' &&
        (isMainTimeZh(dimension.of) ||
          happeningZh(compactZh(dimension.of.field.label.zh.text), dimension.of.entity) === null) &&
        dimension.of.field === condition.of.field &&
        dimension.of.path.length === condition.of.path.length,
    )
  );
}
