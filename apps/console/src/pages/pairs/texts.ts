import type { components } from '#clients/typescript';
import { defineTexts } from '../../i18n/texts.js';

interface Count {
  readonly count: number;
}

interface Slot {
  readonly slot: string;
  readonly expected: string;
  readonly found: string;
}

export const pairTexts = defineTexts({
  queue: { zh: '待审核队列', en: 'Queue' },
  lead: {
    zh: '逐个判断问答对是否正确，风险最高的在前。每个操作一个按键，判断后自动进入下一个。',
    en: 'Judge each pair, the riskiest first. Every action has a key, and the next pair opens by itself.',
  },
  state: { zh: '状态', en: 'Status' },
  any: { zh: '全部', en: 'All' },
  risk: { zh: '原因', en: 'Reason' },
  source: { zh: '来源', en: 'Source' },
  kind: { zh: '类型', en: 'Kind' },
  table: { zh: '表', en: 'Table' },
  search: { zh: '搜索', en: 'Search' },
  searchPlaceholder: { zh: '问题、SQL 或备注', en: 'Question, SQL or comment' },
  noPairs: { zh: '还没有问答对', en: 'There are no pairs yet' },
  noPairsHelp: {
    zh: '先执行任务的“生成问答对”步骤，或上传问答对文件。',
    en: 'Run the step that writes the pairs, or upload a pair file.',
  },
  noneFound: { zh: '没有符合条件的问答对', en: 'No pair matches' },
  noneFoundHelp: { zh: '换一个条件试试。', en: 'Try another filter.' },
  done: { zh: '本队列已审核完毕', en: 'This queue is done' },
  doneHelp: {
    zh: '可以换一个条件，或用抽查估计错误率。',
    en: 'Choose another filter, or estimate the error rate with a spot check.',
  },
  reload: { zh: '重新载入', en: 'Load again' },
  place: {
    zh: ({ at, total }: { at: number; total: number }) => `第 ${at} 个，共 ${total} 个`,
    en: ({ at, total }: { at: number; total: number }) => `${at} of ${total}`,
  },
  decided: {
    zh: ({ count }: Count) => `本次已判断 ${count} 个`,
    en: ({ count }: Count) => `${count} decided in this session`,
  },
  saving: { zh: ({ count }: Count) => `正在保存 ${count} 个`, en: ({ count }: Count) => `saving ${count}` },
  approve: { zh: '通过', en: 'Approve' },
  reject: { zh: '驳回', en: 'Reject' },
  needsWork: { zh: '需修改', en: 'Needs work' },
  edit: { zh: '修改', en: 'Edit' },
  skip: { zh: '稍后', en: 'Skip' },
  next: { zh: '下一个', en: 'Next' },
  previous: { zh: '上一个', en: 'Previous' },
  undo: { zh: '撤销', en: 'Undo' },
  preview: { zh: '查看结果', en: 'Show result' },
  readOnly: {
    zh: '当前密钥只能查看，不能判断。',
    en: 'The key of this session may look, but not decide.',
  },
  question: { zh: '问题', en: 'Question' },
  comment: { zh: '备注', en: 'Comment' },
  save: { zh: '保存', en: 'Save' },
  saveAndApprove: { zh: '保存并通过', en: 'Save and approve' },
  cancel: { zh: '取消', en: 'Cancel' },
  close: { zh: '关闭', en: 'Close' },
  why: { zh: '为什么要看它', en: 'Why to look at it' },
  evidence: { zh: '证据', en: 'Evidence' },
  noEvidence: {
    zh: '还没有任何证明：验证步骤只确认了语句可以执行。',
    en: 'Nothing is proven yet: the validation only made sure that the statement runs.',
  },
  made: { zh: '验证前的语句', en: 'Before the validation' },
  madeHelp: { zh: '验证步骤修复了它：', en: 'The validation repaired it:' },
  neighbours: { zh: '可对照的问答对', en: 'Compare with' },
  history: { zh: '历史', en: 'History' },
  noHistory: { zh: '还没有人判断过。', en: 'No person has decided about it yet.' },
  tables: { zh: '所用的表', en: 'Tables' },
  difficulty: { zh: '难度', en: 'Difficulty' },
  file: { zh: '文件', en: 'File' },
  notInFile: {
    zh: '修改已生效；任务运行结束后写入文件。',
    en: 'The edit counts already; it is written into the file when the task has ended.',
  },
  result: { zh: '查询结果', en: 'Result' },
  resultHelp: {
    zh: '只读执行，只显示前几行；个人和机密数据已脱敏。',
    en: 'Run read-only; only the first rows, with personal and secret values masked.',
  },
  noRows: { zh: '没有返回任何行。', en: 'It returns no rows.' },
  moreRows: { zh: '还有更多行。', en: 'There are more rows.' },
  masked: { zh: '已脱敏', en: 'masked' },
  conflict: {
    zh: ({ by, state }: { by: string; state: string }) => `${by} 在此期间已把它改为“${state}”，你的判断没有保存。`,
    en: ({ by, state }: { by: string; state: string }) =>
      `${by} changed it meanwhile (now: ${state}), so your decision was not saved.`,
  },
  someone: { zh: '他人或某次运行', en: 'Another person or a run' },
  look: { zh: '查看', en: 'Look' },
  mine: { zh: '仍用我的判断', en: 'Use mine all the same' },
  notSaved: {
    zh: ({ state, why }: { state: string; why: string }) => `“${state}”没有保存：${why}`,
    en: ({ state, why }: { state: string; why: string }) => `“${state}” was not saved: ${why}`,
  },
  tryAgain: { zh: '重试', en: 'Try again' },
  tryAllAgain: {
    zh: ({ count }: Count) => `全部 ${count} 个重试`,
    en: ({ count }: Count) => `Try all ${count} again`,
  },
  drop: { zh: '放弃', en: 'Give up' },
  singleKeys: { zh: '用单个按键操作', en: 'Single-key shortcuts' },
  keepTheirs: { zh: '保留对方的', en: 'Keep theirs' },
  announced: {
    zh: ({ state, question }: { state: string; question: string }) => `${state}：${question}`,
    en: ({ state, question }: { state: string; question: string }) => `${state}: ${question}`,
  },
  bulk: { zh: '批量判断', en: 'Decide for all' },
  bulkHelp: {
    zh: '对当前条件下的全部问答对一次判断，可整体撤销。',
    en: 'One decision about all pairs of the present filter; it can be undone as a whole.',
  },
  bulkDecision: { zh: '判断', en: 'Decision' },
  bulkCount: {
    zh: ({ count }: Count) => `将改变 ${count} 个问答对：`,
    en: ({ count }: Count) => (count === 1 ? 'One pair changes:' : `${count} pairs change:`),
  },
  bulkDo: { zh: ({ count }: Count) => `改变 ${count} 个`, en: ({ count }: Count) => `Change ${count}` },
  spotCheck: { zh: '抽查', en: 'Spot check' },
  spotCheckHelp: {
    zh: '按当前的来源、类型和表随机抽取若干个，逐个判断，得到错误率及其 95% 置信区间。',
    en: 'Draws pairs at random from the chosen source, kind and table. Decide about them to learn the error rate with its 95% confidence interval.',
  },
  spotCheckSize: { zh: '抽取数量', en: 'Pairs to draw' },
  draw: { zh: '抽取', en: 'Draw' },
  endSpotCheck: { zh: '结束抽查', en: 'End the spot check' },
  judged: {
    zh: ({ judged, n }: { judged: number; n: number }) => `抽查：已判断 ${judged} / ${n}`,
    en: ({ judged, n }: { judged: number; n: number }) => `Spot check: ${judged} of ${n} judged`,
  },
  errorRate: {
    zh: ({ share, low, high }: { share: string; low: string; high: string }) =>
      `错误率 ${share}（95% 区间 ${low} 至 ${high}）`,
    en: ({ share, low, high }: { share: string; low: string; high: string }) =>
      `error rate ${share} (95 % interval ${low} to ${high})`,
  },
  check: { zh: '试运行并证明', en: 'Try and prove' },
  valid: { zh: '语句有效', en: 'The statement is valid' },
  invalid: { zh: '语句无效', en: 'The statement is not valid' },
  notProven: { zh: '无法证明', en: 'It could not be proven' },
  ranAt: { zh: '已执行', en: 'It was run' },
  rowCount: { zh: ({ count }: Count) => `返回 ${count} 行`, en: ({ count }: Count) => `it returns ${count} rows` },
  mutants: {
    zh: ({ killed, made }: { killed: number; made: number }) => `${made} 个改动过的语句中，${killed} 个的结果不同`,
    en: ({ killed, made }: { killed: number; made: number }) =>
      `${killed} of ${made} changed statements give another result`,
  },
  slot: {
    zh: ({ slot, expected, found }: Slot) => `${slot}：问题为“${expected || '—'}”，语句为“${found || '—'}”`,
    en: ({ slot, expected, found }: Slot) =>
      `${slot}: “${expected || '—'}” in the question, “${found || '—'}” in the statement`,
  },
  readBack: { zh: '语句回读与问题一致', en: 'Read back, the statement asks what the question asks' },
  readBackDiffers: {
    zh: '语句回读与问题不一致：',
    en: 'Read back, the statement asks something else:',
  },
});

