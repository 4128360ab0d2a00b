import { LANGUAGES, type ByLanguage } from '#libs/language';

/** The parts of a `_detail.md` file; a title follows the sentence about the table. */
export type DetailSection = 'fields' | 'notes' | 'profile' | 'relations' | 'rules' | 'paths' | 'names';

/** The lines that begin a part. Those of the Python original stay exact. */
export const DETAIL_SECTIONS: ByLanguage<Record<DetailSection, string>> = {
  zh: {
    fields: '字段列表：',
    notes: '字段补充说明：',
    profile: '数据概况：',
    relations: '表间关系：',
    rules: '约束规则：',
    paths: '关联路径：',
    names: '别名：',
  },
  en: {
    fields: 'Columns:',
    notes: 'Notes:',
    profile: 'Data profile:',
    relations: 'Relations:',
    rules: 'Constraints:',
    paths: 'Join paths:',
    names: 'Also called:',
  },
};

const BY_TITLE = new Map(
  LANGUAGES.flatMap((language) =>
    Object.entries(DETAIL_SECTIONS[language]).map(([section, title]) => [title, section as DetailSection]),
  ),
);

/** The part that a line begins, in any language: a file may be older than the language of its task. */
export function detailSectionOf(line: string): DetailSection | null {
  return BY_TITLE.get(line.trim()) ?? null;
}
