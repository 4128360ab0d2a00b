/** Chinese for states that databases write in English, as a state of the row. */
const STATES: ReadonlyMap<string, string> = new Map(
  `approved=已批准 rejected=已拒绝 pending=待处理 completed=已完成 complete=已完成 done=已完成 finished=已完成 cancelled=已取消
canceled=已取消 shipped=已发货 delivered=已送达 paid=已支付 unpaid=未支付 refunded=已退款 returned=已退货 failed=失败 success=成功
succeeded=成功 expired=已过期 suspended=已暂停 paused=已暂停 closed=已关闭 draft=草稿 published=已发布 archived=已归档
processing=处理中 unread=未读 read=已读 overdue=已逾期 hired=已录用 submitted=已提交 confirmed=已确认 resolved=已解决
assigned=已分配 unassigned=未分配 verified=已验证 unverified=未验证 settled=已结算 reversed=已冲正 withdrawn=已撤回 graduated=已毕业 enrolled=在读 resigned=已离职 dispatched=已派发 received=已收货
in_repair=维修中 under_repair=维修中 in_maintenance=保养中 in_transit=运输中 in_progress=进行中 in_use=使用中 on_hold=已搁置 on_leave=休假中
issued=已开具 sold=已售出 rented=已租出 available=可用 unavailable=不可用 present=出勤 absent=缺勤 open=未关闭 occupied=已占用 vacant=空闲 reserved=已预订 maintenance=维护中 no_show=未到店 checked_in=已入住 checked_out=已退房 out_of_service=停用 scheduled=已安排 lost=已丢失 damaged=已损坏 scrapped=已报废
active=已启用 inactive=已停用 fail=失败 sent=已发送 unsent=未发送 queued=排队中 terminated=已终止 discontinued=已停产 deleted=已删除 locked=已锁定 blocked=已封禁`
    .split(/\s+/)
    .map((entry) => entry.split('=') as [string, string]),
);
const MARITAL: ReadonlyMap<string, string> = new Map([
  ['married', '已婚'],
  ['single', '未婚'],
  ['unmarried', '未婚'],
  ['divorced', '离异'],
  ['widowed', '丧偶'],
]);

/** Kinds, ratings and levels that databases write in English, by the end of the label. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [
    /(类型|类别|方向)$/u,
    'buy=买入 sell=卖出 individual=个人 personal=个人 business=企业 corporate=企业 enterprise=企业 inbound=入库 outbound=出库 promotion=促销 transaction=交易 security=安全 user=用户 merchant=商户 customer=客户 percentage=百分比 fixed_amount=固定金额',
  ],
  [/(变速箱|变速器|变速器类型|变速箱类型)$/u, 'manual=手动 automatic=自动'],
  [
    /(发动机|引擎|动力|燃料|燃油|能源)(类型|种类|形式)?$/u,
    'electric=电动 hybrid=混合动力 diesel=柴油 petrol=汽油 gasoline=汽油',
  ],
  [/(评级|评价|等级|质量|状况)$/u, 'excellent=优秀 superior=卓越 good=良好 average=一般 fair=一般 poor=较差'],
  [
    /(优先级|严重程度|级别|风险|等级)$/u,
    'high=高 medium=中 low=低 critical=紧急 urgent=紧急 normal=普通 major=严重 minor=轻微',
  ],
  [
    /(大区|区域|地区|方位|方向|片区)$/u,
    'east=东部 west=西部 north=北部 south=南部 central=中部 northeast=东北部 northwest=西北部 southeast=东南部 southwest=西南部 midwest=中西部',
  ],
  [
    /(保险|医保)(类型|类别|种类)$/u,
    'private=商业保险 public=公共保险 commercial=商业保险 government=政府保险 uninsured=无保险 self_pay=自费',
  ],
  [
    /(专科|科室|专业方向)$/u,
    'dermatology=皮肤科 pediatrics=儿科 cardiology=心内科 oncology=肿瘤科 neurology=神经内科 surgery=外科 general_surgery=普通外科 internal_medicine=内科 general_practice=全科 family_medicine=家庭医学科 orthopedics=骨科 psychiatry=精神科 radiology=放射科 rheumatology=风湿科 gynecology=妇科 ophthalmology=眼科 urology=泌尿外科 emergency=急诊科 emergency_medicine=急诊科 immunology=免疫科 endocrinology=内分泌科 anesthesiology=麻醉科 pathology=病理科',
  ],
  [
    /(支付|付款|收款|结算|缴费)(方式|方法|渠道)$/u,
    'card=银行卡 bank_card=银行卡 cash=现金 transfer=转账 bank_transfer=银行转账 wire=电汇 credit_card=信用卡 debit_card=借记卡 check=支票 cheque=支票',
  ],
  [
    /(渠道|来源)$/u,
    'web=网站 website=网站 online=线上 offline=线下 phone=电话 agency=代理 agent=代理 store=门店 mobile=移动端 email=邮件 walk_in=上门 referral=推荐',
  ],
  [/(等级|级别|会员级别)$/u, 'gold=黄金 silver=白银 bronze=青铜 platinum=铂金 diamond=钻石 basic=基础 premium=高级'],
  [/(频率|周期)$/u, 'daily=每日 weekly=每周 monthly=每月 quarterly=每季度 yearly=每年 annual=每年'],
];

/** Kinds that depend on the rows: by itself, the word has other meanings too. */
const KINDS_OF_ROWS: readonly (readonly [RegExp, string])[] = [
  [
    /(交易|流水|分录|账目|收支|明细账)$/u,
    'credit=入账 debit=出账 deposit=存入 withdrawal=支取 transfer=转账 payment=付款 refund=退款 fee=手续费',
  ],
  [
    /(证券|资产|标的|产品|持仓)$/u,
    'stock=股票 equity=股票 bond=债券 fund=基金 mutual_fund=共同基金 option=期权 futures=期货',
  ],
  [
    /(药品|药物|药|制剂)$/u,
    'biologic=生物制剂 biosimilar=生物类似药 small_molecule=小分子药物 topical=外用药 oral=口服药 generic=仿制药 brand=原研药',
  ],
];

/** 买入 for `buy` of a 交易类型; null where the word is no usual one. */
export function usualKindZh(value: string, label: string, noun = ''): string | null {
  const word = `${value.toLowerCase().replace(/[\s-]+/g, '_')}=`;
  const ofRows = /(类型|类别|方向)$/u.test(label) ? KINDS_OF_ROWS.filter(([end]) => end.test(noun)) : [];
  const entries = [...ofRows, ...KINDS.filter(([end]) => end.test(label))].flatMap(([, words]) => words.split(' '));
  return entries.find((entry) => entry.startsWith(word))?.slice(word.length) ?? null;
}

/** 已批准 for `approved` of a 状态, 在用 of things that are used for `active`; null where the word is no usual state, or the column holds something else. */
export function usualStateZh(value: string, label: string, isUsed = false): string | null {
  const word = value.toLowerCase().replace(/[\s-]+/g, '_');
  if (/婚姻(状况|状态)?$/u.test(label)) {
    return MARITAL.get(word) ?? null;
  }
  if (isUsed && word === 'active' && /状态$/u.test(label)) {
    return '在用';
  }
  return /(状态|进度|阶段)$/u.test(label) ? (STATES.get(word) ?? null) : null;
}
