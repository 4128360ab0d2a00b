import type { Entity } from '#libs/semantic-model';

export const STAFF =
  /(员工|雇员|职员|店员|柜员|销售人员|销售代表|业务员|客服|坐席|操作员|收银员|经办人|服务员|客户经理|信贷员)$/u;
export const CARRIERS = /(承运商|承运人|快递公司|物流公司|运输公司)$/u;

/** What is done for customers and partners, not what happens to the staff itself, such as trainings. */
const FOR_OTHERS =
  /(订单|付款|收款|支付|缴费|租借|租赁|销售|退款|退货|发票|账单|交易|转账|运单|发货|合同|预订|预约|工单|投诉|充值|理赔|贷款|还款|报价|报价单|服务请求|业务|就诊|检查|维修|采购单)$/u;

/** What somebody does with rows: staff 经手 orders, carriers 承运 them; null where the language needs no verb. */
export function doingZh(role: string, { kind, name }: Pick<Entity, 'kind' | 'name'>): string | null {
  if (kind !== 'event' || !FOR_OTHERS.test(name.zh.text)) {
    return null;
  }
  return STAFF.test(role) ? '经手' : CARRIERS.test(role) ? '承运' : null;
}
