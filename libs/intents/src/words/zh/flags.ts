import { plainly, state, type PredicateZh } from './predicate.js';

/** What is done to a thing: its flag says 已 or 未. */
const DONE =
  '占用|送达|启用|停用|禁用|删除|发布|审核|审批|完成|支付|付款|缴费|发货|收货|退款|停产|锁定|激活|通过|公开|同步|处理|确认|取消|关闭|开启|归档|签收|验证|认证|绑定|回复|阅读|读取|结算|入库|出库|上架|下架|毕业|离职|转正|报名|签到|打印|发送|提交|加密|付清|结清|逾期|过期|注销|冻结|核销|作废|撤销|批准|开票|交付|到货|注册|订阅|登录|出售|售出|开放|拉黑|上线|下线|缴清|盖章|签署|结案|整改|中标|缺考|缺席|流失|预订|接种|出院|婚配|授权|拒绝|驳回|退回|终止|暂停|挂起|参保|投保';
const DONE_LAST = new RegExp(`(?:${DONE})$`, 'u');
const DONE_WHOLE = new RegExp(`^(?:${DONE})$`, 'u');
const DONE_FIRST = new RegExp(
  `^(?:${DONE.split('|')
    .filter((word) => word.length > 1)
    .join('|')})`,
  'u',
);
/** Verbs that take what stands before them in a name as their object: 多因素认证启用 → 启用多因素认证. */
const WITH_OBJECT = /^(.{2,})(冻结|封禁|启用|停用|禁用|开启|关闭|绑定|验证|激活|审核通过|确认|取消|锁定|订阅|同步)$/u;
/** What 不 denies. */
const DENIED_BY_NOT =
  /^(在|可|能|会|应|需|需要|允许|支持|接受|包含|包括|含|总是|自动|启动|参与|属于|显示|缓存|强制|适用|计入|免|限)|^(吸烟|抽烟|饮酒|住校|寄宿|隐藏|必填|唯一|活跃|在职|营业)$/u;

const OPPOSITES: ReadonlyMap<string, string> = new Map([
  ['有效', '无效'],
  ['公有', '私有'],
  ['在线', '离线'],
  ['主要', '非主要'],
  ['默认', '非默认'],
  ['免费', '收费'],
  ['自制', '外购'],
  // What was in use is 停用 when it is not; 未启用 has never been in use.
  ['启用', '停用'],
]);

/** The label of a flag without the words that only say that it is one: `是否停产` → 停产, `首选供应商状态` → 首选供应商. */
export function plainFlagZh(label: string): string {
  return label.replace(/^(是否|有否)/u, '').replace(/(?<=.)(标志|标识|标记|状态|与否)$/u, '');
}

/** `已停产`, `未启用多因素认证`, `不可见`, `首选供应商`. */
export function flagZh(isSet: boolean, label: string, noun: string): PredicateZh {
  const plain = plainFlagZh(label);
  const isAsked = label.startsWith('是否') || label !== plain;
  const [, object, verb] = WITH_OBJECT.exec(plain) ?? [];
  if (object && verb) {
    return plainly(`${isSet ? '已' : '未'}${verb}${object}`);
  }
  const opposite = OPPOSITES.get(plain);
  if (opposite !== undefined) {
    return state(doneZh(isSet ? plain : opposite));
  }
  if (/制$/u.test(plain)) {
    // 月薪制员工
    const said = isSet ? plain : `非${plain}`;
    return { ...state(said), noun: /^\p{Script=Han}{2,4}$/u.test(noun) ? `${said}${noun}` : null };
  }
  if (/^有/u.test(plain)) {
    return state(isSet ? plain : `没${plain}`);
  }
  if (DENIED_BY_NOT.test(plain)) {
    return state(isSet ? plain : `不${plain}`);
  }
  const done = plain.replace(/^(已经|已|被)/u, '');
  if (DONE_LAST.test(done) || DONE_FIRST.test(done) || done !== plain) {
    return state(`${isSet ? '已' : '未'}${done}`);
  }
  if (plain.length > noun.length && plain.endsWith(noun)) {
    return { text: `${isSet ? '是' : '不是'}${plain}`, isState: false, noun: isSet ? plain : `非${plain}` };
  }
  if (ADJECTIVE.test(plain)) {
    return isSet ? plainly(plain) : plainly(`不${plain}`);
  }
  const named = plain.replace(/^[为是]/u, '');
  if (POSSESSED.test(plain)) {
    return state(`${isSet ? '有' : '没有'}${plain}`);
  }
  if (!isAsked) {
    return plainly(`“${label}”为“${isSet ? '是' : '否'}”`);
  }
  return { text: `${isSet ? '是' : '不是'}${named}`, isState: false, noun: compoundZh(isSet, named, noun) };
}

/** How rows are: 家庭经济困难的学生, and not 是家庭经济困难的学生. */
const ADJECTIVE = /(困难|优秀|合格|紧急|重要|特殊|贫困|完整|齐全|满员|超标|达标)$/u;

/** Things that others are not named after. */
const THING = /[夹柜包袋目录]$/u;

/** What rows have, and are not. */
const POSSESSED = /(金|险|证|证书|执照|医保|贷款|补贴|津贴|权限|特权|子女|空调|过敏史|病史|附件|优惠)$/u;

/** 安慰剂治疗, 非成品: what the rows are, as one noun; null where the two do not join. */
function compoundZh(isSet: boolean, named: string, noun: string): string | null {
  if (!/^(\p{Script=Han}{2,4}|[\dA-Za-z]{2,6})$/u.test(named) || !/^\p{Script=Han}{2,6}$/u.test(noun)) {
    return null;
  }
  // 非处方药 of 药品; the others are 不是非处方药的药品. 非文件夹文档: things are no kinds of others.
  if (!isSet && (named.startsWith('非') || THING.test(named))) {
    return null;
  }
  const isSaid = named.endsWith(noun.slice(-1)) || named.endsWith(noun.charAt(0));
  return `${isSet ? '' : '非'}${named}${isSaid ? '' : noun}`;
}

/** A state that is named by what was done: 停用 → 已停用. */
export function doneZh(text: string): string {
  return DONE_WHOLE.test(text) ? `已${text}` : text;
}

const NOUN = /[药剂店户员者人品货单钥卡件地版置点主键车房司业校院区站机型类]$/u;

/** What rows are parted by: `是否启用`, `是否为成品`. */
export function flagQuestionZh(label: string): string {
  const plain = plainFlagZh(label);
  const [, object, verb] = WITH_OBJECT.exec(plain) ?? [];
  if (object && verb) {
    return `是否${verb}${object}`;
  }
  if (POSSESSED.test(plain) && !DONE_LAST.test(plain) && !plain.startsWith('有')) {
    return `是否有${plain}`;
  }
  const isNoun =
    !DONE_LAST.test(plain) &&
    !DENIED_BY_NOT.test(plain) &&
    !plain.startsWith('有') &&
    ((label !== plain && !label.startsWith('是否')) || NOUN.test(plain));
  return `是否${isNoun && !/^[为是]/u.test(plain) ? '为' : ''}${plain}`;
}
