import type { ByLanguage } from '#libs/language';
import type { Name } from '../model.js';

interface Titled {
  readonly words: readonly string[];
  readonly column: { readonly name: string; readonly comment: string | null };
}

const COMPANY = /\b(company|corporate|corporation|organi[sz]ation|business|firm|enterprise) name$/;
const COMPANY_CHINESE = /(公司|企业|单位|机构)(名称|名)$/u;

/** Customers that are called by the name of a company are no people: 家, and not 位. */
export function ofCompanies(name: ByLanguage<Name>, title: readonly Titled[]): ByLanguage<Name> {
  const areCompanies = title.some(
    ({ words, column }) =>
      COMPANY.test(words.join(' ')) || COMPANY_CHINESE.test(column.name) || COMPANY_CHINESE.test(column.comment ?? ''),
  );
  return areCompanies && name.zh.measureWord === '位' ? { ...name, zh: { ...name.zh, measureWord: '家' } } : name;
}
