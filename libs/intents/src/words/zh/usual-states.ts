/** Chinese for states that databases write in English, as a state of the row. */
const STATES: ReadonlyMap<string, string> = new Map(
  `approved=已批准 rejected=已拒绝 pending=待处理 completed=已完成 complete=已完成 done=已完成 finished=已完成 cancelled=已取消
canceled=已取消 shipped=已发货 delivered=已送达 paid=已支付 unpaid=未支付 refunded=已退款 returned=已退货 failed=失败 success=成功
succeeded=成功 expired=已过期 suspended=已暂停 paused=已暂停 closed=已关闭 draft=草稿 published=已发布 archived=已归档
processing=处理中 unread=未读 read=已读 overdue=已逾期 hired=已录用 submitted=已提交 confirmed=已确认 resolved=已解决
assigned=已分配 unassigned=未分配 verified=已验证 unverified=未验证 settled=已结算 reversed=已冲正 withdrawn=已撤回 graduated=已毕业 enrolled=在读 resigned=已离职 dispatched=已派发 received=已收货
terminated=已终止 discontinued=已停产 deleted=已删除 locked=已锁定 blocked=已封禁`
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

/** 已批准 for `approved` of a 状态; null where the word is no usual state, or the column holds something else. */
export function usualStateZh(value: string, label: string): string | null {
  const word = value.toLowerCase();
  if (/婚姻(状况|状态)?$/u.test(label)) {
    return MARITAL.get(word) ?? null;
  }
  return /(状态|进度|阶段)$/u.test(label) ? (STATES.get(word) ?? null) : null;
}
