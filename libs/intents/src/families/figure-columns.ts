import type { Entity, Field } from '#libs/semantic-model';
import { says } from './label-says.js';

type Labelled = Pick<Field, 'label'>;

const TRAIT = /(^| )(gender|sex|marital status|nationality|religion|contact title|colou?r|shelf|bin)$/;
const TRAIT_CHINESE = /(性别|婚姻|婚姻状况|婚姻状态|国籍|民族|宗教|联系人职务|颜色|货架)$/u;

/** A trait that nothing else depends on in a business. */
export function isTrait(field: Labelled): boolean {
  return says(field, TRAIT, TRAIT_CHINESE);
}

const BODY = /(^| )(height|weight|bmi|age)( (cm|kg|lbs|m|in))?$/;
const BODY_CHINESE = /(身高|体重|年龄)$/u;

/** People are not ranked by it. */
export function isBody(field: Labelled): boolean {
  return says(field, BODY, BODY_CHINESE);
}

const LEVEL =
  /\b(lesions?|scores?|ratings?|ranks?|grades?|temperature|pressure|pulse|heart rate|concentration|results? values?|measured values?|odometer|mileage|ages?|day \d+|stock|on hand)\b/;
const LEVEL_CHINESE =
  /评分|得分|分数|排名|体温|血压|心率|脉搏|浓度|年龄|皮损|病灶|库存|在库|结果值|检验值|检测值|测量值|里程表/u;

/** How things stand at one moment: people ask for the average or the change, not for the sum. */
export function neverSummed(field: Labelled): boolean {
  return says(field, LEVEL, LEVEL_CHINESE);
}

const DOSE = /\b(dose|dosage|strength|(drug|medication|medicine) (amount|amt))\b/;
const DOSE_CHINESE = /剂量|用量|规格含量/u;
const RATES = /\b(exchange|currency|conversion|fx) rates?$/;
const RATES_CHINESE = /汇率$/u;

/** Doses of different substances and rates between different currencies are not comparable. */
export function neverAggregated(field: Labelled, { name }: Entity): boolean {
  const isOfRates = RATES.test(name.en.text) || RATES_CHINESE.test(name.zh.text);
  return (
    says(field, DOSE, DOSE_CHINESE) ||
    says(field, RATES, RATES_CHINESE) ||
    (isOfRates && says(field, /\brate$/, /率|价$/u))
  );
}

const EXTREME = /^(average|avg|mean|highest|lowest|high|low|minimum|maximum|min|max|open|opening)\b/;
const EXTREME_CHINESE = /^(平均|最高|最低|最大|最小|开盘)/u;

/** A figure of figures already: its average, or the lowest of averages, says nothing that people ask for. */
export function isExtreme(field: Labelled): boolean {
  return says(field, EXTREME, EXTREME_CHINESE);
}

const BANDED =
  /(^| )(amount|price|cost|total|subtotal|salary|wage|income|fee|freight|revenue|balance|premium|budget|age)$/;
const BANDED_CHINESE = /(金额|价格?|费用?|成本|工资|薪资|薪水|收入|余额|保费|预算|年龄|总额)$/u;

/** People part rows by ranges of money and of age. */
export function isBanded(field: Labelled & Pick<Field, 'unit'>): boolean {
  return field.unit?.kind === 'currency' || says(field, BANDED, BANDED_CHINESE);
}

/** The column that says of which kind the value is: the discount type of a discount value. */
export function dimensionOfKind({ label }: Labelled, { fields }: Entity): Field | undefined {
  const of = /^(.+) (value|amount)$/.exec(label.en.text)?.[1];
  return of === undefined
    ? undefined
    : fields.find((other) => other.label.en.text === `${of} type` && other.role === 'dimension');
}

const KINDS_OF_VALUE = /percent|rate|fixed|amount|百分|比例|固定|折扣|满减/iu;

/** Some values are percents, others amounts. */
export function isPerKind(field: Labelled, entity: Entity): boolean {
  const kind = dimensionOfKind(field, entity);
  return (
    kind !== undefined &&
    kind.distinctCount !== 1 &&
    kind.values.some(({ value, meaning }) => KINDS_OF_VALUE.test(`${value} ${meaning?.en ?? ''}`))
  );
}
