import { defineTexts } from '../../i18n/texts.js';

export const documentTexts = defineTexts({
  tables: { zh: '表', en: 'Tables' },
  themes: { zh: '主题', en: 'Themes' },
  search: { zh: '搜索表', en: 'Search tables' },
  none: { zh: '还没有文档', en: 'There are no documents yet' },
  noneHelp: { zh: '执行“生成文档”步骤后即可阅读。', en: 'Run the step that documents the tables.' },
  noMatch: { zh: '没有匹配的表。', en: 'No table matches.' },
  more: {
    zh: ({ count }: { count: string }) => `另有 ${count} 张表，请缩小搜索范围`,
    en: ({ count }: { count: string }) => `${count} more tables: search for one`,
  },
  document: { zh: '文档', en: 'Document' },
  ddl: { zh: '表结构', en: 'DDL' },
  meaning: { zh: '含义', en: 'Meaning' },
  noMeaning: {
    zh: '语义模型中没有这张表。执行“生成文档”步骤后才有。',
    en: 'The semantic model lacks this table. Run the step that documents the tables.',
  },
  missing: { zh: '这份文件不存在。', en: 'This file does not exist.' },
  diagram: {
    zh: ({ theme }: { theme: string }) => `主题“${theme}”的 ER 图`,
    en: ({ theme }: { theme: string }) => `Entity relationships of the theme ${theme}`,
  },
  diagramHelp: {
    zh: '实线为外键，虚线为推断的关联。点击表名查看文档。',
    en: 'Solid lines are foreign keys, dotted ones are inferred. Press a table to read its document.',
  },
  noThemes: { zh: '没有主题图', en: 'There are no diagrams of themes' },
  print: { zh: '打印', en: 'Print' },
});
