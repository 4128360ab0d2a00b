import { defineTexts } from '../../i18n/texts.js';

export const newTaskTexts = defineTexts({
  title: { zh: '新建任务', en: 'New task' },
  lead: {
    zh: '选择要处理的表，说明业务，然后运行。每一步都可以随时停止、重来。',
    en: 'Choose the tables, say what the business is, and run it. Every step can be stopped and run again.',
  },
  what: { zh: '业务', en: 'The business' },
  context: { zh: '业务说明', en: 'What the database is about' },
  contextHelp: {
    zh: '一句话即可。用什么语言写，生成的文档和问题就用什么语言。',
    en: 'A sentence is enough. Its language becomes the language of the documents and questions.',
  },
  contextPlaceholder: {
    zh: '例如：高速公路服务区的营收与车流',
    en: 'For example: revenue and traffic of motorway service areas',
  },
  name: { zh: '任务名称', en: 'Name of the task' },
  nameHelp: { zh: '可不填，便于以后查找。', en: 'Optional; it helps to find the task.' },
  database: { zh: '数据库名称', en: 'Name of the database' },
  databaseHelp: {
    zh: '可不填：默认用服务所配置的数据库。只能填同一服务器上的库名。',
    en: 'Optional. Empty means the configured database; another one has to be on the same server.',
  },
  otherDatabase: {
    zh: '这里只能列出默认数据库的表。请在左侧填写另一个数据库的表名或模式。',
    en: 'Only the tables of the default database can be listed here. Type the tables of the other one, or patterns.',
  },
  tables: { zh: '表', en: 'Tables' },
  tablesLead: {
    zh: '每行一个表名或模式，可用 * 代替任意文字，例如 public.* 或 sales.fact_*。',
    en: 'One table or pattern a line; * stands for any text, as in public.* or sales.fact_*.',
  },
  patterns: { zh: '表或模式', en: 'Tables or patterns' },
  databaseTables: { zh: '数据库里的表', en: 'Tables of the database' },
  filter: { zh: '查找表', en: 'Find a table' },
  filterPlaceholder: { zh: '表名或注释', en: 'Name or comment' },
  selectShown: { zh: '全选', en: 'Select all' },
  noTables: { zh: '数据库里没有表', en: 'The database has no table' },
  noTablesHelp: {
    zh: '请确认 BUSINESS_DATABASE_URL 指向的库，以及它的角色能看到这些表。',
    en: 'Check the database that BUSINESS_DATABASE_URL names, and that its role can see the tables.',
  },
  comment: { zh: '注释', en: 'Comment' },
  matches: {
    zh: ({ count, total }: { count: number; total: number }) => `已选 ${count} 张表（共 ${total} 张）`,
    en: ({ count, total }: { count: number; total: number }) => `${count} of ${total} tables are chosen`,
  },
  unmatched: {
    zh: ({ patterns }: { patterns: string }) => `没有匹配到任何表：${patterns}`,
    en: ({ patterns }: { patterns: string }) => `These match no table: ${patterns}`,
  },
  tooMany: {
    zh: '一个任务最多 1,000 行。请用模式代替逐个列出，例如 public.*。',
    en: 'A task takes 1,000 lines at most. Use patterns instead of single names, such as public.*.',
  },
  steps: { zh: '步骤与范围', en: 'Steps and amount' },
  validate: { zh: '校验 SQL', en: 'Validate the SQL' },
  validateHelp: { zh: '逐条检查生成的 SQL 能否运行。', en: 'Checks that each statement runs.' },
  load: { zh: '加载到向量库', en: 'Load into the vector store' },
  loadHelp: { zh: '完成后即可检索。', en: 'Then retrieval finds them.' },
  loaded: { zh: '加载哪些问答对', en: 'Pairs to load' },
  loadedHelp: {
    zh: '按审核结果选择，以后可在任务设置中更改。',
    en: 'Chosen by their review. You can change this later in the settings of the task.',
  },
  continueOnError: { zh: '跳过缺失或无权读取的表', en: 'Skip tables that are missing or cannot be read' },
  pairs: { zh: '问答对数量', en: 'Number of pairs' },
  pairsHelp: { zh: '留空则按表和关联的多少决定。', en: 'Leave it empty to let tables and joins decide.' },
  schedule: { zh: '定时运行（cron）', en: 'Schedule (cron)' },
  scheduleHelp: {
    zh: '可不填。例如 0 2 * * * 表示每天 2:00。',
    en: 'Optional. For example 0 2 * * * is every day at 2:00.',
  },
  createAndRun: { zh: '创建并运行', en: 'Create and run' },
  createOnly: { zh: '只创建', en: 'Create only' },
  notStarted: { zh: '任务已创建，但没有开始运行：', en: 'The task was created, but its run did not start:' },
  toTask: { zh: '打开任务', en: 'Open the task' },
  needsContext: { zh: '请先填写业务说明。', en: 'Say first what the database is about.' },
  needsTables: { zh: '请先选择至少一张表。', en: 'Choose at least one table first.' },
});
