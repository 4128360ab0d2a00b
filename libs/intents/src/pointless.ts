import type { Entity, Field } from '#libs/semantic-model';
import { says } from './families/label-says.js';
import { isSameQuantity, leavesOf } from './conditions.js';
import { isUnit, UNIT } from './families/asked-columns.js';
import { isExtreme } from './families/figure-columns.js';
import type { Dimension, FieldRef, Intent, Leaf, Measure, Quantity } from './intent.js';
import { isOwnName } from './words/en/nouns.js';
import { isOfOneHolder } from './words/part.js';

/** The answer says nothing to people of the business: it mixes what does not compare, or counts what is not counted. */
export function isPointless(intent: Intent): boolean {
  const leaves = leavesOf(intent.where);
  return (
    isOfPlaces(intent, leaves) ||
    isMeanOfPrices(intent) ||
    isOfUnnamedSource(intent, leaves) ||
    isLimitedRecord(intent, leaves) ||
    isOfUnusedType(intent, leaves) ||
    isCountOfRates(intent) ||
    isOverUnits(intent) ||
    isOverKinds(intent, leaves) ||
    isStockOverTime(intent, leaves) ||
    isTestedTwice(leaves) ||
    isOfOneIdentifier(intent, leaves) ||
    isOfUnknownFigure(intent, leaves) ||
    isOfMoment(intent, leaves) ||
    leaves.some((leaf) => leaf.form === 'average' && leaf.of.form === 'field' && isExtreme(leaf.of.field))
  );
}

const fieldsOf = ({ dimensions }: Intent, leaves: readonly Leaf[]): readonly FieldRef[] => [
  ...dimensions.flatMap((dimension) => (dimension.form === 'field' ? dimension.of : [])),
  ...leaves.flatMap((leaf) => (leaf.form !== 'exists' && leaf.of.form === 'field' ? leaf.of : [])),
];

const COMPARTMENT = /(^| )(shelf|bin|rack|aisle|slot)$/;
const SITE = /(^| )(location|warehouse|store|shop|site|branch|depot)$/;

/** Shelf A of all warehouses: a compartment is one of its place only. */
function isOfPlaces(intent: Intent, leaves: readonly Leaf[]): boolean {
  const isSite = (dimension: Dimension): boolean =>
    SITE.test((dimension.form === 'entity' ? dimension.entity : dimension.of.entity).name.en.text);
  return (
    fieldsOf(intent, leaves).some(({ field }) => COMPARTMENT.test(field.label.en.text)) &&
    !intent.dimensions.some(isSite) &&
    !leaves.some((leaf) => leaf.form !== 'exists' && SITE.test(leaf.of.entity.name.en.text))
  );
}

function aggregated(measures: readonly Measure[]): readonly Extract<Measure, { form: 'aggregate' | 'percentile' }>[] {
  return measures.flatMap((measure) => (measure.form === 'aggregate' || measure.form === 'percentile' ? measure : []));
}

/** The mean price of several securities: prices of a day are those of one thing. */
function isMeanOfPrices(intent: Intent): boolean {
  const { subject, measures } = intent;
  return (
    subject.kind === 'snapshot' &&
    !isOfOneHolder(intent) &&
    aggregated(measures).some(
      ({ form, of }) => form === 'percentile' || (of.form === 'field' && /\bprice$/.test(of.field.label.en.text)),
    )
  );
}

/** Where figures of a day come from: the name does not say of what it is the source. */
function isOfUnnamedSource(intent: Intent, leaves: readonly Leaf[]): boolean {
  return (
    intent.subject.kind === 'snapshot' &&
    fieldsOf(intent, leaves).some(({ field, path }) => path.length === 0 && field.label.en.text === 'source')
  );
}

/** Records of a day with more than so much, lines above the average: the rows themselves are nothing that people speak of. */
function isLimitedRecord({ subject, measures }: Intent, leaves: readonly Leaf[]): boolean {
  const isLimit = (leaf: Leaf): boolean =>
    leaf.form === 'average' || leaf.form === 'between' || (leaf.form === 'compare' && !/^(=|<>)$/.test(leaf.by));
  const isOwnLimit = leaves.some((leaf) => leaf.form !== 'exists' && leaf.of.path.length === 0 && isLimit(leaf));
  return measures.length > 0 && isOwnLimit && (subject.kind === 'snapshot' || subject.kind === 'line');
}

/** Types of addresses with an address in one town, units without a vendor: a check of data. */
function isOfUnusedType({ subject }: Intent, leaves: readonly Leaf[]): boolean {
  return (
    ((subject.kind === 'lookup' && /(^| )(type|kind)$/.test(subject.name.en.text)) || isUnit(subject)) &&
    leaves.some(({ form }) => form === 'exists')
  );
}

/** Rates are looked up and averaged; people do not count them by group. */
function isCountOfRates({ subject, measures, dimensions }: Intent): boolean {
  const isRate = subject.fields.some(
    ({ role, label }) => role === 'measure' && isOwnName(label.en.text, subject.name.en.text),
  );
  return (
    isRate &&
    measures.some(
      ({ form }) => form === 'ratio' || (form === 'count' && (dimensions.length > 0 || measures.length > 1)),
    )
  );
}

