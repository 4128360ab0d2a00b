import type { Column, ColumnProfile, Relation } from '#libs/catalog';
import { identifierWords } from '#libs/catalog';
import { isInfinite, measuredValues } from './period.js';

/**
 * The role of a column for the business.
 * `title` names a row · `measure` is added up or averaged · `category` and `flag` group and filter · `date` orders in
 * time · `text` is free text or a code · `shown` may be listed, never compared · `key` links · `technical` is left out.
 */
export type FieldRole = 'title' | 'measure' | 'category' | 'flag' | 'date' | 'text' | 'shown' | 'key' | 'technical';

const AUDIT =
  /^(row |record |gmt |sys |last )?(creat(e|ed|ion)|insert(ed)?|updat(e|ed)|modif(y|ied|ication)|delet(e|ed)|chang(e|ed)|load(ed)?)( (ts|at|on|time|timestamp|datetime|dt|by|user|id|userid|name))?$|(^| )by$|^(last|gmt) (update|modified|create)/;
const AUDIT_DATE = /^last update(d)?( date)?$|^(update|modify|modified|delete)d? date$/;
const AUDIT_COMMENT =
  /创建时间|更新时间|修改时间|删除时间|创建人|更新人|修改人|删除人|创建者|更新者|版本号|乐观锁|逻辑删除|删除标[志识记]/u;
const MACHINERY =
  /\b([fspugcr]?id|uuid|guid|oid|version|revision|rowversion|checksum|hash|md5|sha\d*|salt|password|passwd|pwd|token|secret|etl|crypt|signature|blob|fulltext|tsv|session|nonce|key)\b|^(pass crypt|lock version|api key)$/;
/** `trackid`, but not `paid`. */
const GLUED_ID = /^(?!.*(paid|valid|grid|void|solid|fluid|liquid|rapid|hybrid|bid)$)\w{3,}id$/;
const SORTING =
  /\b(latitude|longitude|lat|lon|lng|tile|redaction|sort|seq|sequence|position|ordinal|display order|x|y|z|bit|bits|mask)\b/;
const CODE =
  /\b(code|no|number|zip|postal|postcode|phone|mobile|fax|isbn|sku|barcode|iban)\b|编码|编号|代码|号码|邮编/u;
const CLASS =
  /\b(status|state|type|kind|category|class|level|grade|rating|gender|sex|flag|mode|priority|year|month|quarter|weekday|source|channel|format|visibility|role)\b|状态|类型|类别|等级|级别|性别|分类|年份|月份|来源|渠道/u;
const TITLE = /(^|\b)(name|title|label|caption|subject|headline)$|名称$|姓名$|标题$|名$/u;
const ADDRESS =
  /\b(url|uri|path|link|website|picture|image|photo|avatar|file|email|mail|ip|fingerprint|useragent|mime)\b/;
/** Types without readable values, whatever the name of the column. */
const OPAQUE_TYPE = /^(json|xml|bytea|tsvector|tsquery|uuid|hstore|vector)/;
const ENOUGH_FOR_CATEGORY = 40;

/** Columns that mark soft-deleted rows. */
export function isSoftDelete(column: Column): boolean {
  const name = identifierWords(column.name).join(' ');
  return /^(delete|deleted)( (ts|at|on|time|date|datetime|timestamp|flag))?$|^(is deleted|is delete|del flag|deleted flag|is del)$/.test(
    name,
  );
}

export function roleOf(column: Column, relation: Relation, profile: ColumnProfile | undefined): FieldRole {
  const name = identifierWords(column.name).join(' ');
  const text = `${name} ${column.comment ?? ''}`;
  if (isSoftDelete(column) || AUDIT.test(name) || AUDIT_DATE.test(name) || AUDIT_COMMENT.test(column.comment ?? '')) {
    return 'technical';
  }
  if (relation.foreignKeys.some(({ columns }) => columns.includes(column.name))) {
    return 'key';
  }
  if (MACHINERY.test(name)) {
    return relation.primaryKey?.columns.includes(column.name) ? 'key' : 'technical';
  }
  if (OPAQUE_TYPE.test(column.type)) {
    return 'technical';
  }
  if (column.isArray || ADDRESS.test(name)) {
    return 'shown';
  }
  return profile?.sensitive ? sensitiveRole(name, column) : roleByType(column, name, text, profile);
}

/** A person's name may be selected; its values are never used in a condition. */
function sensitiveRole(name: string, column: Column): FieldRole {
  return TITLE.test(name) && column.typeCategory === 'S' ? 'title' : 'shown';
}

function roleByType(column: Column, name: string, text: string, profile: ColumnProfile | undefined): FieldRole {
  switch (column.typeCategory) {
    case 'B':
      return 'flag';
    case 'E':
      return 'category';
    case 'D':
      return /^(date|timestamp)/.test(column.type) && !isAlwaysInfinite(profile) ? 'date' : 'shown';
    case 'N':
      return numberRole(column, text, profile);
    case 'S':
      return textRole(name, text, profile);
    default:
      return 'shown';
  }
}

/** Such a column has no month to ask about. */
function isAlwaysInfinite(profile: ColumnProfile | undefined): boolean {
  const values = measuredValues(profile);
  return values.length > 0 && values.every(isInfinite);
}

function numberRole(column: Column, text: string, profile: ColumnProfile | undefined): FieldRole {
  if (GLUED_ID.test(column.name)) {
    return 'technical';
  }
  if (SORTING.test(text) || CODE.test(text)) {
    return 'shown';
  }
  const whole = /^(smallint|integer|bigint)/.test(column.type) || column.isDomain;
  const few = (profile?.distinctCount ?? Infinity) <= 2;
  return CLASS.test(text) || (whole && few && !isAdditive(text)) ? 'category' : 'measure';
}

function textRole(name: string, text: string, profile: ColumnProfile | undefined): FieldRole {
  const distinct = profile?.distinctCount ?? null;
  if (CODE.test(text) && !CLASS.test(text)) {
    return 'text';
  }
  if (profile?.enumeration || (distinct === null && CLASS.test(text))) {
    return 'category';
  }
  if (TITLE.test(name) && !/\b(file|user agent)\b/.test(name)) {
    return 'title';
  }
  const repeated = (profile?.topValues[0]?.share ?? 0) * ENOUGH_FOR_CATEGORY > 1;
  return distinct !== null && distinct >= 2 && distinct <= ENOUGH_FOR_CATEGORY && repeated ? 'category' : 'text';
}

/** Additive quantities. Prices, rates and lengths are only averaged. */
export function isAdditive(text: string): boolean {
  const additive =
    /\b(amount|total|subtotal|qty|quantity|count|sum|fee|sales|revenue|income|cost|bytes|size|payment|profit|points|stock|units|milliseconds|seconds|minutes|hours|volume|weight|discount|tax)\b|金额|数量|总额|销量|流量|收入|费用|营收|合计|总数|订单数|人数|车辆数|笔数|件数|次数|支付|成本/u;
  const singleValue =
    /\b(unit price|price|rate|ratio|percent|average|avg|replacement cost|unit cost)\b|单价|价格|比例|占比|率$|平均/u;
  return additive.test(text) && !singleValue.test(text);
}
