import { defineTexts } from '../../i18n/texts.js';

export const coverageTexts = defineTexts({
  title: { zh: '覆盖', en: 'Coverage' },
  lead: {
    zh: '有效的问答对用到了哪些表、字段和关联，还缺什么。',
    en: 'The tables, columns and joins that valid pairs use, and what is missing.',
  },
  none: { zh: '还没有质量报告', en: 'There is no quality report yet' },
  noneHelp: { zh: '执行“校验 SQL”步骤后会生成。', en: 'The step that validates the SQL writes it.' },
  measured: { zh: ({ at }: { at: string }) => `统计于 ${at}`, en: ({ at }: { at: string }) => `measured ${at}` },
  tables: { zh: '表', en: 'Tables' },
  columns: { zh: '字段', en: 'Columns' },
  joins: { zh: '关联（外键）', en: 'Joins (foreign keys)' },
  of: {
    zh: ({ covered, total }: { covered: string; total: string }) => `${covered} / ${total}`,
    en: ({ covered, total }: { covered: string; total: string }) => `${covered} of ${total}`,
  },
  missing: { zh: '缺少', en: 'Missing' },
  nothingMissing: { zh: '没有缺少的。', en: 'Nothing is missing.' },
  more: {
    zh: ({ count }: { count: string }) => `……另有 ${count} 个`,
    en: ({ count }: { count: string }) => `… and ${count} more`,
  },
  matrix: { zh: '表与问题类型', en: 'Tables by kinds of questions' },
  matrixHelp: {
    zh: '每格为问答对数量，点击可查看这些问答对。',
    en: 'Each cell counts pairs; press it to look at them.',
  },
  table: { zh: '表', en: 'Table' },
  all: { zh: '合计', en: 'All' },
  askMore: { zh: '生成更多问答对', en: 'Generate more pairs' },
  askMoreHelp: {
    zh: '按缺口重新生成：先覆盖还没有问答对的表、字段和关联；已通过的问答对会保留。',
    en: 'Generates the pairs again, gaps first: tables, columns and joins without a pair. Approved pairs are kept.',
  },
  asked: { zh: '已开始生成。', en: 'The generation has started.' },
  truncated: {
    zh: ({ count }: { count: string }) => `只统计了前 ${count} 个问答对。`,
    en: ({ count }: { count: string }) => `Only the first ${count} pairs are counted.`,
  },
});