export const stateTexts = defineTexts({
  new: { zh: '未审核', en: 'New' },
  approved: { zh: '已通过', en: 'Approved' },
  rejected: { zh: '已驳回', en: 'Rejected' },
  needs_work: { zh: '需修改', en: 'Needs work' },
});

export const riskTexts = defineTexts({
  lapsed: { zh: '判断已失效', en: 'decision lapsed' },
  read_back_differs: { zh: '语句与问题不一致', en: 'asks something else' },
  unproven: { zh: '未经证明', en: 'unproven' },
  living_mutants: { zh: '改动后结果相同', en: 'result stays when the SQL changes' },
  implausible: { zh: '结果不合理', en: 'implausible result' },
  vacuous_condition: { zh: '条件无影响', en: 'condition without effect' },
  same_result: { zh: '结果与其他相同', en: 'same result as another' },
  made_by_model: { zh: '由模型生成', en: 'made by a model' },
  never_retrieved: { zh: '从未被检索到', en: 'never retrieved' },
});

export const sourceTexts = defineTexts({
  model: { zh: '大模型', en: 'language model' },
  offline: { zh: '离线生成', en: 'offline generator' },
  uploaded: { zh: '上传', en: 'uploaded' },
  log: { zh: '实际执行的 SQL', en: 'SQL that was run' },
  view: { zh: '视图', en: 'view' },
  sql_file: { zh: 'SQL 脚本', en: 'SQL script' },
});

