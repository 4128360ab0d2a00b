import type { Entity } from '#libs/semantic-model';
import { arePeople, areStaff } from '../words/en/people.js';
import { PROVIDERS } from '../words/en/verbs.js';

const STAFF =
  /(员工|职员|雇员|业务员|操作员|经办人|处理人|客服|收银员|售货员|销售员|销售代表|经纪人|技师|技术员|坐席)$/u;
const PEOPLE =
  /(客户|用户|会员|顾客|买家|卖家|学员|学生|教师|老师|患者|病人|医生|医师|护士|司机|演员|作者|乘客|旅客|住户|租客|业主|人员|联系人)$/u;

/** People who do something for the business, in either language. */
export function isStaff({ name }: Pick<Entity, 'name'>): boolean {
  return areStaff(name.en.text) || STAFF.test(name.zh.text);
}

/** People of any kind, in either language. */
export function isPeople(entity: Pick<Entity, 'name'>): boolean {
  return arePeople(entity.name.en.text) || PEOPLE.test(entity.name.zh.text) || isStaff(entity);
}

const COMPANIES =
  /\b(company|merchant|store|shop|account|organization|partner|dealer|distributor|household|hospital|clinic)$/;
const COMPANIES_CHINESE = /(商户|门店|公司|企业|经销商)$/u;

/** They come every day. */
const AT_WORK = /\b(driver|pilot|courier)\b|(医生|医师|护士|教师|老师|司机|驾驶员|快递员)$/u;

/** A customer comes again; a car that is sold does not, and a shipper is not won. */
export function comesAgain(entity: Pick<Entity, 'name'>): boolean {
  const { en, zh } = entity.name;
  const isAtWork = isStaff(entity) || PROVIDERS.test(en.text) || AT_WORK.test(`${en.text} ${zh.text}`);
  return (isPeople(entity) && !isAtWork) || COMPANIES.test(en.text) || COMPANIES_CHINESE.test(zh.text);
}
