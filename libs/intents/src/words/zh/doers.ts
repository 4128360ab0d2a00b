import type { Entity } from '#libs/semantic-model';

const STAFF =
  /(员工|雇员|职员|店员|柜员|销售人员|销售代表|业务员|客服|坐席|操作员|收银员|经办人|服务员|客户经理|信贷员)$/u;
const CARRIERS = /(承运商|承运人|快递公司|物流公司|运输公司)$/u;

/** What somebody does with rows: staff 经手 orders, carriers 承运 them; null where the language needs no verb. */
export function doingZh(role: string, subject: Pick<Entity, 'kind'>): string | null {
  if (subject.kind !== 'event') {
    return null;
  }
  return STAFF.test(role) ? '经手' : CARRIERS.test(role) ? '承运' : null;
}
