import type { Entity, Name } from '#libs/semantic-model';
import { CARRIERS, STAFF } from './doers.js';

/** What one of an owner and of an event does: the verbs that the language has for it. */
export interface DeedZh {
  /** Takes the event as its object: 下过订单, 接受过治疗. */
  readonly ofRows?: string;
  /** Takes what the event is about as its object: 租借过影片, 购买过汽车. */
  readonly ofThings?: string;
  /** Takes the people that it was done with: 卖给过来自“杭州”的客户. */
  readonly withPeople?: string;
  /** Says the event by itself: 卖出过, 付过款. */
  readonly alone?: string;
}

type Role = 'party' | 'staff' | 'medic' | 'carrier' | 'supplier' | 'remedy' | 'thing' | 'place';

const MEDICS = /(医生|医师|护士|治疗师|药师|主刀|技师)$/u;
const DRIVERS = /(司机|驾驶员|快递员|配送员|骑手|车辆|货车|卡车)$/u;
const SUPPLIERS = /(供应商|厂商|制造商|生产商|供货商)$/u;
const REMEDIES = /(药品|药物|药|疗法|器械)$/u;
const SALES = /(销售|成交|销售记录|销售单)$/u;
const PARTY_WORD = /^[位名家户]$/u;
/** Where things are done, also where the word for them is that of companies: guests book, and hotels do not. */
const WHERE_DONE =
  /(酒店|宾馆|民宿|门店|分店|店|店铺|网点|营业点|餐厅|餐馆|医院|诊所|学校|院校|机构|部门|场馆|分公司|分行|支行|中心|仓库|俱乐部|校区|厂|工厂|院系|学院)$/u;

/** 租借过的客户 would be customers that were lent: what is done needs its object, or is a record. */
const self = (verb: string): DeedZh => ({ ofThings: `${verb}过`, alone: `有过${verb}记录` });
const rows = (verb: string): DeedZh => ({ ofRows: verb });

/** By the end of the event's noun; the first that fits holds. */
const DEEDS: readonly (readonly [RegExp, Readonly<Partial<Record<Role, DeedZh>>>])[] = [
  [/采购(订单)?(明细|行)$/u, { thing: { alone: '采购过' } }],
  [/(订单|订购|销售|销售单|发票|销售订单)(明细|行)$/u, { thing: { alone: '卖出过' } }],
  [/处方(明细|行)$/u, { thing: { alone: '开具过' } }],
  [/(采购订单|采购单|采购)$/u, { supplier: rows('接过'), party: rows('接过'), staff: rows('经手过') }],
  [/(维修|保养|检修|维保|报修|服务|客服|售后|安装)(工单|任务|单)$/u, { staff: rows('处理过'), party: rows('提交过') }],
  [/生产(工单|订单|任务)$/u, { thing: { alone: '生产过' }, staff: rows('处理过'), party: rows('提交过') }],
  [/工单$/u, { staff: rows('处理过'), party: rows('提交过') }],
  [/(订单|订购)$/u, { party: rows('下过'), staff: rows('经手过'), carrier: rows('承运过') }],
  [
    SALES,
    {
      party: { ofThings: '购买过', alone: '有过购买记录', ofRows: '有过' },
      staff: { ofThings: '卖出过', alone: '有过销售业绩', ofRows: '经手过' },
      thing: { alone: '卖出过', withPeople: '卖给过' },
    },
  ],
  [/(租借|租赁)$/u, { party: self('租借'), staff: rows('经手过'), thing: { alone: '租出过', withPeople: '租给过' } }],
  [/借阅$/u, { party: self('借阅'), staff: rows('办理过'), thing: { alone: '借出过', withPeople: '借给过' } }],
  [/预约$/u, { party: { alone: '预约过', ofRows: '有过' }, staff: rows('办理过') }],
  [/(预订|预定)$/u, { party: self('预订'), staff: rows('办理过') }],
  [/(付款|缴费|支付)$/u, { party: { alone: '付过款', ofRows: '有过' }, staff: rows('经手过') }],
  [
    /治疗$/u,
    {
      party: rows('接受过'),
      medic: { withPeople: '治疗过', ofRows: '负责过' },
      remedy: { alone: '用于过治疗', ofRows: '用于过' },
    },
  ],
  [/(检查|检验|手术|化验)$/u, { party: rows('接受过'), medic: rows('做过') }],
  [
    /(就诊|门诊)$/u,
    { party: { alone: '就诊过', ofRows: '有过' }, medic: { withPeople: '接诊过', alone: '接诊过', ofRows: '有过' } },
  ],
  [/(住院|入院)$/u, { party: { alone: '住过院', ofRows: '有过' } }],
  [/选课$/u, { party: { ofThings: '选修过', alone: '选过课', ofRows: '有过' } }],
  [/(考试|培训|活动|会议)$/u, { party: rows('参加过'), staff: rows('参加过') }],
  [/(发货|运单|发运|配送|运输)$/u, { carrier: rows('承运过'), staff: rows('经手过') }],
  [/(评价|评论|留言)$/u, { party: rows('发表过') }],
  [/(投诉|反馈)$/u, { party: rows('提出过'), staff: rows('处理过') }],
  [/申请$/u, { party: rows('提交过'), staff: rows('提交过') }],
  [/(发票|账单|对账单|收据)$/u, { party: rows('收到过'), supplier: rows('开具过'), staff: rows('开具过') }],
  [/(合同|协议)$/u, { party: rows('签订过'), supplier: rows('签订过'), staff: rows('签订过') }],
  [/(通知|消息|短信|邮件)$/u, { party: rows('收到过') }],
  [/登录$/u, { party: { alone: '登录过', ofRows: '有过' } }],
  [/(退款|退货|交易|理赔|贷款|业务|收款|服务请求)$/u, { staff: rows('经手过') }],
  [/维修$/u, { thing: { alone: '维修过' }, staff: rows('负责过') }],
];

