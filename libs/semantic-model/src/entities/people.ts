import { singularWord } from '#libs/lexicon';

const PEOPLE = new Set(
  `customer client user employee person staff member patient student pupil teacher instructor doctor physician nurse driver actor
author artist salesperson manager guest passenger candidate applicant subscriber player worker agent owner buyer seller donor
volunteer learner visitor parent coach officer clerk technician contractor tenant resident voter reader borrower director
professor lecturer contact`.split(/\s+/),
);
const PEOPLE_CHINESE =
  /(客户|用户|会员|员工|人员|学生|教师|老师|医生|护士|患者|病人|司机|驾驶员|读者|学员|演员|作者|候选人|申请人|联系人|业主|租客|乘客)(基本)?(信息|资料|档案)?表?$/u;

/** Rows are people: whatever dates they have, they do not happen. */
export function arePeople(words: readonly string[], texts: readonly string[]): boolean {
  return PEOPLE.has(singularWord(words.at(-1) ?? '')) || texts.some((text) => PEOPLE_CHINESE.test(text));
}

const COMPANIES = new Set(
  `carrier vendor supplier company merchant bank branch partner dealer distributor manufacturer organization organisation agency
clinic hospital school`.split(/\s+/),
);
const COMPANIES_CHINESE =
  /(供应商|厂商|承运商|商户|门店|公司|企业|经销商|代理商|机构|医院|学校|银行)(基本)?(信息|资料|档案)?表?$/u;

/** Rows are companies or places of business, which people work with for years. */
export function areCompanies(words: readonly string[], comment: string): boolean {
  return COMPANIES.has(singularWord(words.at(-1) ?? '')) || COMPANIES_CHINESE.test(comment);
}
