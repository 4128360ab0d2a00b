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
