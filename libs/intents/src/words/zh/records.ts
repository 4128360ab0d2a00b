/** What is done, and is no thing by itself: 汽车的销售 is not a list, 汽车的销售记录 is. */
const DEED = /(租借|租赁|借阅|登录|访问|浏览|签到|销售|收款|退款|充值|提现|转账|维修|保养|就诊|住院|检查|检验|盘点)$/u;

/** `租借记录`: a list is of records, and not of deeds. */
export function recordedZh(noun: string): string {
  return DEED.test(noun) ? `${noun}记录` : noun;
}

/** 10 条租借记录, and not 10 次租借记录; 10 笔销售记录 is said. */
export function wordOfRecordsZh(noun: string, measureWord: string | null): string {
  const word = measureWord ?? '条';
  return word === '次' && DEED.test(noun) ? '条' : word;
}
