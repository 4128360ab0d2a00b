import { defineTexts } from '../../i18n/texts.js';

interface Count {
  readonly count: number;
}

export const meaningTexts = defineTexts({
  title: { zh: '含义', en: 'Meaning' },
  lead: {
    zh: '语义模型对这张表的说明。文档、问答对和提示词都以它为准；人工修改的内容，以后的运行都会保留。',
    en: 'What the semantic model says about this table. Documents, pairs and prompts follow it, and later runs keep what people change.',
  },
  readOnly: { zh: '当前密钥只能查看，不能修改。', en: 'The key of this session may look, but not change anything.' },
  running: { zh: '任务正在运行，结束后才能修改。', en: 'The task runs; the model can be changed when it has ended.' },
  stale: {
    zh: ({ steps }: { steps: string }) => `以下步骤的结果已过期：${steps}。用“继续”运行任务即可更新。`,
    en: ({ steps }: { steps: string }) => `Outdated: ${steps}. Resume the task to bring them up to date.`,
  },
  table: { zh: '表', en: 'Table' },
  columns: { zh: '字段', en: 'Columns' },
  column: { zh: '字段', en: 'Column' },
  says: { zh: '说明', en: 'Statements' },
  metrics: { zh: '指标', en: 'Metrics' },
  edit: { zh: '编辑', en: 'Edit' },
  editNamed: { zh: ({ name }: { name: string }) => `编辑 ${name}`, en: ({ name }: { name: string }) => `Edit ${name}` },
  save: { zh: '保存', en: 'Save' },
  cancel: { zh: '取消', en: 'Cancel' },
  undo: { zh: '撤销', en: 'Undo' },
  undoNumber: {
    zh: ({ number }: { number: number }) => `撤销修改 ${number}`,
    en: ({ number }: { number: number }) => `Undo edit ${number}`,
  },
  follow: { zh: '随数据库更新', en: 'Follow the database' },
  follows: { zh: '下次运行时重新推导', en: 'derived again by the next run' },
  takenBack: { zh: '已取消', en: 'taken back' },
  setBy: { zh: ({ by }: { by: string }) => `由 ${by} 设置`, en: ({ by }: { by: string }) => `set by ${by}` },
  confidence: {
    zh: ({ share }: { share: string }) => `可信度 ${share}`,
    en: ({ share }: { share: string }) => `confidence ${share}`,
  },
  nameZh: { zh: '中文名称', en: 'Chinese name' },
  nameEn: { zh: '英文名称', en: 'English name' },
  synonymsZh: { zh: '中文别名（用逗号分隔）', en: 'Chinese synonyms, separated by commas' },
  synonymsEn: { zh: '英文别名（用逗号分隔）', en: 'English synonyms, separated by commas' },
  unitField: { zh: '单位所在的字段', en: 'Column that holds the unit' },
  unitKind: { zh: '单位类别', en: 'Kind of unit' },
  unitKindHelp: { zh: '例如 currency、percent、duration', en: 'Such as currency, percent, duration' },
  unitCode: { zh: '单位', en: 'Unit' },
  unitCodeHelp: { zh: '例如 CNY、minute、kg', en: 'Such as CNY, minute, kg' },
  nullZh: { zh: '空值表示（中文）', en: 'NULL means, in Chinese' },
  nullEn: { zh: '空值表示（英文）', en: 'NULL means, in English' },
  softDeleteField: { zh: '逻辑删除字段', en: 'Column of the soft delete' },
  softDeleteAlive: { zh: '有效行的条件', en: 'Condition of living rows' },
  none: { zh: '无', en: 'None' },
  codes: { zh: '取值的含义', en: 'Meanings of codes' },
  code: { zh: '取值', en: 'Code' },
  meaningZh: { zh: '中文含义', en: 'Meaning in Chinese' },
  meaningEn: { zh: '英文含义', en: 'Meaning in English' },
  addCode: { zh: '添加取值', en: 'Add a code' },
  sensitiveHelp: {
    zh: '敏感字段在任何地方都会脱敏，其取值会从文件中删除。',
    en: 'A sensitive column is masked everywhere, and its values leave the file.',
  },
  conflict: {
    zh: '他人或某次运行在此期间改了这一项，本次修改没有保存。下面是现在的内容：',
    en: 'Another person or a run changed this meanwhile, so nothing was saved. It says now:',
  },
  takeTheirs: { zh: '采用现在的内容', en: 'Take what it says now' },
  keepMine: { zh: '仍保存我的修改', en: 'Save mine all the same' },
  accept: { zh: '接受', en: 'Accept' },
  reject: { zh: '拒绝', en: 'Reject' },
  fact: { zh: '事实', en: 'fact' },
  hint: { zh: '线索', en: 'hint' },
  rejected: { zh: '已拒绝', en: 'rejected' },
  joins: { zh: '关联', en: 'Joins' },
  joinsHelp: {
    zh: '线索只写入文档，不用于问答对。接受后成为事实，拒绝后不再使用。',
    en: 'Hints are for readers of the document only. An accepted one is a fact for pairs too; a rejected one is not used.',
  },
  noJoins: { zh: '没有关联。', en: 'It has no joins.' },
  addJoin: { zh: '添加关联', en: 'Add a join' },
  joinColumn: { zh: '本表的字段', en: 'Column of this table' },
  joinTable: { zh: '另一张表', en: 'Other table' },
  joinOther: { zh: '另一张表的字段', en: 'Column of the other table' },
  edits: { zh: '修改记录', en: 'Edits' },
  noEdits: { zh: '还没有人修改过。', en: 'No person has edited it yet.' },
  more: { zh: ({ count }: Count) => `其余 ${count} 个`, en: ({ count }: Count) => `${count} more` },
});

