import type { Entity } from '#libs/semantic-model';
import type { Condition, FieldRef, Leaf } from '../../intent.js';
import { isMainTime, isWhen } from '../part.js';

/** What happens at a time: the verb in the label of the time, such as 下单 in 下单日期. */
const VERBS =
  /^((?:计划|预计|实际|要求|预定|约定|应)?(?:建档|投用|入驻|录入|立项|起租|退租|起保|承保|退保|续保|派工|报修|报案|投产|上牌|回访|催收|核销|制单|过账|领料|发药|缴费|收费|报关|清关|放行|质检|挂号|开方|送检|借书|还书|下单|发货|收货|到货|送达|签收|交货|交付|付款|支付|退款|退货|归还|租借|借出|借阅|入职|离职|转正|聘用|录用|出生|去世|死亡|创建|新增|注册|登记|加入|开户|销户|激活|开通|注销|发布|出版|上映|上架|下架|上线|开售|停售|停产|生产|采购|购买|入库|出库|盘点|购置|开票|签订|签署|签约|续约|生效|失效|到期|过期|开始|结束|完成|关闭|解决|受理|提交|审核|审批|批准|确认|取消|就诊|入院|出院|住院|手术|接种|入学|毕业|报名|选课|考试|上课|发放|放款|还款|投保|出险|理赔|结案|立案|结算|充值|提现|转账|交易|更新|修改|删除|登录|访问|阅读|发送|接收|收到|回复|评价|预约|预订|入住|退房|出发|到达|抵达|起飞|降落|装货|卸货|发运|启运|安装|维修|检修|保养|巡检|报废|领用|调拨|派单|分配|停机|复机|开工|竣工|成立|开业|停业|晋升|调薪|薪资变更|发薪|回款|签到|派送|揽收|开具|签发|检测|化验|随访|复诊|续费|退订)|计划)(日期|时间|年月|日|时刻|年份)$/u;

/** 下单 for 下单日期, 开始 for 会话开始时间 of 用户会话; null where the label is no time of a happening. */
export function happeningZh(label: string, { name }: Pick<Entity, 'name'>): string | null {
  const noun = name.zh.text.slice(-2);
  const verb = VERBS.exec(label.startsWith(noun) ? label.slice(noun.length) : label)?.[1] ?? null;
  return verb === '创建' && isEnteredZh(name.zh) ? '登记' : verb;
}

/** People are not created; their accounts are. */
export function isEnteredZh({ text, measureWord }: Pick<Entity['name']['zh'], 'text' | 'measureWord'>): boolean {
  return /^[位名]$/u.test(measureWord ?? '') && !/(用户|账号|账户|管理员|成员)$/u.test(text);
}

/** People and companies are not of a time: they 入职, 注册 and 入驻 then. */
function isOfPeople({ entity, field }: FieldRef): boolean {
  const { measureWord } = entity.name.zh;
  return /^[位名家]$/u.test(measureWord ?? '') && happeningZh(field.label.zh.text, entity) !== null;
}

/** One of several dates, and not the one that people mean without saying so: due, delivered, ended, changed. */
const OTHER_TIME =
  /(到期|应[还付收到交完]|截止|要求|需求|预计|计划|约定|承诺|发货|送达|交付|交货|到货|收货|归还|结束|完成|关闭|失效|过期|更新|修改|最近|最后|上次|下次)/u;

function isToldApart({ entity, field }: FieldRef): boolean {
  return entity.kind !== 'snapshot' && OTHER_TIME.test(field.label.zh.text);
}

/** The main time, where the rows need no verb: `2023年的订单`. */
export function isMainTimeZh(ref: FieldRef): boolean {
  return isMainTime(ref) && !isOfPeople(ref) && !isToldApart(ref);
}

/** A period of that time: it stands in front of the sentence. */
export function isWhenZh(condition: Condition): condition is Extract<Leaf, { form: 'period' }> {
  return isWhen(condition) && isMainTimeZh(condition.of);
}
