import { pluralWord } from '#libs/lexicon';
import { having, type Spoken } from './spoken.js';
import { isAdjective, joined, placeName } from './values.js';

/** A column that has one of some values, and the rows that have it. */
export interface Attribute {
  /** `ship city`, `product type` */
  readonly label: string;
  readonly values: readonly string[];
  readonly negated: boolean;
  /** Of one row: `order`. */
  readonly noun: string;
  /** The rows exist for themselves: nothing was shipped or billed. */
  readonly isThing: boolean;
  /** See `isSentLater`. */
  readonly isSentLater: boolean;
}

const PLACE =
  /^(?:(.*) )?(?:country|city|region|state|province|district|county|town|continent|territory|state or province|state province|country region)(?: (?:name|code))?$/;

/** What the words before a place say of it. */
const TO_PLACE: readonly (readonly [RegExp, string, boolean])[] = [
  [/^ship(ping|ped|ment)?( to)?$/, 'shipped to', false],
  [/^deliver(y|ed)( to)?$/, 'delivered to', false],
  [/^bill(ing|ed)?( to)?$/, 'billed to', false],
  [/^(to|dest|destination|arrival|recipient|receiver|receiving|consignee|drop ?off)$/, 'to', false],
  [/^(from|origin|source|departure|pick ?up|sender|sending)$/, 'from', false],
  [/^birth$/, 'born in', true],
  [/^(home|residence|residential|office|work|address|location|located|business|main|current|mailing)$/, 'in', true],
];

/** Where rows are to go, said of rows that need not be on the way. */
const ADDRESSES: ReadonlyMap<string, string> = new Map([
  ['shipped to', 'a shipping address'],
  ['delivered to', 'a delivery address'],
]);
/** Customers are not billed to a place: they have a billing address there. */
const BILLED: ReadonlyMap<string, string> = new Map([['billed to', 'a billing address']]);

const WORDS = /^[\p{L}\p{N}][\p{L}\p{N}&.'’/+-]*(?: [\p{L}\p{N}&.'’/+-]+){0,2}$/u;
const GROUP =
  /(?:^| )(category|subcategory|group|segment|industry|genre|department|division|section|tier|product line|line|class)$/;

/**
 * An attribute as people say it: `shipped to London`, `black`, `business` users, `rated PG`, `in the Retail category`. Null for
 * one that is named: `with contact title Owner`.
 */
export function attributeEn(named: Attribute): Spoken | null {
  const attribute = { ...named, values: sentKinds(named) };
  const { values, negated } = attribute;
  if (!values.every((value) => WORDS.test(value))) {
    return groupEn(attribute);
  }
  const place = placeEn(attribute);
  if (place !== null) {
    const places = joined(values.map(placeName), 'or');
    const address = BILLED.get(place) ?? (attribute.isSentLater ? ADDRESSES.get(place) : undefined);
    return address === undefined
      ? placed(`${place} ${places}`, negated)
      : having(`${address} ${negated ? 'outside' : 'in'} ${places}`);
  }
  const region = regionEn(attribute);
  if (region !== null) {
    return region;
  }
  const kind = kindEn(attribute);
  if (kind !== null) {
    return kind;
  }
  const made = makeEn(attribute);
  if (made !== null) {
    return made;
  }
  const before = beforeEn(attribute);
  if (before !== null) {
    const said = isColor(attribute.label)
      ? `are ${before}`
      : `are ${before} ${pluralOf(attribute.noun.split(' ').at(-1) ?? '')}`;
    return negated ? null : { before, after: `that ${said}`, said };
  }
  const after = afterNounEn(attribute);
  return after === null ? groupEn(attribute) : placed(after, negated, attribute);
}

function placed(text: string, negated: boolean, attribute?: Attribute): Spoken {
  if (text.startsWith('with ') && !negated) {
    return having(text.slice(5));
  }
  // Payments `by card` are made by card.
  const done = attribute && text.startsWith('by ') ? 'made ' : '';
  const said = `are ${negated ? 'not ' : ''}${done}${text}`;
  return { before: null, after: negated ? `that ${said}` : text, said };
}

/** A notice that is sent is a notification. */
const SENT_BY = /\b(sms|message|email|mail|push)\b/i;