/** Keys of statements. */
export const keyTexts = defineTexts({
  label: { zh: '名称', en: 'Name' },
  synonyms: { zh: '别名', en: 'Synonyms' },
  plural: { zh: '英文复数', en: 'English plural' },
  measure_word: { zh: '量词', en: 'Measure word' },
  kind: { zh: '类型', en: 'Kind' },
  primary_key: { zh: '主键', en: 'Key' },
  title: { zh: '标识一行的字段', en: 'Columns that tell rows apart' },
  time: { zh: '业务时间', en: 'Time of a row' },
  soft_delete: { zh: '逻辑删除', en: 'Soft delete' },
  importance: { zh: '重要程度', en: 'Importance' },
  description: { zh: '描述', en: 'Description' },
  role: { zh: '角色', en: 'Role' },
  additivity: { zh: '可加性', en: 'Additivity' },
  unit: { zh: '单位', en: 'Unit' },
  values: { zh: '取值', en: 'Values' },
  null_meaning: { zh: '空值表示', en: 'NULL means' },
  expression: { zh: '表达式', en: 'Expression' },
  standing: { zh: '状态', en: 'Standing' },
  cardinality: { zh: '基数', en: 'Cardinality' },
  optional: { zh: '可能没有对应行', en: 'Optional' },
  none_value: { zh: '表示“无”的取值', en: 'Value that means none' },
  condition: { zh: '条件', en: 'Condition' },
  elements: { zh: '元素', en: 'Elements' },
});

export const roleTexts = defineTexts({
  key: { zh: '主键', en: 'key' },
  reference: { zh: '外键', en: 'reference' },
  dimension: { zh: '维度', en: 'dimension' },
  flag: { zh: '是否', en: 'flag' },
  measure: { zh: '度量', en: 'measure' },
  time: { zh: '时间', en: 'time' },
  code: { zh: '编码', en: 'code' },
  text: { zh: '文本', en: 'text' },
  technical: { zh: '技术字段', en: 'technical' },
  sensitive: { zh: '敏感', en: 'sensitive' },
});

export const kindTexts = defineTexts({
  thing: { zh: '实体', en: 'thing' },
  event: { zh: '事件', en: 'event' },
  line: { zh: '明细', en: 'line' },
  lookup: { zh: '字典', en: 'lookup' },
  link: { zh: '关联表', en: 'link' },
  log: { zh: '日志', en: 'log' },
  snapshot: { zh: '快照', en: 'snapshot' },
});

export const additivityTexts = defineTexts({
  additive: { zh: '可加', en: 'adds up' },
  semi_additive: { zh: '不可按时间相加', en: 'adds up, but not over time' },
  rate: { zh: '比率（取平均）', en: 'a rate, averaged' },
  unit_price: { zh: '单价', en: 'a price of one piece' },
  none: { zh: '不度量', en: 'is not measured' },
});

/** Evidence in words. */
export const sourceTexts = defineTexts({
  declared: { zh: '数据库中的声明', en: 'the database declares it' },
  data: { zh: '数据所示', en: 'the rows show it' },
  comment: { zh: '来自注释', en: 'a comment says it' },
  name: { zh: '由名称推断', en: 'inferred from the name' },
  model: { zh: '语言模型的建议', en: 'a language model proposes it' },
  person: { zh: '人工设置', en: 'a person says it' },
  other: { zh: '文件中的说明', en: 'a remark of the file' },
});