/** The verbs between an owner and its events; null where rows are simply there: 有产品. */
export function deedOf(role: string, measureWord: string | null, event: Entity): DeedZh | null {
  if (isUsed(role, event)) {
    return { alone: '使用过', ofRows: '用于过' };
  }
  const noun = event.name.zh;
  if (looksAfter(role, noun)) {
    return { ofRows: '负责', alone: `有${noun.text}` };
  }
  if (/(明细|行)$/u.test(noun.text) && DOCUMENTS.test(role)) {
    // Invoices have lines, and are not sold by these.
    return null;
  }
  if (DOCUMENTS.test(role) && /(单|任务)$/u.test(noun.text)) {
    // Orders lead to others, and are not made by them.
    return { ofRows: '有' };
  }
  const said = DEEDS.find(([end]) => end.test(noun.text))?.[1]?.[roleOf(role, measureWord)];
  return said ?? (event.kind === 'event' ? { ofRows: DOCUMENTS.test(noun.text) ? '有' : '有过' } : null);
}

/** Documents exist or do not: 有运单, and not 有过运单. */
const DOCUMENTS = /(单|发票|书|证|票|表|函|文件|凭证|合同|记录|档案|报告|结果|处方|病历|医嘱|保单|简历|证书|协议)$/u;

/** Staff has customers to look after: 负责来自“德国”的客户. */
export function looksAfter(role: string, { text }: Pick<Name, 'text'>): boolean {
  return STAFF.test(role) && !STAFF.test(text) && /(客户|会员|顾客|商户|经销商|代理商|供应商|患者|学员)$/u.test(text);
}

/** What somebody does in each month, and not ever: 下单, 付款, 收到发票. */
export function inPeriodZh(did: string): string {
  return did
    .replace(/^下过(?!订单$)/u, '有')
    .replace(/^使用过$/u, '被使用')
    .replace(/^接过/u, '接到')
    .replace(/^(\p{Script=Han}{1,3})过/u, '$1')
    .replace(/^下订单$/u, '下单');
}

/** The sale is what the seller does: 客户的销售 is one to them. */
export function isSoldTo(role: string, measureWord: string | null, { name }: Pick<Entity, 'name'>): boolean {
  return SALES.test(name.zh.text) && roleOf(role, measureWord) === 'party';
}

/** Vouchers are used in what is bought. */
export function isUsed(role: string, { kind, name }: Pick<Entity, 'kind' | 'name'>): boolean {
  return (
    kind === 'event' &&
    /(优惠券|代金券|抵用券|折扣码|优惠码|礼品卡)$/u.test(role) &&
    /(交易|订单|消费|付款|销售)$/u.test(name.zh.text)
  );
}

