import { singularWord } from './inflection.js';

/** What is counted or measured, in the Chinese that stands behind what happened to it. */
const QUANTITIES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    quantity: '数量',
    units: '数量',
    count: '数量',
    amount: '金额',
    value: '价值',
    balance: '余额',
    cost: '成本',
    price: '价格',
    fee: '费用',
    tax: '税额',
    premium: '保费',
    interest: '利息',
    principal: '本金',
    discount: '折扣',
    limit: '额度',
    budget: '预算',
    funds: '资金',
    points: '积分',
    seats: '席位数',
    pieces: '件数',
    rows: '行数',
    records: '记录数',
    miles: '英里数',
    kilometers: '公里数',
    distance: '里程',
    hours: '小时数',
    minutes: '分钟数',
    seconds: '秒数',
    days: '天数',
    weight: '重量',
    volume: '体积',
    area: '面积',
    space: '空间',
    capacity: '容量',
    revenue: '收入',
    sale: '销售额',
    gallons: '加仑数',
    liters: '升数',
    kwh: '度数',
  }),
);

/** What happened to it, where the word by itself is a noun or of another meaning. */
const DONE: ReadonlyMap<string, string> = new Map(
  Object.entries({
    accrued: '应计',
    adjusted: '调整',
    agreed: '约定',
    allocated: '已分配',
    applied: '已使用',
    approved: '批准',
    available: '可用',
    backordered: '缺货',
    billed: '计费',
    borrowed: '借入',
    budgeted: '预算',
    charged: '收取',
    collected: '已收',
    committed: '已承诺',
    consumed: '消耗',
    counted: '盘点',
    covered: '承保',
    damaged: '损坏',
    deducted: '扣除',
    delivered: '送达',
    deposited: '存入',
    driven: '行驶',
    due: '应付',
    earned: '获得',
    estimated: '预计',
    held: '持有',
    insured: '投保',
    invoiced: '开票',
    left: '剩余',
    loaded: '装载',
    lost: '损失',
    ordered: '订购',
    outstanding: '未结',
    overdue: '逾期',
    packed: '打包',
    paid: '已付',
    picked: '拣货',
    processed: '处理',
    produced: '生产',
    pumped: '加注',
    received: '收到',
    recovered: '追回',
    rejected: '拒收',
    released: '释放',
    remaining: '剩余',
    repaid: '已还',
    requested: '申请',
    reserved: '预留',
    returned: '退回',
    sold: '售出',
    spent: '支出',
    traveled: '行驶',
    travelled: '行驶',
    unpaid: '未付',
    used: '已用',
    withdrawn: '取出',
    withheld: '代扣',
    won: '赢得',
    worked: '工作',
    written: '签单',
  }),
);

/** What is counted in words that an industry has of its own: credits of students. */
const OF_THE_INDUSTRY = new Set(['credits']);

/** What happened, other than to a flag: `amount verified` says yes or no. */
const PARTICIPLE =
  /^(?!(?:add|alter|chang|check|clos|confirm|correct|creat|delet|edit|enabl|disabl|exceed|fix|includ|lock|mark|modifi|need|reach|reduc|requir|restrict|set|updat|verifi)\w*ed$)[a-z]{2,}ed$/;

/**
 * `qty allocated` → 已分配数量, `amount claimed` → 索赔金额: Chinese says first what happened. Null where a word is not known;
 * undefined for other names.
 */
export function measuredChinese(
  words: readonly string[],
  inContext: (words: readonly string[]) => string | null,
): string | null | undefined {
  const [first = '', done = '', more] = words;
  const quantity = OF_THE_INDUSTRY.has(first)
    ? (inContext([first]) ?? undefined)
    : (QUANTITIES.get(first) ?? QUANTITIES.get(singularWord(first)));
  if (quantity === undefined || more !== undefined || (!DONE.has(done) && !PARTICIPLE.test(done))) {
    return undefined;
  }
  const text = quantity === '价格' && done === 'paid' ? '实付' : (DONE.get(done) ?? inContext([done]));
  return text === null ? null : `${text}${quantity}`;
}
