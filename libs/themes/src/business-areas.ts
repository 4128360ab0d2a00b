import type { Text } from '#libs/language';
import type { Entity } from '#libs/semantic-model';

/** A part of a business, as its people call it, with the things that belong to it. */
interface BusinessArea {
  readonly title: Text;
  /** English words of a name, and words in a row joined by `-`. */
  readonly en: readonly string[];
  /** Parts of a Chinese name. */
  readonly zh: readonly string[];
}

const AREAS: readonly BusinessArea[] = [
  area(
    'Sales',
    '销售',
    'order sale sales invoice cart checkout quote quotation receipt revenue',
    '订单 销售 营收 零售 购物车 结算单 报价',
  ),
  area(
    'Purchasing',
    '采购',
    'purchase-order purchase purchases purchasing procurement supplier vendor requisition',
    '采购 采购单 采购订单 供应商 进货',
  ),
  area(
    'Delivery',
    '配送',
    'shipment shipping shipper delivery freight carrier courier dispatch logistics parcel',
    '配送 物流 运输 发货 快递 运单 承运',
  ),
  area('Stock', '库存', 'inventory stock warehouse bin replenishment', '库存 仓库 入库 出库 盘点'),
  area(
    'Production',
    '生产',
    'work-order workorder manufacturing production assembly scrap bom',
    '生产 工单 制造 工序 物料清单',
  ),
  area('Products', '产品', 'product item sku catalog brand merchandise', '产品 商品 品牌 类目'),
  area('Customers', '客户', 'customer client member subscriber membership loyalty', '客户 会员 顾客 用户画像'),
  area('Marketing', '营销', 'campaign promotion coupon offer lead advertisement', '营销 促销 优惠 活动 广告'),
  area(
    'Finance',
    '财务',
    'payment ledger journal transaction account balance bill billing budget tax wallet expense refund',
    '支付 付款 账户 账单 财务 交易 余额 钱包 费用 退款',
  ),
  area(
    'People',
    '人员',
    'employee staff personnel department position job shift salary payroll attendance leave candidate applicant',
    '员工 人员 部门 岗位 薪资 工资 考勤 请假 招聘',
  ),
  area('Users and permissions', '用户与权限', 'user role permission privilege menu login', '用户 角色 权限 菜单 登录'),
  area('Rentals', '租赁', 'rental lease reservation booking', '租赁 出租 预订'),
  area(
    'Care',
    '诊疗',
    'patient diagnosis diagnoses treatment doctor appointment prescription drug symptom',
    '患者 病人 诊断 治疗 医生 处方 药品 就诊',
  ),
  area('Teaching', '教学', 'student course lesson teacher enrollment enrolment exam', '学生 课程 教师 选课 考试 班级'),
  area('Support', '客服', 'ticket complaint feedback survey helpdesk', '客服 投诉 反馈 工单'),
  area('Messages', '消息', 'message mail email sms notification notify notice', '消息 邮件 短信 通知 公告'),
  area('Vehicles', '车辆', 'car vehicle truck fleet', '车辆 汽车 车型'),
  area('Content', '内容', 'film movie album track song book article post', '影片 电影 专辑 歌曲 图书 文章'),
];

function area(en: string, zh: string, words: string, parts: string): BusinessArea {
  return { title: { en, zh }, en: words.split(' '), zh: parts.split(' ') };
}

/** Things of software: its clients and accounts are no customers. */
const TECHNICAL = /\b(oauth\d*|api|token|codegen|session)\b/i;

/** The area that the names of an entity belong to; null for one of its own. */
export function areaOf({ name }: Pick<Entity, 'name'>): Text | null {
  if (TECHNICAL.test(name.en.text)) {
    return null;
  }
  const found = (name.en.known ? byEnglish(name.en.text) : null) ?? (name.zh.known ? byChinese(name.zh.text) : null);
  return found?.title ?? null;
}

/** The head of a name stands last: an order of work is no order of a customer. */
function byEnglish(name: string): BusinessArea | null {
  const words = name.toLowerCase().split(/[^a-z]+/);
  const phrase = AREAS.find(({ en }) => en.some((term) => term.includes('-') && words.join('-').includes(term)));
  const ends = words.toReversed().map((word) => AREAS.find(({ en }) => en.includes(word)));
  return phrase ?? ends.find((area) => area !== undefined) ?? null;
}

function byChinese(name: string): BusinessArea | null {
  const places = AREAS.map((area) => ({ area, place: Math.max(...area.zh.map((part) => endOf(name, part))) }));
  const last = places.reduce((best, next) => (next.place > best.place ? next : best));
  return last.place > 0 ? last.area : null;
}

/** Of two parts with one end the longer one counts. */
function endOf(name: string, part: string): number {
  const place = name.lastIndexOf(part);
  return place < 0 ? 0 : place + part.length + part.length / 100;
}
