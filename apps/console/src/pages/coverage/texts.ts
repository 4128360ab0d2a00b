import { defineTexts } from '../../i18n/texts.js';

export const coverageTexts = defineTexts({
  title: { zh: '覆盖', en: 'Coverage' },
  lead: {
    zh: ({ at }: { at: string }) => `有效的问答对用到了哪些表、字段和关联，还缺什么。统计于 ${at}。`,
    en: ({ at }: { at: string }) =>
      `The tables, columns and joins that valid pairs use, and what is missing. Measured on ${at}.`,
  },
  none: { zh: '还没有质量报告', en: 'There is no quality report yet' },
  noneHelp: { zh: '执行“校验 SQL”步骤后会生成。', en: 'The step that validates the SQL writes it.' },
  tables: { zh: '表', en: 'Tables' },
  columns: { zh: '字段', en: 'Columns' },
  joins: { zh: '关联（外键）', en: 'Joins (foreign keys)' },
  of: {
    zh: ({ covered, total }: { covered: string; total: string }) => `${covered} / ${total}`,
    en: ({ covered, total }: { covered: string; total: string }) => `${covered} of ${total}`,
  },
  missing: { zh: '缺少', en: 'Missing' },
  nothingMissing: { zh: '没有缺失。', en: 'Nothing is missing.' },
  more: {
    zh: ({ count }: { count: string }) => `……另有 ${count} 个`,
    en: ({ count }: { count: string }) => `… and ${count} more`,
  },
  matrix: { zh: '表与问题类型', en: 'Tables by kinds of questions' },
  matrixHelp: {
    zh: '每格为问答对数量，点击可查看；点“＋”可为该表追加一两个这类问答对。没有任何问答对的表也在其中。',
    en: 'Each cell counts pairs; press it to look at them. A plus asks for pairs of that kind about that table. Tables without any pair are listed, too.',
  },
  table: { zh: '表', en: 'Table' },
  all: { zh: '合计', en: 'All' },
  ask: { zh: '补齐缺失', en: 'Add the missing pairs' },
  askCount: { zh: '最多追加几个问答对', en: 'Pairs to add at most' },
  askHelp: {
    zh: ({ tables }: { tables: string }) =>
      `为 ${tables} 张还有未用到的字段或关联的表追加问答对，优先覆盖还没用到的字段和关联。已有的问答对和审核结果都不变。`,
    en: ({ tables }: { tables: string }) =>
      `Adds pairs about the ${tables} tables with gaps, starting with columns and joins that no pair uses. Pairs that are there, and their reviews, stay as they are.`,
  },
  askCell: {
    zh: ({ table, kind }: { table: string; kind: string }) => `为 ${table} 追加“${kind}”类问答对`,
    en: ({ table, kind }: { table: string; kind: string }) => `Add pairs about ${table}: ${kind}`,
  },
  askTable: {
    zh: ({ table }: { table: string }) => `为 ${table} 追加问答对`,
    en: ({ table }: { table: string }) => `Add pairs about ${table}`,
  },
  anyTable: { zh: '各表', en: 'any table' },
  kindsWithout: {
    zh: ({ count }: { count: string }) => `还没有问答对的问题类型（${count}）`,
    en: ({ count }: { count: string }) => `Kinds of questions without a pair (${count})`,
  },
  added: {
    zh: ({ count }: { count: string }) => `追加了 ${count} 个问答对。`,
    en: ({ count }: { count: string }) => `Pairs added: ${count}.`,
  },
  noneAdded: {
    zh: '没有追加问答对：找不到与已有问答对不同、又有结果的新问题。',
    en: 'No pair was added: there is no further question that has a result and differs from the present pairs.',
  },
  noneInCell: { zh: '无新增', en: 'None found' },
  running: { zh: '任务正在运行……', en: 'The task is running…' },
  stale: {
    zh: ({ steps }: { steps: string }) => `新的问答对还要经过这些步骤：${steps}。`,
    en: ({ steps }: { steps: string }) => `These steps have not seen the present pairs: ${steps}.`,
  },
  runStale: { zh: '运行这些步骤', en: 'Run these steps' },
  truncated: {
    zh: ({ count }: { count: string }) => `只统计了前 ${count} 个问答对。`,
    en: ({ count }: { count: string }) => `Only the first ${count} pairs are counted.`,
  },
  asked: { zh: '有人问、但问答对没有覆盖', en: 'Asked, but not covered' },
  askedHelp: {
    zh: ({ forms, pairs }: { forms: string; pairs: string }) =>
      `真实 SQL 共有 ${forms} 种形式，其中 ${pairs} 种已成为问答对。下面是这些 SQL 读取、而问答对没有用到的内容。`,
    en: ({ forms, pairs }: { forms: string; pairs: string }) =>
      `Real SQL has ${forms} forms; ${pairs} of them became pairs. The rest of what it reads has no pair:`,
  },
  askedNothing: {
    zh: '真实 SQL 读取的表和关联都有问答对。',
    en: 'Every table and join that real SQL reads has a pair.',
  },
  askedWhat: { zh: '类别', en: 'Part' },
  askedName: { zh: '名称', en: 'Name' },
  askedCalls: { zh: '执行次数', en: 'Calls' },
  askedTable: { zh: '表', en: 'table' },
  askedJoin: { zh: '关联', en: 'join' },
  askedOther: { zh: '任务外的表', en: 'not in the task' },
  notLearnt: {
    zh: ({ count }: { count: string }) => `没有成为问答对的形式（${count}）`,
    en: ({ count }: { count: string }) => `Forms without a pair (${count})`,
  },
  notLearntWhy: {
    zh: ({ calls, slots }: { calls: string; slots: string }) => `执行 ${calls} 次，原因：${slots}`,
    en: ({ calls, slots }: { calls: string; slots: string }) => `${calls} calls, because of: ${slots}`,
  },
});