function roleOf(role: string, measureWord: string | null): Role {
  if (STAFF.test(role)) {
    return 'staff';
  }
  if (CARRIERS.test(role) || DRIVERS.test(role)) {
    return 'carrier';
  }
  if (MEDICS.test(role)) {
    return 'medic';
  }
  if (SUPPLIERS.test(role)) {
    return 'supplier';
  }
  if (REMEDIES.test(role)) {
    return 'remedy';
  }
  if (WHERE_DONE.test(role)) {
    return 'place';
  }
  return PARTY_WORD.test(measureWord ?? '') ? 'party' : 'thing';
}

/** People named after another deed: 维修人 提交过 would be said of the wrong person. */
export function isDoerOfOther(role: string, event: string): boolean {
  const [, deed] = /^(\p{Script=Han}{2,4})(?:人|员|者|人员)$/u.exec(role) ?? [];
  return deed !== undefined && !STAFF.test(role) && !DRIVERS.test(role) && !event.includes(deed);
}

/** Verbs between two things that a table of links joins, by the ends of their nouns. */
const OVER_LINKS: readonly (readonly [one: RegExp, other: RegExp, verb: string])[] = [
  [/(演员|艺人|明星)$/u, /(影片|电影|电视剧|剧集|节目)$/u, '出演过'],
  [/导演$/u, /(影片|电影|电视剧|剧集|节目)$/u, '执导过'],
  [/(作者|作家)$/u, /(图书|书|书籍|文章|论文|作品)$/u, '写过'],
  [/(歌手|艺术家|乐队)$/u, /(歌曲|曲目|专辑)$/u, '演唱过'],
  [/(学生|学员)$/u, /(课程|科目|课)$/u, '选修过'],
  [/(教师|老师|讲师|教授)$/u, /(课程|科目|课)$/u, '讲授过'],
  [/(酒店|宾馆|餐厅|医院|门店|场馆|诊所|学校|民宿|公寓)$/u, /(设施|服务|设备)$/u, '提供'],
  [/(角色|用户组)$/u, /(权限|菜单|功能|资源)$/u, '分配了'],
  [/(权限|菜单|功能|资源)$/u, /(角色|用户组|用户|岗位)$/u, '分配给了'],
  [/(用户|账号|账户|员工|成员)$/u, /(角色|权限|岗位)$/u, '拥有'],
  [/(员工|职员|成员|研究员|教师)$/u, /(项目|课题)$/u, '参与过'],
  [/(会员|用户|学生|员工|球员)$/u, /(团队|小组|群组|社团|俱乐部|球队)$/u, '加入了'],
  [/(供应商|供货商|厂商)$/u, /(产品|商品|物料|零件)$/u, '供应'],
  [/(患者|病人)$/u, /(疾病|症状)$/u, '患有'],
];

/** 出演过 between 演员 and 影片; null where the language has no verb for the two. */
export function deedOverLink(role: string, other: string): DeedZh | null {
  const verb = OVER_LINKS.find(([one, end]) => one.test(role) && end.test(other))?.[2];
  return verb === undefined ? null : rows(verb);
}

const PERSON = /(客户|用户|会员|员工|演员|作者|导演|学生|教师|老师|医生|患者|人员|成员|角色|艺术家|歌手|人|者|员|商)$/u;
/** What has other things in it, or is for them: 列表 with 曲目, 仓库 with 产品. */
const HOLDERS =
  /(列表|清单|套餐|组合|合集|专辑|系列|目录|班级|小组|团队|课程|项目|订单|库位|仓库|货架|门店|标签|类别|分类|酒店|餐厅|医院|学校|设施)$/u;

/** A document is linked with products, it does not have them; null where one of the two is a person, or holds the other. */
export function linkOfThings(role: string, other: string): DeedZh | null {
  return [role, other].some((noun) => PERSON.test(noun)) || HOLDERS.test(role) || HOLDERS.test(other)
    ? null
    : rows(LINKED);
}

const LINKED = '关联了';

/** 没有下过订单, 没有付款, 不属于类别“甲”: rows that are only there are denied without 过. */
export function deniedZh(said: string): string {
  if (said.startsWith('属于')) {
    return `不${said}`;
  }
  if (said.startsWith('用于过')) {
    return `未${said.replace('过', '')}`;
  }
  if (said.startsWith(LINKED)) {
    return `未${said.replace('了', '')}`;
  }
  return `没有${said.replace(/^(?:有过?|拥有)|(?<=^(?:分配给?|加入))了|(?<=^患)有/u, '')}`;
}
