import { singularWord } from './inflection.js';
import type { Column, Relation } from './model.js';
import { identifierWords, tableWords } from './naming.js';

const KEY_WORDS = new Set(['id', 'key', 'code', 'no', 'num', 'number', 'uuid', 'guid', 'sk', 'fk', 'pk', 'ref']);
const CHINESE_KEY = /(id|编号|编码|代码|标识|主键|号)$/i;
const CHINESE_TABLE = /(基础信息|信息|资料|档案|明细|字典|记录)?表?$/;

/**
 * The subject of a key column, in singular words: `service_area_id` → service, area; `订单编号` → 订单.
 * @returns null for a column that is not named like a key.
 */
export function columnSubject(name: string): string[] | null {
  if (/\p{Script=Han}/u.test(name)) {
    const subject = name.replace(CHINESE_KEY, '');
    return subject !== name && subject !== '' ? [subject] : null;
  }
  const words = identifierWords(name);
  if (words.length > 1 && KEY_WORDS.has(words.at(-1) ?? '')) {
    return words.slice(0, -1).map(singularWord);
  }
  const glued = /^(\p{L}{3,})(id|code)$/u.exec(words.join(''));
  return words.length === 1 && glued ? [singularWord(glued[1] ?? '')] : null;
}

/** The subject of a table, in singular words: `bss_service_areas` → service, area. */
export function tableSubject(relation: Relation, prefixes: ReadonlyMap<string, string>): string[] {
  return /\p{Script=Han}/u.test(relation.name)
    ? [relation.name.replace(CHINESE_TABLE, '')]
    : tableWords(relation, prefixes).map(singularWord);
}

const INTEGERS = [20, 21, 23];
const TEXTS = [25, 1042, 1043];

/** Only columns of one family can refer to each other. */
export function typeFamily(column: Column): string {
  if (column.isArray) {
    return `array ${column.type}`;
  }
  if (INTEGERS.includes(column.baseTypeOid)) {
    return 'integer';
  }
  return TEXTS.includes(column.baseTypeOid) ? 'text' : String(column.baseTypeOid);
}

const PEOPLE = ['user', 'employee', 'staff', 'person', 'member', 'account', '用户', '员工', '人员'];
const ROLES =
  /^(author|owner|creator|updater|editor|reviewer|approver|assignee|assigner|reporter|manager|supervisor|boss|agent|rep|representative|salesperson|seller|operator|sender|recipient|receiver|subscriber|follower|granter|grantor|revoker|resolver|moderator|submitter|requester|leader|admin|handler|inspector|创建人|负责人|审核人|经办人|操作人|修改人)$/;
const BY_SOMEBODY = /^[a-z]{3,}(ed|en|t)_by(_id)?$/;
const UP_THE_LINE = /^(reports?_to|manager|supervisor|boss)(_id)?$/;

/** Index in `PEOPLE`: the lower, the likelier that `created_by` and the like refer to this table; -1 for other tables. */
export function peopleRank(subject: readonly string[]): number {
  return subject.length === 1 ? PEOPLE.indexOf(subject[0] ?? '') : -1;
}

/** True for columns that name a person by the role: `author_id`, `approved_by`, `support_rep_id`, `reports_to`. */
export function isRoleColumn(name: string): boolean {
  const plain = identifierWords(name).join('_');
  const subject = columnSubject(name);
  return BY_SOMEBODY.test(plain) || UP_THE_LINE.test(plain) || ROLES.test(subject?.at(-1) ?? '');
}