/** A base of shipping, a factor: of what, the name does not say. */
function isOfUnknownFigure({ measures, shown }: Intent, leaves: readonly Leaf[]): boolean {
  const quantities = [
    ...aggregated(measures).map(({ of }) => of),
    ...shown,
    ...leaves.flatMap((leaf) => (leaf.form === 'exists' ? [] : leaf.of)),
  ];
  return quantities.some((of) => of.form === 'field' && /(^| )(base|factor|coefficient)$/.test(of.field.label.en.text));
}

/** Pieces and metres added up: amounts of several units are no amount. */
function isOverUnits({ measures, dimensions }: Intent): boolean {
  const isOfSeveral = (of: Quantity): boolean => {
    const unit = of.form === 'field' ? of.field.unit : null;
    const isAmount = of.form === 'field' && /\b(quantity|amount)\b/.test(of.field.label.en.text) && unit === null;
    const column = of.entity.fields.find(
      ({ name, label }) => name === unit?.field || (isAmount && UNIT.test(label.en.text)),
    );
    const isApart = dimensions.some((dimension) => dimension.form === 'field' && dimension.of.field === column);
    return unit?.kind !== 'currency' && column !== undefined && column.distinctCount !== 1 && !isApart;
  };
  return aggregated(measures).some(({ of }) => isOfSeveral(of));
}

const MOMENTARY =
  /^(available|unavailable|occupied|vacant|free|busy|idle|in[ _]use|reserved|rented|(in |under )?(maintenance|repair)|可用|占用|空闲|使用中|维修中|维护中|已占用)$/i;

/** Payments by rooms that are free now: what state a thing is in at the moment says nothing of what happened to it before. */
function isOfMoment({ subject }: Intent, leaves: readonly Leaf[]): boolean {
  return (
    (subject.kind === 'event' || subject.kind === 'line') &&
    leaves.some(
      (leaf) =>
        leaf.form === 'compare' &&
        leaf.of.path.length > 0 &&
        leaf.of.entity.kind === 'thing' &&
        MOMENTARY.test(leaf.value.meaning?.en ?? leaf.value.value),
    )
  );
}

const QUANTITY = /(^| )(quantity|qty|pieces|units)( |$)/;
const QUANTITY_CHINESE = /(数量|件数)$/u;
/** Whatever the row is about, as its kind says: medicines, examinations, fees. */
const OF_ANY_KIND = /^(item|goods|biz|business|object|obj|target|ref|reference|source|entity|subject|resource)$/;

/** Pills, examinations and fees added up: a column next to the quantity says of which kind each row is. */
function isOverKinds({ measures, dimensions }: Intent, leaves: readonly Leaf[]): boolean {
  return aggregated(measures).some(({ of }) => {
    if (of.form !== 'field' || !says(of.field, QUANTITY, QUANTITY_CHINESE)) {
      return false;
    }
    const kind = kindOfItem(of.entity);
    const isApart =
      dimensions.some((dimension) => dimension.form === 'field' && dimension.of.field === kind) ||
      leaves.some((leaf) => leaf.form === 'compare' && leaf.of.form === 'field' && leaf.of.field === kind);
    return kind !== undefined && kind.distinctCount !== 1 && !isApart;
  });
}

/** `item_type` of `item_id`. */
function kindOfItem({ fields }: Entity): Field | undefined {
  const names = new Set(fields.map(({ name }) => name.toLowerCase()));
  return fields.find(({ name }) => {
    const [, stem = ''] = /^(?:.*_)?([a-z]+)_?type$/i.exec(name) ?? [];
    return (
      OF_ANY_KIND.test(stem.toLowerCase()) && [`${stem}_id`, `${stem}id`].some((id) => names.has(id.toLowerCase()))
    );
  });
}

const STANDING = /\b(allocated|reserved|on hand|available|locked|in stock)\b/;
const STANDING_CHINESE = /锁定|占用|已分配|可用|在手|预留/u;

/** What is allocated now, by the month in which it came in, or added up over months: the figure is that of one moment. */
function isStockOverTime({ measures, dimensions }: Intent, leaves: readonly Leaf[]): boolean {
  const isTimed = dimensions.some(({ form }) => form === 'time') || leaves.some(({ form }) => form === 'period');
  return (
    isTimed && aggregated(measures).some(({ of }) => of.form === 'field' && says(of.field, STANDING, STANDING_CHINESE))
  );
}

/** Above 8,000 and above the average: one of the two conditions adds nothing. */
function isTestedTwice(leaves: readonly Leaf[]): boolean {
  return leaves.some(
    (leaf) =>
      leaf.form === 'average' &&
      leaves.some((other) => other !== leaf && other.form !== 'exists' && isSameQuantity(other.of, leaf.of)),
  );
}

/** Of fewer rows on average, a value tells rows apart. */
const ROWS_OF_IDENTIFIER = 3;
const ROWS_TO_TELL_APART = 20;

/** How many states the carriers with one carrier code have: only one or two rows share a code. */
function isOfOneIdentifier({ subject, measures }: Intent, leaves: readonly Leaf[]): boolean {
  const rows = subject.rowCount ?? 0;
  return (
    measures.length > 0 &&
    rows >= ROWS_TO_TELL_APART &&
    leaves.some(
      (leaf) =>
        leaf.form === 'compare' &&
        leaf.by === '=' &&
        leaf.of.form === 'field' &&
        leaf.of.path.length === 0 &&
        leaf.of.field.role !== 'time' &&
        (leaf.of.field.distinctCount ?? 0) * ROWS_OF_IDENTIFIER > rows,
    )
  );
}