export const lapseTexts = defineTexts({
  question_changed: { zh: '问题变了', en: 'the question changed' },
  sql_changed: { zh: '语句变了', en: 'the statement changed' },
  table_gone: { zh: '表已不存在', en: 'the table is gone' },
  column_gone: { zh: '字段已不存在', en: 'the column is gone' },
  column_changed: { zh: '字段定义变了', en: 'the definition of the column changed' },
  table_meaning_changed: { zh: '表的含义变了', en: 'the meaning of the table changed' },
  column_meaning_changed: { zh: '字段的含义变了', en: 'the meaning of the column changed' },
  join_changed: { zh: '表间关联变了', en: 'the join changed' },
});

export const actionTexts = defineTexts({
  decide: { zh: '判断', en: 'decided' },
  edit: { zh: '修改', en: 'edited' },
  undo: { zh: '撤销', en: 'undone' },
});

export const neighbourTexts = defineTexts({
  same_result: { zh: '结果相同', en: 'the same result' },
  same_tables: { zh: '用到相同的表', en: 'the same tables' },
  similar_question: { zh: '问题相近', en: 'a similar question' },
}) satisfies Record<components['schemas']['NeighbourView']['because'], unknown>;

/** Parts of a statement that say something else than its question. */
export const slotTexts = defineTexts({
  table: { zh: '表', en: 'Table' },
  join: { zh: '关联', en: 'Join' },
  aggregate: { zh: '聚合方式', en: 'Aggregate' },
  measure: { zh: '指标', en: 'Figure' },
  column: { zh: '字段', en: 'Column' },
  condition: { zh: '条件', en: 'Condition' },
  value: { zh: '取值', en: 'Value' },
  period: { zh: '时间范围', en: 'Period' },
  group: { zh: '分组', en: 'Group' },
  distinct: { zh: '去重', en: 'Distinct' },
  order: { zh: '排序', en: 'Order' },
  limit: { zh: '行数', en: 'Limit' },
  window: { zh: '窗口', en: 'Window' },
  set: { zh: '集合运算', en: 'Set operation' },
});

/** What changed a statement before people did. */
export const repairTexts = defineTexts({
  rule: { zh: '校验时按规则修复，没有用模型：', en: 'A rule of the validation repaired it, without a model:' },
  model: { zh: '校验时由大模型修复：', en: 'A language model repaired it during the validation:' },
});