function sentKinds({ noun, values }: Attribute): readonly string[] {
  return SENT_BY.test(noun) ? values.map((value) => value.replace(/^notice$/i, 'notification')) : values;
}

/** `in the East region` of a region that is written `east`. */
function regionEn({ label, values, negated }: Attribute): Spoken | null {
  const isRegion = /(^| )(region|zone|division)$/.test(label) && values.every((value) => /^\p{Ll}+$/u.test(value));
  const named = values.map((value) => `${value.charAt(0).toUpperCase()}${value.slice(1)}`);
  return isRegion ? placed(`in the ${joined(named, 'or')} ${label.split(' ').at(-1)}`, negated) : null;
}

/** A state of China has its kind in its name; another Chinese value of a state is one that things are in, such as 关闭. */
function isPlaceName(value: string, label: string): boolean {
  return /(^| )state$/.test(label) && /^\p{Script=Han}/u.test(value)
    ? /[省市区县州盟旗邦]$/u.test(value)
    : /^[\p{Lu}\p{Script=Han}]/u.test(value);
}

function placeEn({ label, values, noun, isThing }: Attribute): string | null {
  const [match, before = ''] = PLACE.exec(label) ?? [];
  if (match === undefined || !values.every((value) => isPlaceName(value, label))) {
    return null;
  }
  if (/ of origin$/.test(label)) {
    return 'from';
  }
  if (before === '' || noun.split(' ').includes(before)) {
    return 'in';
  }
  const found = TO_PLACE.find(([pattern]) => pattern.test(before));
  return found === undefined || (isThing && !found[2]) ? null : found[1];
}

const MAKER = /^(make|brand|model|species|breed|variety|equipment)$/;

/** `Freightliner trucks`, `Labrador dogs`: the make, the kind and the like stand before the noun. `Made by` a manufacturer. */
function makeEn({ label, values, noun, negated, isThing }: Attribute): Spoken | null {
  const value = joined(values, 'or');
  if (/^(manufacturer|producer|maker)( name)?$/.test(label) && isThing) {
    return placed(`made by ${value}`, negated);
  }
  if (/^(vendor|supplier|seller|merchant)( name)?$/.test(label)) {
    return placed(`from ${value}`, negated);
  }
  if (!MAKER.test(label) || !isThing || noun === label) {
    return null;
  }
  const kinds = pluralOf(noun.split(' ').at(-1) ?? '');
  return negated
    ? { before: null, after: `other than ${value}`, said: `are not ${value} ${kinds}` }
    : { before: value, after: `that are ${value} ${kinds}`, said: `are ${value} ${kinds}` };
}

/** What rows are done with says of which kind they are: mobile app sessions. */
const MEANS = /^(device|client|platform)$/;

/** Letters that stand for something in the database. */
const CODE = /^(?!(?:TV|PC|SUV|ATM|POS|SMS|PDF|CD|DVD|VIP|EV|USB|LED|LCD|API|IT|HR)$)\p{Lu}{2,4}$/u;

const isColor = (label: string): boolean => /(^| )colou?r$/.test(label);

const pluralOf = (noun: string): string => noun.replace(/\S+$/, pluralWord);

/** `wallet transactions of type credit`: before a noun of two words it would be read with the first, `credit wallet`. */
function kindEn({ label, values, noun, negated }: Attribute): Spoken | null {
  const isMixed =
    noun.includes(' ') && values.every((value) => /^\p{Ll}+( \p{Ll}+)*$/u.test(value) && !isAdjective(value));
  return isMixed && !negated && /^(type|kind)$/.test(label)
    ? placed(`of ${label} ${joined(values, 'or')}`, false)
    : null;
}

