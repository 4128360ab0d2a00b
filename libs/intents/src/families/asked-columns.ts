import { conceptOf, type Concept } from '#libs/column-concepts';
import type { Entity, Field } from '#libs/semantic-model';
import { says } from './label-says.js';
import type { Path } from '../intent.js';
import { isPeople, isStaff } from './people.js';

type Labelled = Pick<Field, 'label'>;
type Described = Labelled & Partial<Pick<Field, 'name' | 'description'>>;

/** The label fits in the language that it is known in. */
const concepts = new WeakMap<Described, Concept | null>();

function conceptOfField(field: Described): Concept | null {
  const known = concepts.get(field);
  if (known !== undefined) {
    return known;
  }
  const concept = conceptOf({ name: field.name ?? field.label.en.text, comment: field.description ?? null });
  concepts.set(field, concept);
  return concept;
}

/** Forms of address and the like: they are printed, not compared. */
const NEVER =
  /^((title of courtesy|courtesy title|salutation|honorific)|(name )?(prefix|suffix)|middle (name|initial)|name style)$/;
const NEVER_CHINESE = /^(称谓|称呼|尊称|敬称|姓名前缀|姓名后缀|前缀|后缀|中间名)$/u;
/** Traits of a person. */
const PERSONAL =
  /(^| )(gender|sex|marital status|title|birth (place|city|country)|education|degree|nationality|religion|hobby)$/;
const PERSONAL_CHINESE = /(性别|婚姻|婚姻状况|婚姻状态|职务|职位|籍贯|出生地|学历|学位|国籍|民族|宗教|爱好)$/u;
/** How the software shows a row. */
const LOOK = /(^| )(css class|css style|colou?r type|list class|icon|style|theme|avatar)$/;
const LOOK_CHINESE = /(颜色类型|样式|样式类|回显样式|图标|主题色|头像)$/u;
/** Units of amounts: not a useful way to group or filter rows. */
export const UNIT = /(^| )(unit|uom|unit of measure|unit measure|measure unit|measurement unit)( code)?$/;
const UNIT_CHINESE = /(计量单位|度量单位|重量单位|尺寸单位|数量单位|剂量单位)(编码|代码)?$|^单位$/u;

/** Rows are not told apart by the unit that they are measured in. */
export function isUnit({ name }: Entity): boolean {
  return UNIT.test(name.en.text) || UNIT_CHINESE.test(name.zh.text);
}

const CURRENCY = /(^| )(currency|currencies)$/;
const CURRENCY_CHINESE = /(币种|货币)$/u;

/** Amounts are in a unit or a currency: it has no rows, and none are missing from it. */
export function isMeasuredIn(entity: Entity): boolean {
  const { en, zh } = entity.name;
  return isUnit(entity) || CURRENCY.test(en.text) || CURRENCY_CHINESE.test(zh.text);
}

/** What the software notes of rows. */
const AUDIT =
  /\b(created|updated|modified|changed|edited|deleted) by\b|\b(source system|source type|import|sync|batch|etl|sort|sort order|display order|show order)\b/;
const AUDIT_CHINESE =
  /(创建人|创建者|修改人|更新人|更新者|删除人|录入人|显示顺序|排序|显示排序|排序号)$|来源系统|同步|导入批次/u;

/** Remarks: the usual sentences repeat, but nobody asks for rows by them. */
const NOTES = /(^| )(advice|remark|note|comment|memo|instruction|opinion|suggestion)s?$/;
const NOTES_CHINESE = /(医嘱|建议|备注|说明|意见|注意事项|嘱托)$/u;

/**
 * A person of the business parts rows by the column, or asks for one of its values. Traits of staff matter where the staff is
 * the subject, not for what it has handled.
 */
export function isAskedFor(field: Field, entity: Entity, isOwn: boolean): boolean {
  if (
    says(field, NEVER, NEVER_CHINESE) ||
    says(field, LOOK, LOOK_CHINESE) ||
    says(field, AUDIT, AUDIT_CHINESE) ||
    says(field, NOTES, NOTES_CHINESE) ||
    says(field, UNIT, UNIT_CHINESE) ||
    conceptOfField(field) === 'unit'
  ) {
    return false;
  }
  if (isOwn) {
    return true;
  }
  const isOfContact = says(field, /\bcontact\b/, /联系人/u);
  return isStaff(entity)
    ? says(field, AT_WORK, AT_WORK_CHINESE)
    : !(says(field, PERSONAL, PERSONAL_CHINESE) && (!isPeople(entity) || isOfContact));
}

/** Where staff work, not where they live or how they are paid, says something of what they handled. */
const AT_WORK = /(^| )(department|team|branch|office|region|territory|division|role|group|level|grade)$/;
const AT_WORK_CHINESE = /(部门|团队|小组|分公司|办事处|大区|区域|角色|岗位|级别)$/u;

/** Of a colleague in a role, such as the dispatcher of a load, people ask only where that person works. True for other columns. */
export function isAskedInRole(field: Field, path: Path): boolean {
  const last = path.at(-1);
  const isInRole = last?.direction === 'out' && last.relationship.role !== null && areColleagues(last.target);
  return !isInRole || says(field, AT_WORK, AT_WORK_CHINESE);
}

const COLLEAGUES = /(^| )(user|account|person|member)$/;

function areColleagues(entity: Entity): boolean {
  return isStaff(entity) || COLLEAGUES.test(entity.name.en.text);
}

/** Settings, not quantities: limits, thresholds, reorder levels. Their sums and averages mean nothing. */
const SETTING =
  /\b(limit|threshold|minimum|maximum|min|max|reorder|safety stock|setting|timeout|retries|retry|validity|ttl|token|interval|(freq|frequency) (hours|hrs|minutes|days)|base$)\b/;
const SETTING_CHINESE =
  /(上限|下限|阈值|限额|额度|配额|最大值|最小值|安全库存|再订货点|订货点|超时|重试次数|预警值|令牌|有效期|间隔)/u;

export function isSetting(field: Described): boolean {
  return says(field, SETTING, SETTING_CHINESE) || conceptOfField(field) === 'limit';
}

/** A column that says in which state rows are: two of them are about the same matter. */
const STATE = /(^| )(status|state|stage|phase|priority|severity)$/;
const STATE_CHINESE = /(状态|阶段|优先级|进度|严重程度)$/u;

export function isState(field: Field): boolean {
  return (
    field.role === 'flag' || (field.role === 'dimension' && says(field, STATE, STATE_CHINESE) && !isPlaceState(field))
  );
}

/** `state` of an address holds names of places. */
function isPlaceState({ label, values }: Field): boolean {
  return label.en.text === 'state' && values.some(({ value }) => /^\p{Lu}/u.test(value));
}
