/** Chinese for states that databases write in English, as a state of the row. */
const STATES: ReadonlyMap<string, string> = new Map(
  `approved=已批准 rejected=已拒绝 pending=待处理 completed=已完成 complete=已完成 done=已完成 finished=已完成 cancelled=已取消
canceled=已取消 shipped=已发货 delivered=已送达 paid=已支付 unpaid=未支付 refunded=已退款 returned=已退货 failed=失败 success=成功
succeeded=成功 expired=已过期 suspended=已暂停 paused=已暂停 closed=已关闭 draft=草稿 published=已发布 archived=已归档
processing=处理中 unread=未读 read=已读 overdue=已逾期 hired=已录用 submitted=已提交 confirmed=已确认 resolved=已解决
assigned=已分配 unassigned=未分配 verified=已验证 unverified=未验证 settled=已结算 reversed=已冲正 withdrawn=已撤回 graduated=已毕业 enrolled=在读 resigned=已离职 dispatched=已派发 received=已收货
in_repair=维修中 under_repair=维修中 in_maintenance=保养中 in_transit=运输中 in_progress=进行中 in_use=使用中 on_hold=已搁置 on_leave=休假中
sold=已售出 rented=已租出 available=可用 unavailable=不可用 present=出勤 absent=缺勤 open=未关闭 scheduled=已安排 lost=已丢失 damaged=已损坏 scrapped=已报废
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
  [/(优先级|严重程度|级别|风险|等级)$/u, 'high=高 medium=中 low=低 critical=紧急 urgent=紧急 normal=普通'],
  [/(频率|周期)$/u, 'daily=每日 weekly=每周 monthly=每月 quarterly=每季度 yearly=每年 annual=每年'],
];

/** 买入 for `buy` of a 交易类型; null where the word is no usual one. */
export function usualKindZh(value: string, label: string): string | null {
  const word = `${value.toLowerCase()}=`;
  const entries = KINDS.flatMap(([end, words]) => (end.test(label) ? words.split(' ') : []));
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