/** `black`, `business`: before the noun. */
function beforeEn({ label, values, noun }: Attribute): string | null {
  if (isColor(label) && values.every((value) => /^\p{L}+$/u.test(value))) {
    return joined(
      values.map((value) => value.toLowerCase()),
      'or',
    );
  }
  const of = /^(?:(.*) )?(?:type|kind|level)$/.exec(label);
  const isOwn =
    of !== null &&
    (of[1] ?? '').split(' ').every((word) => word === '' || noun.split(' ').includes(word) || MEANS.test(word));
  const isShort = values.every((value) =>
    /^\p{Script=Latin}[\p{Script=Latin}-]*( \p{Script=Latin}[\p{Script=Latin}-]*)?$/u.test(value),
  );
  if (label === 'subject' && /(^| )(teacher|instructor|professor|tutor|lecturer)$/.test(noun)) {
    // `Physics teachers`
    return joined(values, 'or');
  }
  if (values.some((value) => CODE.test(value))) {
    // `transactions of type ADJ`, and not `the ADJ transactions`
    return null;
  }
  const isNews = values.every((value) => !noun.split(' ').includes(value.toLowerCase().split(' ').at(-1) ?? ''));
  // `tyres services`: a plural does not stand before the noun.
  const isPlural = values.some((value) => /[^su]s$/.test(value));
  return isOwn && isShort && isNews && !isPlural ? joined(values, 'or') : null;
}

function afterNounEn(attribute: Attribute): string | null {
  const { label, values, noun } = attribute;
  const value = joined(values, 'or');
  if (/^((film|movie|content|age|game|esrb|mpaa) )?rating$/.test(label)) {
    return `rated ${value}`;
  }
  if (/(^| )size$/.test(label) && /^(.* )?size$/.test(label) && values.every((text) => text.length <= 4)) {
    return `in size ${value}`;
  }
  if (/^(stock )?(exchange|platform|marketplace|network)$/.test(label)) {
    return `on ${value}`;
  }
  if (/^((?:sales|contact|booking|order) )?channel$/.test(label)) {
    return `via ${value}`;
  }
  if (label === 'language' || label === 'currency') {
    return `in ${value}`;
  }
  if (label === 'method' && /(^| )(payment|deposit|refund)( made)?$/.test(noun)) {
    return `by ${lowered(values)}`;
  }
  const method = /^(.*) method$/.exec(label)?.[1];
  if (method !== undefined && attribute.isSentLater && /^(ship|shipping|shipment|delivery)$/.test(method)) {
    return null;
  }
  if (method !== undefined && /^(payment|pay|ship|shipping|shipment|delivery|contact)$/.test(method)) {
    const isPayment = method.startsWith('pay');
    const done = isPayment ? 'paid ' : method === 'contact' ? 'contacted ' : 'shipped ';
    return `${isPayment && /payment/.test(noun) ? '' : done}by ${lowered(values)}`;
  }
  if (/^(payment )?(gateway|provider|processor)( name)?$/.test(label)) {
    return `via ${value}`;
  }
  const insured = /^(insurance|coverage) type$/.exec(label)?.[1];
  if (insured !== undefined) {
    return `with ${lowered(values)} ${insured}`;
  }
  return null;
}

/** `in the Executive General and Administration group`: names of groups may have several words. */
function groupEn(attribute: Attribute): Spoken | null {
  const label = attribute.label.replace(/(?<=group|category|department|segment) name$/, '');
  const group = GROUP.exec(label)?.[1];
  if (group !== undefined && !attribute.values.every((text) => NAME.test(text))) {
    // `in the "retail (hardware)" category`
    const quoted = attribute.values.map((text) => (NAME.test(text) ? text : `"${text}"`));
    return placed(`in the ${joined(quoted, 'or')} ${label}`, attribute.negated);
  }
  return group === undefined
    ? null
    : placed(`in the ${inGroup(attribute.values.map(levelName), label, group)}`, attribute.negated);
}

/** Of a group: a level that stands for one is its name. */
const levelName = (text: string): string =>
  /^(high|low|medium|middle)$/.test(text) ? `${text.charAt(0).toUpperCase()}${text.slice(1)}` : text;
const NAME = /^\p{L}[\p{L}\p{N}&.'’/+-]*(?: [\p{L}\p{N}&.'’/+-]+){0,4}$/u;

function lowered(values: readonly string[]): string {
  return joined(
    values.map((value) => (/^\p{Lu}\p{Ll}+( \p{L}+)*$/u.test(value) ? value.toLowerCase() : value)),
    'or',
  );
}

/** `Retail category`, `Engineering department`: the word for the group once. */
function inGroup(values: readonly string[], label: string, group: string): string {
  const last = values.at(-1) ?? '';
  return `${joined(values, 'or')}${last.toLowerCase().endsWith(group) ? '' : ` ${label}`}`;
}
