import type { Entity } from '#libs/semantic-model';
import type { Condition, FieldRef, Leaf } from '../../intent.js';
import { isMainTime, isWhen } from '../part.js';

/** What happens at a time: the verb in the label of the time, such as 下单 in 下单日期. */
const VERBS =
  /^((?:计划|预计|实际|要求|预定|约定|应)?(?:建档|入会|办卡|发卡|拾获|认领|领取|来访|离开|绑定|解绑|到店|离店|开账|结账|出票|退票|值机|登机|巡更|送修|验收|评审|答辩|开课|结课|休学|复学|转学|缴纳|办理|发起|响应|处理|装机|移机|拆机|换机|投诉|出账|销账|启用|停用|点餐|清扫|借用|进场|离场|到岗|离岗|受让|转让|过户|交房|收房|看房|议价|成交|挂牌|摘牌|竞拍|播种|采收|收割|屠宰|出栏|下单|浇筑|封顶|试车|点检|停工|复工|排产|下料|质押|解押|授信|提款|核保|出单|批改|赔付|查勘|定损|出庭|开庭|判决|上诉|检定|校准|抽检|开机|关机|建成|投运|退役|并网|抄表|入驻|录入|立项|起租|退租|起保|承保|退保|续保|派工|报修|报案|投产|上牌|回访|催收|核销|制单|过账|领料|发药|缴费|收费|报关|清关|放行|质检|挂号|开方|送检|借书|还书|发货|收货|到货|送达|签收|交货|交付|付款|支付|退款|退货|归还|租借|借出|借阅|入职|离职|转正|聘用|录用|出生|去世|死亡|创建|新增|注册|登记|加入|开户|销户|激活|开通|注销|发布|出版|上映|上架|下架|上线|开售|停售|停产|生产|采购|购买|入库|出库|盘点|购置|开票|签订|签署|签约|续约|生效|失效|到期|过期|开始|结束|完成|关闭|解决|受理|提交|审核|审批|批准|确认|取消|就诊|入院|出院|住院|手术|接种|入学|毕业|报名|选课|考试|上课|发放|放款|还款|投保|出险|理赔|结案|立案|结算|充值|提现|转账|交易|更新|修改|删除|登录|访问|阅读|发送|接收|收到|回复|评价|预约|预订|入住|退房|出发|到达|抵达|起飞|降落|装货|卸货|发运|启运|安装|维修|检修|保养|巡检|报废|领用|调拨|派单|分配|停机|复机|开工|竣工|成立|开业|停业|晋升|调薪|薪资变更|发薪|回款|签到|派送|揽收|开具|签发|检测|化验|随访|复诊|续费|退订)|计划)(日期|时间|年月|日|时刻|年份)$/u;

/** What remains of a label that has no verb of its own: 日期 of 订单日期. */
const NO_VERB = /^.{0,2}$/u;
/** Two letters before 时间 or 日期 say what happened, but for these nouns: 入校日期 and 拾获时间, not 账单日期. */
const TWO_LETTERS =
  /^(?!有效|账单|订单|业务|凭证|会计|发票|数据|统计|快照|营业|起始|截止|最[后近初新早晚]|预计|计划|合同|协议|证件|保修|系统|本地|当地|行程|航班|班次|课程|考勤|记录|报告|工作|报表|价格|汇率|财务|周期|活动|会议|任务|项目|单据|所属|对应|标准|实际|目标|首次|末次|上次|下次|本次|发生|日历|自然|服务|事件|生日|纪念|停留|持续|等待|总|平均|剩余)(\p{Script=Han}{2})(?:日期|时间)$/u;

/** 下单 for 下单日期, 开始 for 会话开始时间 of 用户会话; null where the label is no time of a happening. */
export function happeningZh(label: string, { name }: Pick<Entity, 'name'>): string | null {
  const noun = name.zh.text.slice(-2);
  const own = label.startsWith(noun) && !NO_VERB.test(label.slice(noun.length)) ? label.slice(noun.length) : label;
  const verb = VERBS.exec(own)?.[1] ?? TWO_LETTERS.exec(own)?.[1] ?? null;
  return verb === '创建' && isEnteredZh(name.zh) ? '登记' : verb;
}

/** People are not created; their accounts are. */
export function isEnteredZh({ text, measureWord }: Pick<Entity['name']['zh'], 'text' | 'measureWord'>): boolean {
  return /^[位名]$/u.test(measureWord ?? '') && !/(用户|账号|账户|管理员|成员)$/u.test(text);
}

/** People, companies and things do not belong to a time: it is when they 入职, 注册, 投用 or 开户. */
function isOfPeople({ entity, field }: FieldRef): boolean {
  const { measureWord, text } = entity.name.zh;
  return (
    (/^[位名家]$/u.test(measureWord ?? '') && happeningZh(field.label.zh.text, entity) !== null) ||
    /^[座台辆栋间艘架套]$/u.test(measureWord ?? '') ||
    /(账户|账号|卡)$/u.test(text)
  );
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
